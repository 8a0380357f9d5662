{{%AUTOESCAPE context="HTML"}}
<footer class="site">
<p><span class="footer-site">{{SITE}}</span> <span class="footer-page">{{#TITLE_ISOLATED}}<bdi>{{/TITLE_ISOLATED}}{{TITLE}}{{#TITLE_ISOLATED}}</bdi>{{/TITLE_ISOLATED}}</span>{{#AS_OF}} <span>{{AS_OF}}</span>{{/AS_OF}}{{#PARAMETERS}} <span>{{PARAMETERS}}</span>{{/PARAMETERS}}</p>
</footer>

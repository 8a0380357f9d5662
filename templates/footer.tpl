{{%AUTOESCAPE context="HTML"}}
<footer class="site">
<p><span class="footer-site">{{SITE}}</span> <span class="footer-page"><bdi>{{TITLE}}</bdi></span>{{#AS_OF}} <span>{{AS_OF}}</span>{{/AS_OF}}{{#PARAMETERS}} <span>{{PARAMETERS}}</span>{{/PARAMETERS}}</p>
</footer>

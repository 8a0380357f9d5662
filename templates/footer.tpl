{{%AUTOESCAPE context="HTML"}}
<footer class="site">
<p class="footer-site">{{SITE}}</p>
</footer>

{{%AUTOESCAPE context="HTML"}}
<a class="skip" href="#content">Skip to content</a>
<header class="site">{{NAVIGATION:none}}</header>
{{#HAS_CRUMBS}}
<nav class="crumbs" aria-label="Breadcrumb">
<ol>{{CRUMBS:none}}<li aria-current="page">{{#TITLE_ISOLATED}}<bdi>{{/TITLE_ISOLATED}}{{TITLE}}{{#TITLE_ISOLATED}}</bdi>{{/TITLE_ISOLATED}}
</ol>
</nav>
{{/HAS_CRUMBS}}

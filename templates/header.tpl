{{%AUTOESCAPE context="HTML"}}
<a class="skip" href="#content">Skip to content</a>
<header class="site">
<div class="bar">
<a class="mark" href="{{HOME}}">{{SITE}}</a>
<nav class="main" aria-label="Main">
<ul>
{{#NAVIGATION}}
<li><a href="{{HREF}}"{{#CURRENT}} aria-current="page"{{/CURRENT}}>{{LABEL}}</a>
{{/NAVIGATION}}
</ul>
{{#HAS_SECTORS}}
<details class="menu">
<summary>Sectors</summary>
<ul>
{{#SECTORS}}
<li><a href="{{HREF}}"{{#CURRENT}} aria-current="page"{{/CURRENT}}>{{#ISOLATED}}<bdi>{{/ISOLATED}}{{LABEL}}{{#ISOLATED}}</bdi>{{/ISOLATED}}</a>
{{/SECTORS}}
</ul>
</details>
{{/HAS_SECTORS}}
</nav>
</div>
</header>
{{#HAS_CRUMBS}}
<nav class="crumbs" aria-label="Breadcrumb">
<ol>
{{#CRUMBS}}
<li><a href="{{HREF}}">{{#ISOLATED}}<bdi>{{/ISOLATED}}{{LABEL}}{{#ISOLATED}}</bdi>{{/ISOLATED}}</a>
{{/CRUMBS}}
<li><span aria-current="page">{{#TITLE_ISOLATED}}<bdi>{{/TITLE_ISOLATED}}{{TITLE}}{{#TITLE_ISOLATED}}</bdi>{{/TITLE_ISOLATED}}</span>
</ol>
</nav>
{{/HAS_CRUMBS}}

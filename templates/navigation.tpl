{{%AUTOESCAPE context="HTML"}}
<div class="bar">
<a class="mark" href="{{HOME}}">{{SITE}}</a>
<nav class="main" aria-label="Main">
<ul>
{{#PAGES}}
<li><a href="{{HREF}}"{{#CURRENT}} aria-current="page"{{/CURRENT}}>{{LABEL}}</a>
{{/PAGES}}
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

{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="en">
<head>
{{>HEAD}}
</head>
<body class="page-method">
{{>HEADER}}
<main id="content" tabindex="-1">
{{>TITLE}}
<nav class="contents" aria-label="On this page">
<ul>
{{#CONTENTS}}
<li><a href="{{HREF}}">{{LABEL}}</a></li>
{{/CONTENTS}}
</ul>
</nav>
{{#SECTIONS}}
<section id="{{ID}}" class="prose">
<h2>{{TITLE}}</h2>
{{#PARAGRAPHS}}
<p>{{TEXT}}</p>
{{/PARAGRAPHS}}
{{#DEFINITIONS}}
<div class="formula" id="formula-{{KEY}}">
{{>MATH}}
<p><code>{{TEXT}}</code></p>
{{#NOTE}}
<p>{{NOTE}}</p>
{{/NOTE}}
</div>
{{/DEFINITIONS}}
{{>TABLE}}
</section>
{{/SECTIONS}}
</main>
{{>FOOTER}}
</body>
</html>

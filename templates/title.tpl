{{%AUTOESCAPE context="HTML"}}
<header class="title">
{{#COLOR}}
<svg class="accent" aria-hidden="true" focusable="false"><rect width="100%" height="100%" fill="{{COLOR}}"/></svg>
{{/COLOR}}
{{#KIND}}
<p class="kind">{{#KIND_ISOLATED}}<bdi>{{/KIND_ISOLATED}}{{KIND}}{{#KIND_ISOLATED}}</bdi>{{/KIND_ISOLATED}}</p>
{{/KIND}}
<h1{{#LONG}} class="long"{{/LONG}}>{{#TITLE_ISOLATED}}<bdi>{{/TITLE_ISOLATED}}{{TITLE}}{{#TITLE_ISOLATED}}</bdi>{{/TITLE_ISOLATED}}</h1>
<p class="facts-line">{{>STATUS}}{{#AS_OF}} <span>{{AS_OF}}</span>{{/AS_OF}}{{#PARAMETERS}} <span>{{PARAMETERS}}</span>{{/PARAMETERS}}</p>
{{#LEAD}}
<p class="lead">{{LEAD}}</p>
{{/LEAD}}
</header>

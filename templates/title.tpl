{{%AUTOESCAPE context="HTML"}}
<header class="title">
{{#COLOR}}
<svg class="accent" aria-hidden="true" focusable="false"><rect width="100%" height="100%" fill="{{COLOR}}"/></svg>
{{/COLOR}}
{{#KIND}}
<p class="kind">{{KIND}}</p>
{{/KIND}}
{{#LINK}}
<p class="kind"><a href="{{LINK}}">{{#LINK_LABEL_ISOLATED}}<bdi>{{/LINK_LABEL_ISOLATED}}{{LINK_LABEL}}{{#LINK_LABEL_ISOLATED}}</bdi>{{/LINK_LABEL_ISOLATED}}</a></p>
{{/LINK}}
<h1{{#LONG}} class="long"{{/LONG}}>{{#TITLE_ISOLATED}}<bdi>{{/TITLE_ISOLATED}}{{TITLE}}{{#TITLE_ISOLATED}}</bdi>{{/TITLE_ISOLATED}}</h1>
<p class="facts-line">{{>STATUS}}{{#AS_OF}} <span>{{AS_OF}}</span>{{/AS_OF}}{{#PARAMETERS}} <span>{{PARAMETERS}}</span>{{/PARAMETERS}}</p>
{{#LEAD}}
<p class="lead">{{LEAD}}</p>
{{/LEAD}}
</header>

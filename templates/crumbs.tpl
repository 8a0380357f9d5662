{{%AUTOESCAPE context="HTML"}}
{{#CRUMBS}}
<li><a href="{{HREF}}">{{#ISOLATED}}<bdi>{{/ISOLATED}}{{LABEL}}{{#ISOLATED}}</bdi>{{/ISOLATED}}</a>
{{/CRUMBS}}

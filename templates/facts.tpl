{{%AUTOESCAPE context="HTML"}}
{{#TITLE}}
<h2>{{TITLE}}</h2>
{{/TITLE}}
{{#FULL}}
<dl class="facts">
{{#ROWS}}
<div><dt>{{LABEL}}{{#DESCRIPTION}} <small>{{DESCRIPTION}}</small>{{/DESCRIPTION}}</dt><dd>{{>VALUE}}</dd></div>
{{/ROWS}}
</dl>
{{/FULL}}
{{#NOTE}}
<p class="note">{{NOTE}}</p>
{{/NOTE}}
{{#EMPTY}}
<p class="empty">{{EMPTY}}</p>
{{/EMPTY}}

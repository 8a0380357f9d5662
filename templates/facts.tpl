{{%AUTOESCAPE context="HTML"}}
{{#TITLE}}
<h2>{{TITLE}}</h2>
{{/TITLE}}
{{#FULL}}
<dl class="facts">
{{#ROWS}}
<dt>{{LABEL}}{{#DESCRIPTION}} <small>{{DESCRIPTION}}</small>{{/DESCRIPTION}}<dd>{{>VALUE}}
{{/ROWS}}
{{#KEY_ROWS}}
<div><dt>{{LABEL}}{{#DESCRIPTION}} <small>{{DESCRIPTION}}</small>{{/DESCRIPTION}}<dd>{{>VALUE}}</div>
{{/KEY_ROWS}}
</dl>
{{/FULL}}
{{#NOTE}}
<p class="note">{{NOTE}}</p>
{{/NOTE}}
{{#EMPTY}}
<p class="empty">{{EMPTY}}</p>
{{/EMPTY}}

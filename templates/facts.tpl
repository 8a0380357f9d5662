{{%AUTOESCAPE context="HTML"}}
{{#TITLE}}
<h2>{{TITLE}}</h2>
{{/TITLE}}
{{#GUIDED}}
<p class="guide">{{GUIDE:none}}</p>
{{/GUIDED}}
{{#FULL}}
<dl class="facts">
{{#ROWS}}
<dt>{{LABEL}}<dd>{{#TEXT}}{{TEXT}}{{/TEXT}}{{>MORE}}
{{/ROWS}}
{{#KEY_ROWS}}
<div><dt>{{LABEL}}<dd>{{#TEXT}}{{TEXT}}{{/TEXT}}{{>MORE}}</div>
{{/KEY_ROWS}}
</dl>
{{/FULL}}
{{#NOTE}}
<p class="note">{{NOTE}}</p>
{{/NOTE}}
{{#EMPTY}}
<p class="empty">{{EMPTY}}</p>
{{/EMPTY}}

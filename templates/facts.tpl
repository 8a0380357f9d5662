{{%AUTOESCAPE context="HTML"}}
{{HEAD:none}}{{#FULL}}<dl class="facts">
{{#ROWS}}
<dt>{{LABEL}}<dd>{{TEXT}}{{>MORE}}
{{/ROWS}}
{{#KEY_ROWS}}
<div><dt>{{LABEL}}<dd>{{TEXT}}{{>MORE}}</div>
{{/KEY_ROWS}}
</dl>
{{/FULL}}
{{#NOTE}}
<p class="note">{{NOTE}}</p>
{{/NOTE}}

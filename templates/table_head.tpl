{{%AUTOESCAPE context="HTML"}}
{{#TITLE}}
<h2>{{TITLE}}</h2>
{{/TITLE}}
{{#FULL}}
{{#ID}}
<div class="scroll" role="region" tabindex="0" aria-labelledby="{{ID}}">
{{/ID}}
<table{{#CLASS}} class="{{CLASS}}"{{/CLASS}}>
<caption{{#ID}} id="{{ID}}"{{/ID}}>{{CAPTION}}</caption>
<thead><tr>{{#COLUMNS}}<th{{#CLASS}} class="{{CLASS}}"{{/CLASS}}>{{TITLE}}{{#UNIT}} <span class="unit">{{UNIT}}</span>{{/UNIT}}{{/COLUMNS}}<tbody>
{{/FULL}}
{{#EMPTY}}
<p class="empty">{{EMPTY}}</p>
{{/EMPTY}}

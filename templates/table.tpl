{{%AUTOESCAPE context="HTML"}}
{{#TITLE}}
<h2>{{TITLE}}</h2>
{{/TITLE}}
{{#FULL}}
<div class="scroll" role="region" tabindex="0" aria-label="{{CAPTION}}">
<table>
<caption>{{CAPTION}}</caption>
<thead><tr>
{{#COLUMNS}}
<th scope="col"{{#CLASS}} class="{{CLASS}}"{{/CLASS}}>{{TITLE}}{{#UNIT}} <span class="unit">{{UNIT}}</span>{{/UNIT}}</th>
{{/COLUMNS}}
</tr></thead>
<tbody>
{{#ROWS}}
<tr{{#TOTAL}} class="total"{{/TOTAL}}>{{#CELLS}}{{#PLAIN}}<td{{#CLASS}} class="{{CLASS}}"{{/CLASS}}>{{>CELL}}</td>{{/PLAIN}}{{#HEADING}}<th scope="row"{{#CLASS}} class="{{CLASS}}"{{/CLASS}}>{{>CELL}}</th>{{/HEADING}}{{/CELLS}}</tr>
{{/ROWS}}
</tbody>
</table>
</div>
{{/FULL}}
{{#EMPTY}}
<p class="empty">{{EMPTY}}</p>
{{/EMPTY}}

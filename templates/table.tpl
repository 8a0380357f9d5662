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
<thead>{{COLUMNS:none}}<tbody>
{{#ROWS}}
<tr{{#TOTAL}} class="total"{{/TOTAL}}>{{#NAME}}<th>{{NAME}}{{/NAME}}{{#PLAIN_CELLS}}<td>{{VALUE}}{{/PLAIN_CELLS}}{{#CELLS}}{{#VALUE}}<td>{{VALUE}}{{/VALUE}}{{#OTHER}}{{#PLAIN}}<td{{#CLASS}} class="{{CLASS}}"{{/CLASS}}>{{/PLAIN}}{{#HEADING}}<th scope="row"{{#CLASS}} class="{{CLASS}}"{{/CLASS}}>{{/HEADING}}{{>CELL}}{{/OTHER}}{{/CELLS}}
{{/ROWS}}
</table>
{{#ID}}
</div>
{{/ID}}
{{/FULL}}
{{#EMPTY}}
<p class="empty">{{EMPTY}}</p>
{{/EMPTY}}

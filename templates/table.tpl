{{%AUTOESCAPE context="HTML"}}
{{HEAD:none}}{{#ROWS}}<tr{{#TOTAL}} class="total"{{/TOTAL}}>{{#NAME}}<th>{{NAME}}{{/NAME}}{{NUMBERS:none}}{{#CELLS}}{{#VALUE}}<td>{{VALUE}}{{/VALUE}}{{#OTHER}}{{#PLAIN}}<td{{#CLASS}} class="{{CLASS}}"{{/CLASS}}>{{/PLAIN}}{{#HEADING}}<th scope="row"{{#CLASS}} class="{{CLASS}}"{{/CLASS}}>{{/HEADING}}{{>CELL}}{{/OTHER}}{{/CELLS}}
{{/ROWS}}{{#FULL}}</table>
{{#SCROLLS}}
</div>
{{/SCROLLS}}
{{/FULL}}

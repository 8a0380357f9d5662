{{%AUTOESCAPE context="HTML"}}
{{#TITLE}}
<h2>{{TITLE}}</h2>
{{/TITLE}}
{{#GUIDE}}
<p class="guide"><a href="{{GUIDE}}">What these mean</a></p>
{{/GUIDE}}
{{#EMPTY}}
<p class="empty">{{EMPTY}}</p>
{{/EMPTY}}

{{%AUTOESCAPE context="HTML"}}
<ul class="downloads" aria-label="Downloads">
{{#LINKS}}
<li><a href="{{HREF}}">{{LABEL}}{{#NOTE}} <small>{{NOTE}}</small>{{/NOTE}}</a></li>
{{/LINKS}}
</ul>

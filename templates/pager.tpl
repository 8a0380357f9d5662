{{%AUTOESCAPE context="HTML"}}
<nav class="pager" aria-label="Pages">
<p>{{TEXT}}</p>
<ul>
{{#PREVIOUS}}
<li><a href="{{PREVIOUS}}" rel="prev">Previous</a></li>
{{/PREVIOUS}}
{{#LINKS}}
<li>{{#HREF}}<a href="{{HREF}}" aria-label="Page {{LABEL}}">{{LABEL}}</a>{{/HREF}}{{#CURRENT}}<span aria-current="page">{{LABEL}}</span>{{/CURRENT}}</li>
{{/LINKS}}
{{#NEXT}}
<li><a href="{{NEXT}}" rel="next">Next</a></li>
{{/NEXT}}
</ul>
</nav>

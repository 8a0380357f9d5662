{{%AUTOESCAPE context="HTML"}}
<figure id="{{ID}}">
{{#FILE}}
<figcaption class="unseen"><h2>{{TITLE}}</h2></figcaption>
<div class="drawing">
<img src="{{SVG}}" tabindex="0" alt="{{ALT}}"{{#WIDTH}} width="{{WIDTH}}"{{/WIDTH}}{{#HEIGHT}} height="{{HEIGHT}}"{{/HEIGHT}}>
</div>
<p class="figure-links"><a href="{{SVG}}">SVG</a>{{#PNG}} <a href="{{PNG}}">PNG</a>{{/PNG}}</p>
{{/FILE}}
{{#DRAWING}}
<figcaption><h2>{{TITLE}}</h2>{{#SUBTITLE}}<p>{{SUBTITLE}}</p>{{/SUBTITLE}}</figcaption>
<div class="drawing">
<svg class="chart" role="img" tabindex="0" aria-label="{{ALT}}" viewBox="{{BOX}}">{{ELEMENTS:none}}</svg>
</div>
{{/DRAWING}}
{{#HAS_DATA}}
<details class="numbers">
<summary>Numbers behind this chart</summary>
{{>DATA}}
</details>
{{/HAS_DATA}}
</figure>

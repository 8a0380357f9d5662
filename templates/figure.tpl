{{%AUTOESCAPE context="HTML"}}
<figure id="{{ID}}">
<figcaption><h2>{{TITLE}}</h2></figcaption>
<div class="drawing">
{{#FILE}}
<img src="{{SVG}}" tabindex="0" alt="{{ALT}}"{{#WIDTH}} width="{{WIDTH}}"{{/WIDTH}}{{#HEIGHT}} height="{{HEIGHT}}"{{/HEIGHT}}>
{{/FILE}}
{{#DRAWING}}
<svg class="chart" role="img" tabindex="0" aria-label="{{ALT}}" viewBox="0 0 {{WIDTH}} {{HEIGHT}}" preserveAspectRatio="xMinYMid">{{ELEMENTS:none}}</svg>
{{/DRAWING}}
</div>
{{#FILE}}
<p class="figure-links"><a href="{{SVG}}">SVG</a>{{#PNG}} <a href="{{PNG}}">PNG</a>{{/PNG}}</p>
{{/FILE}}
{{#NUMBERS}}
<p class="figure-links"><a href="{{NUMBERS}}">Numbers behind this chart</a></p>
{{/NUMBERS}}
{{#HAS_DATA}}
<details class="numbers">
<summary>Numbers behind this chart</summary>
{{>DATA}}
</details>
{{/HAS_DATA}}
</figure>

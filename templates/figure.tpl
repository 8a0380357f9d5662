{{%AUTOESCAPE context="HTML"}}
<figure id="{{ID}}">
<figcaption><h2>{{TITLE}}</h2></figcaption>
<div class="drawing" role="region" tabindex="0" aria-label="{{TITLE}}">
<img src="{{SVG}}" alt="{{ALT}}"{{#WIDTH}} width="{{WIDTH}}"{{/WIDTH}}{{#HEIGHT}} height="{{HEIGHT}}"{{/HEIGHT}}>
</div>
<p class="figure-links"><a href="{{SVG}}">SVG</a>{{#PNG}} <a href="{{PNG}}">PNG</a>{{/PNG}}</p>
<details class="numbers">
<summary>Numbers behind this chart</summary>
{{>DATA}}
</details>
</figure>

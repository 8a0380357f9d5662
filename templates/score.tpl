{{%AUTOESCAPE context="HTML"}}
<section id="score">
<h2>Org-AI-R</h2>
{{#ABSENT}}
<p class="empty">{{ABSENT}}</p>
{{/ABSENT}}
{{#PRESENT}}
<div class="headline">
<p class="headline-number">{{>HEADLINE}}</p>
<p class="headline-band">{{>BAND}}</p>
<p class="headline-words">{{#INTERVAL}}<span>{{INTERVAL}}</span>{{/INTERVAL}} {{#POSITION}}<span>{{POSITION}}</span>{{/POSITION}}</p>
</div>
<div class="strip">
{{>PARTS}}
</div>
{{#GATE_TEXT}}
<p class="check">{{>GATE}} {{GATE_TEXT}}</p>
{{/GATE_TEXT}}
{{#HAS_REVIEWS}}
<aside class="banner tone-warning" aria-label="Review">
<p class="banner-title"><span class="banner-word">Review</span> A person has to look at this score</p>
<ul>
{{#REVIEWS}}
<li>{{TEXT}}</li>
{{/REVIEWS}}
</ul>
</aside>
{{/HAS_REVIEWS}}
{{>WATERFALL}}
{{>BULLETS}}
<div class="part" id="dimensions">
{{>DIMENSIONS}}
</div>
{{#HAS_EBITDA}}
<div class="part">
{{>EBITDA}}
</div>
{{/HAS_EBITDA}}
{{>HISTORY}}
{{#METHOD}}
<details class="arithmetic">
<summary>The arithmetic, with its numbers</summary>
<p><a href="{{METHOD}}">What the letters mean</a></p>
<dl>
{{#ARITHMETIC}}
<dt>{{TERM:none}}<dd>{{FILLED:none}} <b>= {{RESULT:none}}</b>{{#NOTE}} <small>{{NOTE}}</small>{{/NOTE}}
{{/ARITHMETIC}}
</dl>
</details>
{{/METHOD}}
{{/PRESENT}}
</section>

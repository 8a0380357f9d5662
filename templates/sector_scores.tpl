{{%AUTOESCAPE context="HTML"}}
<section id="scores">
<h2>Scores</h2>
{{#ABSENT}}
<p class="empty">{{ABSENT}}</p>
{{/ABSENT}}
{{#PRESENT}}
<div class="strip hero">
{{>KEY_FIGURES}}
</div>
{{>DISTRIBUTION}}
<div class="part">
{{>RANKING}}
</div>
<div class="part">
{{>AVERAGES}}
</div>
<div class="part">
{{>GATE_FAILURES}}
</div>
<div class="part">
{{>REVIEWS}}
</div>
{{/PRESENT}}
</section>

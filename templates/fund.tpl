{{%AUTOESCAPE context="HTML"}}
<section id="fund">
<h2>The fund</h2>
{{#ABSENT}}
<p class="empty">{{ABSENT}}</p>
{{/ABSENT}}
{{#PRESENT}}
<div class="strip hero">
{{>KEY_FIGURES}}
</div>
<div class="figures">
{{>BANDS}}
{{>SCATTER}}
</div>
<div class="part">
{{>SECTORS}}
</div>
<div class="part">
{{>LEADERS}}
</div>
<div class="part">
{{>LAGGARDS}}
</div>
<div class="part">
{{>REVIEWS}}
</div>
{{/PRESENT}}
</section>

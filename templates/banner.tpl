{{%AUTOESCAPE context="HTML"}}
<section class="banner tone-{{TONE}}" aria-label="{{WORD}}">
<p class="banner-title"><span class="banner-word">{{WORD}}</span> {{TITLE}}</p>
{{#TEXT}}
<p>{{TEXT}}</p>
{{/TEXT}}
</section>

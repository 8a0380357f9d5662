{{%AUTOESCAPE context="HTML"}}
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="robots" content="noindex">
<title>{{TITLE}}{{#SITE}} · {{SITE}}{{/SITE}}</title>
<link rel="icon" href="{{ICON}}">
<link rel="stylesheet" href="{{STYLE}}">
<script src="{{SCRIPT}}" defer></script>

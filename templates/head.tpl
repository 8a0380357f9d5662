{{%AUTOESCAPE context="HTML"}}
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="robots" content="noindex">{{ASSETS:none}}<title>{{TITLE}}{{#SITE}} · {{SITE}}{{/SITE}}</title>

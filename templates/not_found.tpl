{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>{{TITLE}} · {{SITE}}</title>
<style>
body { margin: 20vh auto 0; max-width: 36rem; padding: 0 1.5rem; font: 1rem/1.6 system-ui, sans-serif; }
h1 { font-size: 2rem; line-height: 1.2; letter-spacing: -0.02em; margin: 0.25rem 0 1rem; }
</style>
</head>
<body>
<main>
<p>{{SITE}}</p>
<h1>{{TITLE}}</h1>
<p>{{TEXT}}</p>
{{#HOME}}
<p><a href="{{HOME}}">To the portfolio</a></p>
{{/HOME}}
</main>
</body>
</html>

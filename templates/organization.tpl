{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="en">
<head>
{{>HEAD}}
</head>
<body class="page-organization">
{{>HEADER}}
<main id="content" tabindex="-1">
{{>TITLE}}
{{>BANNERS}}
{{>SCORE}}
<section id="firmographics">
{{>FIRMOGRAPHICS}}
</section>
<section id="attributes">
{{>ATTRIBUTES}}
</section>
<section id="findings">
{{>FINDINGS}}
</section>
</main>
{{>FOOTER}}
</body>
</html>

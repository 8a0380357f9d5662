{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="en">
<head>
{{>HEAD}}
</head>
<body class="page-portfolio">
{{>HEADER}}
<main id="content" tabindex="-1">
{{>TITLE}}
{{>DOWNLOADS}}
{{>BANNERS}}
{{>FUND}}
<section id="key-figures" class="strip">
{{>KEY_FIGURES}}
</section>
<section id="sectors">
{{>SECTORS}}
</section>
<section id="weights">
{{>HEATMAP}}
</section>
<section id="findings">
{{>FINDINGS}}
</section>
</main>
{{>FOOTER}}
</body>
</html>

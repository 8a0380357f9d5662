{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="en">
<head>
{{>HEAD}}
</head>
<body class="page-compare">
{{>HEADER}}
<main id="content" tabindex="-1">
{{>TITLE}}
{{>BANNERS}}
<section id="weights">
{{>HEATMAP}}
</section>
<section id="averages">
{{>AVERAGES}}
</section>
<section id="calibrations">
{{>CALIBRATIONS}}
</section>
<section id="totals">
{{>TOTALS}}
</section>
</main>
{{>FOOTER}}
</body>
</html>

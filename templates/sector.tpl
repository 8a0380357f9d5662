{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="en">
<head>
{{>HEAD}}
</head>
<body class="page-sector">
{{>HEADER}}
<main id="content" tabindex="-1">
{{>TITLE}}
{{>BANNERS}}
{{>DOWNLOADS}}
<section id="identity" class="strip">
{{>IDENTITY}}
</section>
{{>SCORES}}
<section id="dimension-weights">
{{>WEIGHTS}}
<p class="check">{{>WEIGHTS_CHECK}}</p>
{{>CHART}}
</section>
<section id="calibrations">
{{>CALIBRATIONS}}
</section>
<section id="findings">
{{>FINDINGS}}
</section>
<section id="organizations">
{{>ORGANIZATIONS}}
{{>PAGER}}
</section>
<section id="fields">
{{>FIELDS}}
</section>
</main>
{{>FOOTER}}
</body>
</html>

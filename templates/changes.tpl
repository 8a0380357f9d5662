{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="en">
<head>
{{>HEAD}}
</head>
<body class="page-changes">
{{>HEADER}}
<main id="content" tabindex="-1">
{{>TITLE}}
{{>DOWNLOADS}}
<section id="counts" class="strip">
{{>COUNTS}}
</section>
<section id="scores">
{{>SCORES}}
</section>
<section id="thresholds">
{{>THRESHOLDS}}
</section>
<section id="organizations">
{{>ORGANIZATIONS}}
</section>
<section id="configuration">
{{>CONFIGURATION}}
</section>
<section id="findings">
{{>FINDINGS}}
</section>
</main>
{{>FOOTER}}
</body>
</html>

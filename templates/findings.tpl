{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="en">
<head>
{{>HEAD}}
</head>
<body class="page-findings">
{{>HEADER}}
<main id="content" tabindex="-1">
{{>TITLE}}
<section id="counts" class="strip">
{{>COUNTS}}
</section>
<section id="findings">
{{>FINDINGS}}
{{>PAGER}}
</section>
</main>
{{>FOOTER}}
</body>
</html>

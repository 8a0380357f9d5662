{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="en">
<head>
{{>HEAD}}
</head>
<body class="page-listing">
{{>HEADER}}
<main id="content" tabindex="-1">
{{>TITLE}}
<section id="organizations">
{{>ORGANIZATIONS}}
{{>PAGER}}
</section>
</main>
{{>FOOTER}}
</body>
</html>

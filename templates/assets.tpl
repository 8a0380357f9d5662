{{%AUTOESCAPE context="HTML"}}
<link rel="icon" href="{{ICON}}">
<link rel="stylesheet" href="{{STYLE}}">
<script src="{{SCRIPT}}" defer></script>

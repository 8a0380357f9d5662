# For suites of pages: . tests/support/markup.sh
# shellcheck shell=bash

# check_markup SITE: an HTML parser reads every page without a complaint. libxml2 does not know the
# elements of HTML5 and MathML and says so; anything else is a mistake.
check_markup() {
  local known='header|main|nav|section|aside|footer|figure|figcaption|details|summary|bdi|svg|g|rect|path|circle|text'
  known+='|math|m[a-z]+'
  local page complaints
  while IFS= read -r page; do
    complaints=$(xmllint --html --noout "$page" 2>&1 | grep 'parser error' |
      grep -vE "Tag ($known) invalid" || true)
    if [[ -n $complaints ]]; then
      printf '%s: %s\n' "$page" "$complaints"
      return 1
    fi
  done < <(find "$1" -name '*.html')
}

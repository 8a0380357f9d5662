#!/usr/bin/env bash
# The golden pages, as Chromium shows them from file://, and as an HTML parser reads them.
set -euo pipefail
cd "$(dirname "$0")/../.."

site=$(mktemp -d)
trap 'rm -rf "$site"' EXIT
cp -R tests/golden/html/. "$site"
mkdir -p "$site/assets"
cp templates/assets/* "$site/assets"
cp tests/support/placeholder.svg "$site/compare/heatmap.svg"
cp tests/support/placeholder.svg "$site/sectors/energy/weights.svg"

# libxml2 does not know HTML5's elements and says so; anything else is a mistake.
html5='Tag (header|main|nav|section|aside|footer|figure|figcaption|details|summary|bdi|svg|rect) invalid'
while IFS= read -r page; do
  complaints=$(xmllint --html --noout "$page" 2>&1 | grep 'parser error' | grep -vE "$html5" || true)
  if [[ -n $complaints ]]; then
    printf '%s: %s\n' "$page" "$complaints"
    exit 1
  fi
done < <(find "$site" -name '*.html')

python3 tests/e2e/pages_in_chromium.py "$site" --sample

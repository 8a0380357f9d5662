#!/usr/bin/env bash
# The golden pages, as Chromium shows them from file://, and as an HTML parser reads them.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=tests/support/markup.sh
. tests/support/markup.sh

site=$(mktemp -d)
trap 'rm -rf "$site"' EXIT
cp -R tests/golden/html/. "$site"
mkdir -p "$site/assets"
cp templates/assets/*.* "$site/assets"
cat templates/assets/css/*.css >"$site/assets/orgair.css"
cp tests/support/placeholder.svg "$site/compare/heatmap.svg"
cp tests/support/placeholder.svg "$site/sectors/energy/weights.svg"

check_markup "$site"
python3 tests/e2e/pages_in_chromium.py "$site" --sample

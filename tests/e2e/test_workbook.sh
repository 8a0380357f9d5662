#!/usr/bin/env bash
# Workbooks as other programs see them: their XML parts against golden ones, openpyxl's reading,
# LibreOffice's sums. ORGAIR_REGEN=1 writes the golden parts anew.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${ORGAIR_BUILD:-build/debug}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

make_workbooks() {
  local folder=$work/$1
  shift
  mkdir "$folder"
  env ORGAIR_WORKBOOKS="$folder" "$@" "$build/tests/render/test_xlsx" >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    fail "the workbooks could not be made"
  }
}

# Every part but the theme, which is the library's own, as readable XML.
parts() {
  local book=$1 folder=$2 part
  mkdir -p "$folder"
  unzip -q "$book" -d "$folder.raw"
  (cd "$folder.raw" && find . -type f ! -path '*/theme/*' | LC_ALL=C sort) | while read -r part; do
    part=${part#./}
    XMLLINT_INDENT=' ' xmllint --format "$folder.raw/$part" >"$folder/${part//\//-}"
  done
  rm -rf "$folder.raw"
}

# Converts file $2 to $1.
office() {
  soffice "-env:UserInstallation=file://$work/office" --headless --convert-to "$1" \
    --outdir "$work" "$2" >"$work/log" 2>&1 || fail "LibreOffice: $(head "$work/log")"
}

# Sheet number $2 as LibreOffice computes it, from a copy without cached values.
recalculated() {
  local options="csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,$2"
  /usr/bin/python3 tests/support/workbooks.py edit "$work/a/$1.xlsx" "$work/edited.xlsx"
  office "$options" "$work/edited.xlsx"
  cat "$work"/edited*.csv
  rm -f "$work"/edited*
}

make_workbooks a
make_workbooks b TZ=Asia/Kathmandu LC_ALL=tr_TR.UTF-8
for book in sector global portfolio awkward many empty; do
  cmp "$work/a/$book.xlsx" "$work/b/$book.xlsx"
done

for book in sector portfolio; do
  parts "$work/a/$book.xlsx" "$work/parts/$book"
  if [[ -n ${ORGAIR_REGEN:-} ]]; then
    rm -rf "tests/golden/xlsx/$book"
    mkdir -p tests/golden/xlsx
    cp -r "$work/parts/$book" tests/golden/xlsx/
  fi
  diff -ru "tests/golden/xlsx/$book" "$work/parts/$book"
done

/usr/bin/python3 tests/support/workbooks.py check "$work/a"

# The first weight, 0.220, becomes 0.300.
recalculated sector 3 >"$work/weights.csv"
grep -q '^"\?Sum, live"\?,,1.08,' "$work/weights.csv" || fail "sum: $(cat "$work/weights.csv")"
grep -q '^"\?Sum, stored"\?,,1,' "$work/weights.csv" || fail "sum: $(cat "$work/weights.csv")"
recalculated portfolio 5 >"$work/comparison.csv"
grep -q '^Energy & Utilities,0.3,.*,1.08$' "$work/comparison.csv" ||
  fail "total: $(cat "$work/comparison.csv")"

office pdf "$work/a/sector.xlsx"
pdftotext -layout "$work/sector.pdf" "$work/sector.txt"
for text in 'Sum, live +1\.000' 'Rheinkraft Holding SE' 'Smart grid' '45\.50%' 'Summary, page 1 of 12' 'Scores, page 2 of 12' \
  'Weights, page 5 of 12' 'Organizations by band' 'Annual revenue \(USD\) +98,765,432,101' 'Dimension weights: Energy & Utilities' '1999-12-31'; do
  grep -Eq "$text" "$work/sector.txt" || fail "the printed workbook lacks '$text'"
done

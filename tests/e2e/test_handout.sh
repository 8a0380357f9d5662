#!/usr/bin/env bash
# Handouts as other programs see them: qpdf, poppler. What they say is compared with what the site
# publishes for machines, and every page is turned into a picture.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"

database handout --demo
export ORGAIR_OUT_DIR=$work/out
run 0 "$orgair" build
current=$work/out/current
mapfile -t handouts < <(find "$current/" -name '*.pdf' | sort)
[[ ${#handouts[@]} -eq 8 ]] || fail "expected eight handouts, got ${#handouts[*]}"

# field FILE NAME: what pdfinfo says.
field() { pdfinfo "$1" | sed -n "s/^$2: *//p"; }

for pdf in "${handouts[@]}"; do
  qpdf --check "$pdf" >"$work/check" 2>&1 || fail "$pdf: $(cat "$work/check")"
  # Columns from the right: embedded, subset, with Unicode names; no font is drawn as pictures.
  pdffonts "$pdf" | tail -n +3 >"$work/fonts"
  [[ -s $work/fonts ]] || fail "$pdf has no fonts, so no text"
  awk '$(NF-4) != "yes" || $(NF-2) != "yes"' "$work/fonts" >"$work/foreign"
  [[ ! -s $work/foreign ]] || fail "$pdf: not embedded or not searchable: $(cat "$work/foreign")"
  lacks "$work/fonts" 'Type 3'
  pages=$(field "$pdf" Pages)
  pdftotext "$pdf" "$work/words"
  for ((page = 1; page <= pages; page++)); do has "$work/words" "Page $page of $pages"; done
done
passed "whole, embedded fonts, numbered pages"

run 0 python3 tests/support/handouts.py "$current"
prints "49 weights compared, 20 facts of the portfolio"
passed "every name, score and weight"

energy=$current/sectors/energy/energy.pdf
[[ $(field "$energy" Title) == *"Energy & Utilities" ]] || fail "title: $(field "$energy" Title)"
[[ $(field "$energy" 'Page size') == *A4* ]] || fail "not A4"
[[ $(TZ=UTC field "$energy" CreationDate) == "$(TZ=UTC field "$energy" ModDate)" ]] ||
  fail "created and modified differ"
id=$(field "$energy" Keywords | sed 's/.*content //')
[[ $id =~ ^[0-9a-f]{8}$ ]] || fail "content id '$id'"
pdftotext "$energy" "$work/words"
has "$work/words" "content $id"
qpdf --json --json-key=outlines "$energy" | jq -r '.outlines[].title' >"$work/outline"
for title in 'What the committee must know' Weights Organizations Findings 'Method in brief'; do
  has "$work/outline" "$title"
done
pdfinfo -struct "$energy" >"$work/structure" 2>/dev/null
for element in H1 H2 P Table TR TH TD Figure Caption LI Link; do
  grep -qE "^ *$element( |$)" "$work/structure" || fail "no '$element' in the structure"
done
# Vectors: no picture in the whole file.
[[ $(pdfimages -list "$energy" | wc -l) -eq 2 ]] || fail "a chart is a picture"
passed "metadata, outline, structure, vectors"

pdftoppm -r 40 -gray "$energy" "$work/page"
for picture in "$work"/page-*.pgm; do
  # Paper alone compresses to next to nothing.
  [[ $(gzip -c "$picture" | wc -c) -gt 2000 ]] || fail "'$picture' is blank"
done
passed "every page has something on it"

has "$current/sectors/energy/index.html" 'href="../../sectors/energy/energy.pdf"'
has "$current/index.html" 'href="portfolio.pdf"'
run 0 "$orgair" build
prints "nothing to publish"
run 0 env TZ=Asia/Kathmandu LC_ALL=tr_TR.UTF-8 "$orgair" build --jobs 1 --out "$work/other"
for pdf in "${handouts[@]}"; do
  cmp "$pdf" "$work/other/current/${pdf#"$current/"}"
done
passed "the bytes repeat"

# A file on somebody's disk: whose is it?
cp "$energy" "$work/mailed.pdf"
id=$(basename "$(readlink "$work/out/current")")
run 0 "$orgair" verify "$work/mailed.pdf"
prints "'mailed.pdf' is sectors/energy/energy.pdf of release $id, the current one"
prints 'signature: none'
run 0 "$orgair" verify --json "$current/portfolio.xlsx"
[[ $(jq -r '.found[0].path' <<<"$stdout") == portfolio.xlsx ]] || fail "found: $stdout"
[[ $(jq -r .sha256 <<<"$stdout") == "$(sha256sum <"$current/portfolio.xlsx" | cut -d' ' -f1)" ]] ||
  fail "digest: $stdout"
key=$(printf 'k%.0s' {1..40})
run 1 env ORGAIR_SECRET_KEY="$key" "$orgair" verify "$work/mailed.pdf"
says 'is in a release that SECRET_KEY did not sign'
printf ' ' >>"$work/mailed.pdf"
run 1 "$orgair" verify "$work/mailed.pdf"
says "is in none of the 1 releases in '$work/out'"
says 'hint: it was altered'
run 1 "$orgair" verify --json "$work/mailed.pdf"
[[ $(jq '.found | length' <<<"$stdout") -eq 0 ]] || fail "found: $stdout"
passed "verify tells whose a file is"

run 0 env SOURCE_DATE_EPOCH=1000000000 "$orgair" build --out "$work/dated"
dated=$(TZ=UTC field "$work/dated/current/portfolio.pdf" CreationDate)
[[ $dated == *"Sep  9 01:46:40 2001"* ]] || fail "created '$dated'"
passed "SOURCE_DATE_EPOCH"

run 0 "$orgair" build --paper letter --handout full --out "$work/full"
full=$work/full/current/sectors/energy/energy.pdf
[[ $(field "$full" 'Page size') == *letter* ]] || fail "not letter: $(field "$full" 'Page size')"
[[ $(field "$full" Pages) -gt $(field "$energy" Pages) ]] || fail "--handout full adds no page"
run 2 "$orgair" build --paper a5
says "a4 or letter"
passed "--paper and --handout"

# Of each organization for review: the page of its heading, and what stands on top of it.
review_pages() {
  qpdf --json --json-key=outlines "$1" | jq -r \
    '.outlines[] | select(.title | test("^(Organizations for review|Every organization)$"))
     | .kids[] | "\(.destpageposfrom1) \(.title)"'
}
# top FILE PAGE: the first line below the running head.
top() { pdftotext -layout -f "$2" -l "$2" "$1" - | grep -v '^ *$' | sed -n 2p; }
# Without spaces, and without the marks that poppler puts around what runs from right to left.
squeeze() { LC_ALL=C sed 's/\xe2\x80[\xaa-\xae]//g; s/ //g' <<<"$1"; }
checked=0
# one_page_each FILE: every organization's page begins with its name and ends before the next.
one_page_each() {
  local expected='' number name last=0
  while read -r number name; do
    [[ $number -eq ${expected:-$number} ]] || fail "$1: '$name' is on page $number, not $expected"
    [[ $(squeeze "$(top "$1" "$number")") == "$(squeeze "$name")"* ]] ||
      fail "$1, page $number: '$(top "$1" "$number")' on top, not '$name'"
    expected=$((number + 1)) last=$number checked=$((checked + 1))
  done < <(review_pages "$1")
  [[ $last -eq 0 || $(top "$1" $((last + 1))) == Findings* ]] ||
    fail "$1: page $last goes on: $(top "$1" $((last + 1)))"
}
for pdf in "${handouts[@]}"; do one_page_each "$pdf"; done
run 0 "$orgair" build --paper letter --out "$work/letter"
for pdf in "${handouts[@]}"; do one_page_each "$work/letter/current/${pdf#"$current/"}"; done
[[ $checked -eq 28 ]] || fail "$checked pages of organizations, expected 2 x 14"
for pdf in "$work"/full/current/sectors/*/*.pdf; do one_page_each "$pdf"; done
passed "an organization has one page"

technology=$work/few/current/sectors/technology/technology.pdf
run 0 env ORGAIR_HANDOUT_PAGES=2 "$orgair" build --out "$work/few"
pdftotext -raw "$technology" - | tr '\n' ' ' >"$work/words"
has "$work/words" "2 of 3 organizations for review have a page here, the most severe reason first; all are in technology.xlsx"
# Below 40 before above 85, and of those the better one.
[[ $(review_pages "$technology" | cut -d' ' -f2- | paste -sd,) == "Oxbow Systems,Cobalt Harbor" ]] ||
  fail "pages of: $(review_pages "$technology")"
passed "HANDOUT_PAGES leaves out the least severe"

before=$(field "$energy" Pages)
# Findings are listed by id: one drawn at random would now and then bring the 99th into their list.
sql "INSERT INTO organizations (organization_id, legal_name, focus_group_id)
     SELECT md5('turbines ' || n)::uuid,
            'Multiplied Turbines Number ' || n || ' of the Northern Provinces',
            'pe_energy'
     FROM generate_series(1, 200) AS n" >/dev/null
run 0 "$orgair" build
pages=$(field "$energy" Pages)
# As many as before, and nine more. The list ends at 200 rows; the assessed ones come first, so 193 of
# the new ones are in it, two lines each: 6 below what stood there, 24 a page on seven pages, then 19.
# One page more for the changes since the last release; the last page had room for 25 findings.
[[ $before -eq 8 && $pages -eq 17 ]] || fail "$pages pages for 200 organizations more, $before before"
pdftotext -raw "$energy" - | tr -d ' \n' >"$work/words"
total=$(sql "SELECT count(*) FROM organizations WHERE focus_group_id = 'pe_energy'")
has "$work/words" "200of${total}organizations,thosewiththebestscores;allareinenergy.xlsxandonthesite."
lacks "$work/words" "MultipliedTurbinesNumber99of"
for n in 1 100 200; do has "$work/words" "MultipliedTurbinesNumber${n}oftheNorthernProvinces"; done
# The head of the list stands on every page that it goes over.
heads=$(pdftotext -raw "$energy" - | grep -c 'Ticker Headquarters Employees')
((heads >= 5)) || fail "the head of the list is there $heads times"
passed "two hundred organizations"

run 0 "$orgair" build --handout full --out "$work/everything"
full=$work/everything/current/sectors/energy/energy.pdf
qpdf --check "$full" >"$work/check" 2>&1 || fail "$(cat "$work/check")"
pdftotext -raw "$full" - | tr -d ' \n' >"$work/words"
has "$work/words" "MultipliedTurbinesNumber99of"
lacks "$work/words" "200of${total}organizations"
(($(field "$full" Pages) > total)) || fail "fewer pages than organizations"
passed "--handout full leaves nothing out"

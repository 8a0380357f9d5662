#!/usr/bin/env bash
# What handouts and workbooks say of changes: what the page says, and the same until there is news.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"

database changes_handouts --demo
out=$work/out
current=$out/current
export ORGAIR_OUT_DIR=$out ORGAIR_KEEP_RELEASES=100

release() { basename "$(readlink "$current")"; }
inode() { stat -c %i "$current/$1"; }
# paper FILE TEXT: the handout says so, wherever its lines break.
paper() {
  pdftotext -raw "$current/$1" - | tr -d ' \n' >"$work/words"
  has "$work/words" "${2// /}"
}
compared() { run 0 /usr/bin/python3 tests/support/changes.py "$current" "$@"; }
# of SECTOR: what its own record compares with.
of() { jq -r '.before' "$current/changes/sectors/$1.json"; }
unchanged() {
  local before
  before=$(tree "$out")
  run 0 "$orgair" build
  prints "nothing to publish"
  # Also when everything is made anew.
  run 0 "$orgair" build --force
  prints "nothing to publish"
  [[ $(tree "$out") == "$before" ]] || fail "an unchanged night changed the tree"
}
publish() {
  run 0 "$orgair" build
  prints "published "
  run 0 "$orgair" verify
}

publish
first=$(release)
paper portfolio.pdf "There is no earlier release to compare with."
paper sectors/energy/energy.pdf "There is no earlier release to compare with."
[[ $(of energy) == null ]] || fail "the first release compares with $(of energy)"
unchanged
passed "the first release says that there is nothing to compare with"

kept=(changes/sectors/energy.json sectors/energy/energy.pdf sectors/energy/energy.xlsx sectors/retail/retail.pdf)
before=$(for file in "${kept[@]}"; do inode "$file"; done)
sql "UPDATE public.assessment_dimension_scores s SET score = 98.5 FROM public.organization_assessments a, public.organizations o WHERE s.assessment_id = a.assessment_id AND o.organization_id = a.organization_id AND a.is_current AND s.dimension_id = 'pe_dim_data_infra' AND o.legal_name LIKE 'Stonebridge%'"
publish
second=$(release)
[[ $(of financial-services) == "$first" ]] || fail "compares with $(of financial-services), not $first"
compared
compared financial-services 'Financial Services'
paper portfolio.pdf "Changes against release $first of "
paper sectors/financial-services/financial-services.pdf "Leader, 70 and more"
[[ $(for file in "${kept[@]}"; do inode "$file"; done) == "$before" ]] || fail "a sector without changes was written again"
unchanged
passed "a changed score stands in its sector's handout and workbook, and in the portfolio's"

# Another sector: what is said of the first stays, and the portfolio tells of the night before only.
sql "UPDATE public.focus_group_calibrations SET parameter_value = parameter_value - 2 WHERE focus_group_id = 'pe_technology' AND parameter_name = 'h_r_baseline'"
kept=(changes/sectors/financial-services.json sectors/financial-services/financial-services.pdf sectors/financial-services/financial-services.xlsx)
before=$(for file in "${kept[@]}"; do inode "$file"; done)
publish
[[ $(of technology) == "$second" && $(of financial-services) == "$first" ]] ||
  fail "compares technology with $(of technology), financial services with $(of financial-services)"
compared
compared technology Technology
paper portfolio.pdf "Changes against release $second of "
[[ $(for file in "${kept[@]}"; do inode "$file"; done) == "$before" ]] || fail "a sector without changes was written again"
unchanged
passed "what was said stays until there is news"

# Everything is drawn anew, and nothing of the data differs: the comparisons stay.
before=$(sha256sum "$current"/changes/changes.json "$current"/changes/sectors/*.json)
export ORGAIR_APP_NAME='Another House'
publish
[[ $(sha256sum "$current"/changes/changes.json "$current"/changes/sectors/*.json) == "$before" ]] || fail "a comparison changed"
paper sectors/financial-services/financial-services.pdf "Changes against release $first of "
paper portfolio.pdf "Changes against release $second of "
compared
compared technology Technology
has "$current/changes/index.html" "Changes against release $second of "
unset ORGAIR_APP_NAME
publish
passed "other reasons for a release leave the comparison as it is"

# From one sector to another.
third=$(release)
sql "INSERT INTO public.organizations (legal_name, focus_group_id, status) VALUES ('Newcomer Works', 'pe_retail', 'active')"
publish
compared retail 'Retail & Consumer'
sql "UPDATE public.organizations SET focus_group_id = 'pe_energy' WHERE legal_name = 'Newcomer Works'"
publish
[[ $(jq -c '[.organizations[] | [.name, .event]]' "$current"/changes/sectors/{retail,energy}.json | tr -d '\n') == '[["Newcomer Works","gone"]][["Newcomer Works","new"]]' ]] ||
  fail "$(jq -c .organizations "$current"/changes/sectors/{retail,energy}.json)"
paper sectors/retail/retail.pdf "Newcomer Works Left"
paper sectors/energy/energy.pdf "Newcomer Works Joined"
paper portfolio.pdf "From Retail & Consumer to Energy & Utilities"
unchanged
passed "an organization that moved left one sector and joined another"

# Against a release that is named, all sectors; and it stays.
run 0 "$orgair" build --against "$third"
prints "published "
[[ $(of technology) == "$third" && $(of energy) == "$third" ]] || fail "compares with $(of technology), $(of energy)"
paper sectors/technology/technology.pdf "No changes against release $third of "
paper sectors/energy/energy.pdf "Newcomer Works Joined"
unchanged
passed "--against is for handouts and workbooks too"

# A sector that is kept keeps what it says; one without a record gets one.
sql "UPDATE public.organizations SET employee_count = 4242 WHERE legal_name = 'Global Manufacturing Corp'"
before=$(inode changes/sectors/technology.json)
run 0 "$orgair" build --sector pe_manufacturing
prints "published "
[[ $(inode changes/sectors/technology.json) == "$before" ]] || fail "a kept sector's record is another file"
compared manufacturing Manufacturing
rm "$current/changes/sectors/technology.json"
run 0 "$orgair" build --force
prints "published "
[[ $(of technology) != "$third" ]] || fail "a record that was lost is back"
run 0 "$orgair" verify
passed "kept sectors, lost records"
clean "$out"

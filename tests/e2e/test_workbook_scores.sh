#!/usr/bin/env bash
# Scores in workbooks are alive: LibreOffice computes what we published, for every organization of
# the demonstration and for awkward inputs, and follows an edit as the method says.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"

scores() { /usr/bin/python3 tests/support/scores.py "$@" || fail "scores.py $1"; }

# Workbooks without cached values, computed into folder $1.
computed() {
  soffice "-env:UserInstallation=file://$work/office" --headless --convert-to xlsx \
    --outdir "$work/$1" "${@:2}" >"$work/log" 2>&1 || fail "LibreOffice: $(head "$work/log")"
}

# strip NAME: a copy that only computing fills again.
strip() { scores strip "$work/books/$1.xlsx" "$work/stripped/$1.xlsx"; }

database workbook_scores --demo
export ORGAIR_OUT_DIR=$work/out
run 0 "$orgair" build
mkdir "$work/books" "$work/stripped" "$work/edited"
cp "$work"/out/current/sectors/*/*.xlsx "$work/out/current/portfolio.xlsx" "$work/books"

# PARAM_VERSION v1.0: the global weights.
run 0 env ORGAIR_PARAM_VERSION=v1.0 "$orgair" build --out "$work/global"
cp "$work/global/current/sectors/technology/technology.xlsx" "$work/books/technology-v1.xlsx"

# Awkward inputs, made by the suite of the renderer.
ORGAIR_WORKBOOKS=$work/cases "$(dirname "$orgair")/tests/render/test_xlsx" >"$work/log" 2>&1 ||
  fail "$(cat "$work/log")"
cp "$work/cases/sector.xlsx" "$work/books/cases.xlsx"
cp "$work/cases/global.xlsx" "$work/books/cases-v1.xlsx"
cp "$work/cases/portfolio.xlsx" "$work/books/cases-portfolio.xlsx"

for book in "$work"/books/*.xlsx; do strip "$(basename "$book" .xlsx)"; done
computed again "$work"/stripped/*.xlsx

total=0
for book in "$work"/books/*.xlsx; do
  name=$(basename "$book" .xlsx)
  formulas=$(scores same "$book" "$work/again/$name.xlsx")
  [[ $formulas -ge 40 ]] || fail "'$name' has $formulas formulas only"
  [[ $name == *portfolio ]] && continue
  rows=$(scores method "$work/again/$name.xlsx")
  [[ $name == cases* || $name == *-v1 ]] || total=$((total + rows))
done
assessed=$(sql "SELECT count(DISTINCT organization_id) FROM public.organization_assessments WHERE is_current")
[[ $total -eq $assessed && $total -gt 40 ]] || fail "$total scores computed, $assessed assessed"
passed "LibreOffice computes what was published"

# What if: a weight of the sheet Weights moves every score, and each as the method says.
scores edit "$work/books/technology.xlsx" "$work/edited/weight.xlsx" 'Weights!C5=0.5'
scores edit "$work/books/technology-v1.xlsx" "$work/edited/unused.xlsx" 'Weights!C5=0.5'
scores edit "$work/books/technology-v1.xlsx" "$work/edited/used.xlsx" 'Weights!D5=0.5'
scores edit "$work/books/technology.xlsx" "$work/edited/baseline.xlsx" 'Calibrations!C2=60'
scores edit "$work/books/technology.xlsx" "$work/edited/alpha.xlsx" 'Parameters!C2=0.7' 'Parameters!C4=0.5'
scores edit "$work/books/financial-services.xlsx" "$work/edited/gate.xlsx" 'Calibrations!C6=100'
scores edit "$work/books/technology.xlsx" "$work/edited/input.xlsx" 'Scores!L5=100'
scores edit "$work/books/cases.xlsx" "$work/edited/delta.xlsx" 'Parameters!C5=0.1'
scores edit "$work/books/cases.xlsx" "$work/edited/bands.xlsx" 'Parameters!C10=100'
scores edit "$work/books/portfolio.xlsx" "$work/edited/fund.xlsx" 'Scores!O4=1000000' 'Scores!E4=0'
computed edited-again "$work"/edited/*.xlsx

# moved NAME FROM COLUMN COUNT: so many rows differ from the workbook as it was published.
moved() {
  local rows
  rows=$(scores differ "$work/again/$2.xlsx" "$work/edited-again/$1.xlsx" "$3")
  [[ $rows -eq $4 ]] || fail "'$1': $3 moved in $rows rows, expected $4"
}
for name in weight unused used baseline alpha gate input delta; do
  rows=$(scores method "$work/edited-again/$name.xlsx")
  [[ $rows -gt 4 ]] || fail "'$name' has $rows rows"
done
moved weight technology Org-AI-R 7
moved weight technology 'What-if change' 7
moved weight technology Published 0
moved unused technology-v1 Org-AI-R 0
moved used technology-v1 Org-AI-R 7
moved baseline technology Hᴿ 7
moved baseline technology Vᴿ 0
moved alpha technology Org-AI-R 7
moved gate financial-services 'Governance gate' 6
moved gate financial-services Org-AI-R 0
moved input technology Org-AI-R 1
moved delta cases Hᴿ 5
# So does the count of the first sheet, which its chart shows: one of them is Excellent now.
[[ $(scores value "$work/again/cases.xlsx" Summary A17) == Excellent ]] || fail "no bands on the summary"
[[ $(scores value "$work/again/cases.xlsx" Summary B17) == 1 ]] || fail "not one is Excellent"
[[ $(scores value "$work/edited-again/bands.xlsx" Summary B17) == 0 ]] || fail "the summary's bands do not follow"
passed "an edit is followed as the method says"

# The fund follows its members.
fund=$(scores value "$work/edited-again/fund.xlsx" Fund G11)
[[ ${fund%.*} -le 5 ]] || fail "a member of great value scores 0, the fund has $fund"
passed "the fund follows its members"

#!/usr/bin/env bash
# Scores on the published pages: doubtful and refused assessments, invalid sectors, the past.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"
database scoring --demo
out=$work/out
export ORGAIR_OUT_DIR=$out

page() { printf '%s/current/organizations/%.2s/%s.html' "$out" "$1" "$1"; }
# published ID EXPRESSION: true of the scores (s) that were published of it.
published() {
  python3 - "$out" "$1" "$2" <<'PY' || fail "not so of '$1': $2"
import glob, json, sys
for path in glob.glob(sys.argv[1] + "/current/api/v1/sectors/*.json"):
    for row in json.load(open(path))["organizations"]:
        if row["organization_id"] == sys.argv[2]:
            s = row["scores"]
            sys.exit(not eval(sys.argv[3]))
sys.exit("not published")
PY
}
# pick SECTOR N: the id of its n-th organization that is assessed without any doubt.
pick() {
  sql "SELECT o.organization_id
       FROM public.organizations o
       JOIN public.organization_assessments a USING (organization_id)
       WHERE o.focus_group_id = '$1' AND a.effective_to IS NULL
       AND (SELECT count(*) FROM public.assessment_dimension_scores s WHERE s.assessment_id = a.assessment_id) = 7
       ORDER BY o.organization_id OFFSET $2 LIMIT 1"
}
current() { printf "(SELECT assessment_id FROM public.organization_assessments WHERE organization_id = '%s' AND effective_to IS NULL)" "$1"; }

doubled=$(pick pe_energy 0)
imputed=$(pick pe_energy 1)
zero=$(pick pe_energy 2)
refused=$(pick pe_retail 0)
moved=$(pick pe_retail 1)
gone=$(pick pe_retail 2)

run 0 "$orgair" build
published "$moved" 's["rank"] >= 1'
before=$("$orgair" show organization "$moved" --json | python3 -c 'import json, sys; print(json.load(sys.stdin)["v_r"])')
passed "the demo is scored"

# ---- doubtful and refused ----
sql "INSERT INTO public.organization_assessments (organization_id, effective_from) VALUES ('$doubled', '2026-06-01')"
sql "INSERT INTO public.assessment_dimension_scores
     SELECT a.assessment_id, s.dimension_id, 61.5
     FROM public.organization_assessments a, public.assessment_dimension_scores s
     WHERE a.organization_id = '$doubled' AND a.effective_from = '2026-06-01'
     AND s.assessment_id = (SELECT assessment_id FROM public.organization_assessments
       WHERE organization_id = '$doubled' AND effective_to IS NULL AND effective_from < '2026-06-01')"
sql "DELETE FROM public.assessment_dimension_scores WHERE dimension_id = 'pe_dim_talent' AND assessment_id = $(current "$imputed")"
sql "UPDATE public.assessment_dimension_scores SET score = 0 WHERE assessment_id = $(current "$zero")"
sql "ALTER TABLE public.organization_assessments DROP CONSTRAINT organization_assessments_talent_concentration_check"
sql "UPDATE public.organization_assessments SET talent_concentration = 1.5 WHERE assessment_id = $(current "$refused")"
sql "UPDATE public.organizations SET focus_group_id = 'pe_technology' WHERE organization_id = '$moved'"
sql "UPDATE public.organization_assessments SET effective_to = '2026-07-01' WHERE assessment_id = $(current "$gone")"
run 3 "$orgair" build

has "$(page "$doubled")" "Two assessments are in force: the later one counts."
published "$doubled" 's["assessed_on"] == "2026-06-01" and abs(s["weighted_mean"] - 61.5) < 1e-9 and s["sigma"] == 0'
passed "of two assessments in force the later one counts, and a finding says so"

has "$(page "$imputed")" "1 of 7 dimensions has no score and counts as 50."
published "$imputed" 's["imputed"] == ["talent"] and s["inputs"]["scores"]["talent"] is None and len(s["review_reasons"]) >= 1'
passed "a dimension without a score counts as 50, is a finding and asks for a review"

published "$zero" 's["weighted_mean"] == 0 and s["sigma"] == 0 and s["v_r"] == 0 and s["synergy"] == 0 and s["org_ai_r"] > 0'
has "$(page "$zero")" "no division: Dw is 0"
passed "all dimensions 0: no division by it"

has "$(page "$refused")" "Not assessed: the assessment cannot be scored, talent concentration is 1.5"
published "$refused" 's is None'
python3 - "$out/current/api/v1/findings.json" "$doubled" "$imputed" "$refused" <<'PY' || fail "findings are missing"
import json, sys
found = {(f["code"], f["organization_id"], f["severity"]) for f in json.load(open(sys.argv[1]))["findings"]}
expected = {("assessment_doubled", sys.argv[2], "warning"), ("dimension_imputed", sys.argv[3], "warning"),
            ("assessment_refused", sys.argv[4], "error")}
sys.exit(bool(expected - found))
PY
has "$out/current/sectors/retail/index.html" "Talent concentration is 1.5"
has "$out/current/findings/index.html" "Two assessments are in force"
passed "an assessment out of range is refused, with a finding on every page it belongs to"

has "$(page "$gone")" "ended on 2026-07-01."
published "$gone" 's is None'
lacks "$(page "$gone")" '<svg class="chart"'
passed "an assessment that ended leaves the organization not assessed"

# By the rules of the sector that it is in now, its history too.
published "$moved" 's["rank"] >= 1'
after=$("$orgair" show organization "$moved" --json | python3 -c 'import json, sys; print(json.load(sys.stdin)["v_r"])')
[[ $before != "$after" ]] || fail "an organization that moved is scored by its old sector's weights"
has "$(page "$moved")" "in Technology,"
passed "an organization that moved is scored by the rules of its new sector"

# ---- sectors ----
sql "UPDATE public.focus_group_dimension_weights SET weight = weight - 0.01 WHERE focus_group_id = 'pe_energy' AND dimension_id = 'pe_dim_culture'"
run 3 "$orgair" build
published "$zero" 's is None'
has "$(page "$zero")" "No scores: the weights of Energy &amp; Utilities are invalid"
has "$out/current/sectors/energy/index.html" "No scores: the weights of Energy &amp; Utilities are invalid"
python3 - "$out/current/api/v1" <<'PY' || fail "an invalid sector is in the fund"
import json, sys
fund = json.load(open(sys.argv[1] + "/fund.json"))
rows = {s["focus_group_id"]: s for s in json.load(open(sys.argv[1] + "/sectors.json"))["sectors"]}
assert rows["pe_energy"]["scores"] is None
assert "pe_energy" not in {s["focus_group_id"] for s in fund["sectors"]}
assert abs(sum(s["share"] for s in fund["sectors"]) - 1) < 1e-12
assert abs(sum(s["share"] ** 2 for s in fund["sectors"]) - fund["hhi"]) < 1e-12
assert sum(fund["bands"].values()) == fund["assessed"] == sum((s["scores"] or {"assessed": 0})["assessed"] for s in rows.values())
PY
sql "UPDATE public.focus_group_dimension_weights SET weight = weight + 0.01 WHERE focus_group_id = 'pe_energy' AND dimension_id = 'pe_dim_culture'"
passed "a sector with invalid weights has no scores and no part in the fund"

# One sector anew: the others keep their pages with their charts.
run 3 "$orgair" build --sector energy
run 0 "$orgair" verify
[[ $(grep -c '<svg class="chart"' "$(page "$moved")") -ge 2 ]] || fail "a kept page lost its charts"
[[ -z $(find "$out/current/organizations" -type f ! -name '*.html') ]] || fail "more than a page for an organization"
passed "pages that are kept keep their charts"

# ---- v1.0 names itself ----
run 3 "$orgair" build --set PARAM_VERSION=v1.0
has "$(page "$doubled")" "Parameters v1.0"
has "$out/current/api/v1/parameters.json" '"param_version": "v1.0"'
lacks "$(page "$doubled")" "v2.0"
passed "pages name the parameters they were made with"

# ---- a report of the past is not touched by what came later ----
then=2026-04-30
run 3 "$orgair" build --as-of $then --out "$work/then" --set CACHE_DIR="$work/cache-then"
for id in "$doubled" "$zero" "$moved"; do "$orgair" show organization "$id" --as-of $then; done >"$work/shown-then"
sql "INSERT INTO public.organization_assessments (organization_id, effective_from, talent_concentration)
     SELECT DISTINCT organization_id, DATE '2026-05-15', 0.9 FROM public.organization_assessments"
sql "INSERT INTO public.assessment_dimension_scores
     SELECT a.assessment_id, d.dimension_id, 12.34
     FROM public.organization_assessments a, public.dimensions d
     WHERE a.effective_from = '2026-05-15'"
sql "UPDATE public.organization_assessments SET effective_to = '2026-05-15', is_current = false
     WHERE effective_to IS NULL AND effective_from < '2026-05-15'"
sql "UPDATE public.focus_group_dimension_weights SET effective_to = '2026-05-20' WHERE focus_group_id = 'pe_retail'"
sql "INSERT INTO public.focus_group_dimension_weights (focus_group_id, dimension_id, weight, effective_from)
     SELECT focus_group_id, dimension_id, CASE dimension_id WHEN 'pe_dim_talent' THEN 1 ELSE 0 END, DATE '2026-05-20'
     FROM public.focus_group_dimension_weights WHERE focus_group_id = 'pe_retail'"
sql "UPDATE public.focus_group_calibrations SET effective_to = '2026-05-20' WHERE focus_group_id = 'pe_retail'"
sql "INSERT INTO public.focus_group_calibrations (focus_group_id, parameter_name, parameter_value, effective_from)
     SELECT focus_group_id, parameter_name, parameter_value / 2, DATE '2026-05-20'
     FROM public.focus_group_calibrations WHERE focus_group_id = 'pe_retail'"
run 3 "$orgair" build --as-of $then --out "$work/now" --set CACHE_DIR="$work/cache-now"
for id in "$doubled" "$zero" "$moved"; do "$orgair" show organization "$id" --as-of $then; done >"$work/shown-now"
same "$work/shown-then" "$work/shown-now"
cp -rL "$work/then/current" "$work/a"
cp -rL "$work/now/current" "$work/b"
rm -f "$work"/[ab]/run.json
same "$work/a" "$work/b"
run 0 "$orgair" build
published "$zero" 's["assessed_on"] == "2026-05-15"'
passed "later rows do not leak into a report of the past"

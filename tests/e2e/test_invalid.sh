#!/usr/bin/env bash
# Invalid configurations: what is said, what is published, by each policy.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"

database invalid --demo
out=$work/out
export ORGAIR_OUT_DIR=$out
run 0 "$orgair" build
pages() { find "$out/current/organizations" -name '*.html' | wc -l; }
organizations=$(pages)
energy=$out/current/sectors/energy/index.html

weight() { sql "UPDATE public.focus_group_dimension_weights SET weight = $1 WHERE focus_group_id = 'pe_energy' AND dimension_id = 'pe_dim_culture'"; }

# 0.040 instead of 0.050: the sum is 0.990.
weight 0.040
run 3 "$orgair" build
has "$energy" "Weights sum to 0.990, not 1.000."
has "$energy" "The weights of Energy &amp; Utilities are invalid"
has "$out/current/index.html" "The weights of Energy &amp; Utilities are invalid"
lacks "$out/current/compare/heatmap.svg" "Energy"
passed "flag: published with a banner, left out of comparisons, exit 3"

# The borders: 0.999 and 1.001 are invalid. 0.9991 cannot be stored: weights have three decimals,
# DECIMAL(4,3), so PostgreSQL rounds before anybody could compare.
weight 0.049
run 3 "$orgair" build
has "$energy" "Weights sum to 0.999, not 1.000."
weight 0.051
run 3 "$orgair" build
has "$energy" "Weights sum to 1.001, not 1.000."
weight 0.0491
[[ $(sql "SELECT sum(weight) FROM public.focus_group_dimension_weights WHERE focus_group_id = 'pe_energy'") == 0.999 ]] ||
  fail "0.0491 was stored with four decimals"
passed "0.999 and 1.001 are invalid, and nothing lies between"

# fail: nothing is published.
before=$(tree "$out")
run 4 "$orgair" build --on-invalid=fail
says "invalid data: sector 'pe_energy': weights sum to 0.999, not 1.000"
says "hint: "
[[ $(tree "$out") == "$before" ]] || fail "on-invalid=fail published something"
clean "$out"
passed "fail: nothing is published, exit 4"

# hold: the sector's pages of the last release stay.
weight 0.050
run 0 "$orgair" build
cp "$energy" "$work/energy.html"
weight 0.040
sql "UPDATE public.organizations SET employee_count = 31 WHERE focus_group_id IN ('pe_energy', 'pe_retail')"
run 3 "$orgair" build --on-invalid=hold
cmp "$work/energy.html" "$energy" || fail "hold did not keep the sector's page"
has "$out/current/sectors/retail/index.html" ">31<"
[[ $(pages) -eq $organizations ]] || fail "hold lost pages"
run 0 "$orgair" verify
run 3 "$orgair" build --on-invalid=hold --out "$work/fresh"
has "$work/fresh/current/sectors/energy/index.html" "Weights sum to 0.990, not 1.000."
passed "hold: the last pages stay; without any the sector is flagged"

# A night without changes ends early, though nobody ever read the assessments of the invalid sector.
for _ in 1 2; do ORGAIR_LOG_LEVEL=INFO run 3 "$orgair" build --out "$work/nights"; done
prints "nothing to publish: unchanged"
lacks "$work/stderr" "portfolio workbook"
run 3 "$orgair" build --out "$work/nights" --offline
prints "nothing to publish: unchanged"
passed "a sector that stays invalid costs nothing"

# A sector without weights; one with a dimension missing; two rows in force.
weight 0.050
sql "DELETE FROM public.focus_group_dimension_weights WHERE focus_group_id = 'pe_energy' AND dimension_id = 'pe_dim_culture'"
run 3 "$orgair" build
has "$energy" "culture"
has "$out/current/api/v1/findings.json" "dimension_missing"
sql "DELETE FROM public.focus_group_dimension_weights WHERE focus_group_id = 'pe_energy'"
run 3 "$orgair" build
has "$out/current/api/v1/findings.json" "weights_missing"
sql "INSERT INTO public.focus_group_dimension_weights (focus_group_id, dimension_id, weight, effective_from) VALUES ('pe_retail', 'pe_dim_culture', 0.070, DATE '2025-06-01')"
run 3 "$orgair" build
has "$out/current/api/v1/findings.json" "duplicate_row"
passed "no weights, a missing dimension, two rows in force"

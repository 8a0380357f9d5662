#!/usr/bin/env bash
# Numbers that are NaN and days that are infinite, as the database lets them in: findings, and not
# stated wherever a number or a day would stand.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"

database not_finite --demo
out=$work/out
export ORGAIR_OUT_DIR=$out ORGAIR_CACHE_TTL_SCORES=86400
sql "ALTER TABLE public.org_attributes_energy ADD COLUMN commissioned DATE"
definition=$(sql "SELECT pg_get_viewdef('public.vw_organizations_full'::regclass)")
sql "CREATE OR REPLACE VIEW public.vw_organizations_full AS
${definition/FROM (/, enr.commissioned FROM (}"
sql "UPDATE public.org_attributes_energy SET commissioned = DATE '2020-02-02'"
run 0 "$orgair" build
known=$(sql "SELECT count(annual_revenue_usd) FROM public.organizations WHERE focus_group_id = 'pe_energy'")
id=$(sql "SELECT o.organization_id FROM public.organizations o
          JOIN public.organization_assessments a USING (organization_id)
          JOIN public.org_attributes_energy e USING (organization_id)
          WHERE o.annual_revenue_usd IS NOT NULL AND a.effective_to IS NULL
          ORDER BY o.legal_name LIMIT 1")
page=organizations/${id:0:2}/$id.html

sql "UPDATE public.organizations SET annual_revenue_usd = 'NaN' WHERE organization_id = '$id'"
sql "UPDATE public.org_attributes_energy SET renewable_pct = 'NaN', commissioned = '-infinity'
     WHERE organization_id = '$id'"
sql "DELETE FROM public.assessment_dimension_scores WHERE assessment_id IN (
         SELECT assessment_id FROM public.organization_assessments
         WHERE organization_id = '$id' AND effective_to IS NOT NULL)"
sql "DELETE FROM public.organization_assessments WHERE organization_id = '$id' AND effective_to IS NOT NULL"
sql "UPDATE public.organization_assessments
     SET enterprise_value_musd = 'NaN', effective_from = '-infinity', effective_to = 'infinity'
     WHERE organization_id = '$id'"
sql "UPDATE public.focus_group_dimension_weights SET effective_from = '-infinity', effective_to = 'infinity'
     WHERE focus_group_id = 'pe_energy' AND dimension_id = 'pe_dim_talent'"
sql "UPDATE public.focus_group_calibrations SET effective_from = '-infinity'
     WHERE focus_group_id = 'pe_energy' AND parameter_name = 'h_r_baseline'"
run 0 "$orgair" build

has "$out/current/$page" "shown as not stated: &#39;Annual revenue&#39; is NaN"
/usr/bin/python3 - "$out/current" "$id" "$known" <<'PY' || fail "the data say otherwise"
import json, sys
root, id, known = sys.argv[1], sys.argv[2], int(sys.argv[3])
def no_constant(name): raise ValueError(name)
site = json.load(open(f"{root}/api/v1/sectors/energy.json"), parse_constant=no_constant)
codes = {f["code"] for f in site["findings"] if f["organization_id"] == id}
assert {"not_finite", "assessment_not_finite"} <= codes, codes
assert sum(f["code"] == "day_not_finite" for f in site["findings"]) == 2
row = next(o for o in site["organizations"] if o["organization_id"] == id)
assert row["values"]["annual_revenue_usd"] is None and row["values"]["renewable_pct"] is None
assert row["values"]["commissioned"] is None and row["scores"]["assessed_on"] is None
others = [o["values"]["annual_revenue_usd"] for o in site["organizations"]]
assert abs(site["totals"]["revenue_usd"] - sum(v for v in others if v)) < 0.01
assert site["totals"]["with_revenue"] == known - 1
assert not any(w["effective_to"] == "infinity" for w in site["weights"])
PY
passed "findings, null in the data, and no part of a sum"

# Where it is not said by a finding, it is nowhere.
mkdir "$work/text"
find -L "$out/current" \( -name '*.html' -o -name '*.svg' -o -name '*.json' \) -print0 |
  xargs -0 sed -e 's/[^<>"]*shown as not stated[^<>"]*//g' >"$work/text/pages"
pdftotext -raw "$out/current/sectors/energy/energy.pdf" - | tr '\n' ' ' >"$work/text/pdf"
sed -i 's/no number or day, *shown as *not stated: *[^.]*infinity//gI; s/is in *force *from *-infinity//g' "$work/text/pdf"
/usr/bin/python3 - "$out/current/sectors/energy/energy.xlsx" >"$work/text/xlsx" <<'PY'
import sys, warnings, openpyxl
warnings.simplefilter("ignore")
for sheet in openpyxl.load_workbook(sys.argv[1]):
    for row in sheet.iter_rows(values_only=True):
        for value in row:
            if value is not None and "shown as not stated" not in str(value):
                print(value)
PY
if grep -noiP -- '.{0,60}\b(infinity|NaN)\b.{0,20}' "$work"/text/* >"$work/left"; then
  fail "published: $(cut -c1-300 "$work/left" | head -20)"
fi
passed "no page, chart, workbook or handout shows it"

cp -a "$out/current/" "$work/online"
run 0 "$orgair" build --offline --out "$work/elsewhere" --set CACHE_DIR="$out/cache"
diff -r -x run.json -x manifest.json -x SHA256SUMS -x changes -x changes.json "$work/elsewhere/current/api" "$work/online/api" >"$work/diff" ||
  fail "offline differs: $(head -3 "$work/diff")"
passed "the same from the cache"

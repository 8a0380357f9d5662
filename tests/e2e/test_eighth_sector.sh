#!/usr/bin/env bash
# An eighth sector by rows and SQL alone: it shows on every page, in every chart, workbook and JSON
# file, with the program as it was built. Its list is long enough to be paged.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"

database eighth --demo
out=$work/out
export ORGAIR_OUT_DIR=$out
run 0 "$orgair" build

sql "
INSERT INTO public.focus_groups (focus_group_id, platform, group_name, group_code, display_order)
VALUES ('pe_logistics', 'pe_org_air', 'Logistics & Transport', 'LOG', 8);

INSERT INTO public.focus_group_dimension_weights
    (focus_group_id, dimension_id, weight, weight_rationale, effective_from)
SELECT 'pe_logistics', w.dimension_id, w.weight, 'Reason ' || w.weight, DATE '2025-01-01'
FROM (VALUES ('pe_dim_data_infra', 0.200), ('pe_dim_governance', 0.150),
             ('pe_dim_tech_stack', 0.150), ('pe_dim_talent', 0.150), ('pe_dim_leadership', 0.150),
             ('pe_dim_use_cases', 0.120), ('pe_dim_culture', 0.080)) AS w(dimension_id, weight);

CREATE TABLE public.org_attributes_logistics (
    organization_id UUID PRIMARY KEY REFERENCES public.organizations(organization_id),
    fleet_size INTEGER,
    cold_chain BOOLEAN,
    depots VARCHAR(50)[],
    on_time_pct DECIMAL(5,2),
    unlabelled_column TEXT
);
COMMENT ON COLUMN public.org_attributes_logistics.fleet_size
IS 'Fleet size [vehicles]: owned and leased';
COMMENT ON COLUMN public.org_attributes_logistics.on_time_pct
IS 'On time [%]: deliveries within the promised hour';
SELECT FROM orgair.watch('public.org_attributes_logistics');

INSERT INTO public.organizations (organization_id, legal_name, focus_group_id, employee_count)
SELECT md5('log' || n)::uuid, 'Carrier ' || lpad(n::text, 3, '0'), 'pe_logistics', n
FROM generate_series(1, 450) AS n;

INSERT INTO public.org_attributes_logistics
VALUES (md5('log1')::uuid, 1234, TRUE, ARRAY['Kiel', 'Ulm, \"South\"'], 97.5, 'as it is');
"
definition=$(sql "SELECT pg_get_viewdef('public.vw_organizations_full'::regclass)")
definition=${definition%;}
sql "CREATE OR REPLACE VIEW public.vw_organizations_full AS
${definition/FROM ((((((((/, log.fleet_size, log.cold_chain, log.depots, log.on_time_pct, log.unlabelled_column
FROM (((((((((} LEFT JOIN public.org_attributes_logistics AS log ON o.organization_id = log.organization_id)"

run 0 "$orgair" build
run 0 "$orgair" migrate verify
sector=$out/current/sectors/logistics
has "$out/current/index.html" "Logistics &amp; Transport"
has "$out/current/compare/index.html" "Logistics &amp; Transport"
has "$out/current/compare/heatmap.svg" "Logistics &amp; Transport"
has "$sector/index.html" "Reason 0.200"
has "$sector/weights.svg" "0.150"
[[ -s $sector/weights.png && -s $sector/logistics.xlsx ]] || fail "no chart or workbook"
has "$out/current/api/v1/sectors.json" '"pe_logistics"'
has "$out/current/api/v1/sectors/logistics.json" '"fleet_size"'
passed "pages, charts, workbook and data of the new sector"

id=$(sql "SELECT md5('log1')::uuid")
page=$out/current/organizations/${id:0:2}/$id.html
for text in "Fleet size" "1,234" "vehicles" "Cold chain" "Yes" "Kiel, Ulm, &quot;South&quot;" "97.50" \
  "Unlabelled column" "as it is"; do
  has "$page" "$text"
done
/usr/bin/python3 - "$sector/logistics.xlsx" <<'PY'
import sys, openpyxl
sheet = openpyxl.load_workbook(sys.argv[1])["Organizations"]
header = [cell.value for cell in sheet[2]]
assert any("Fleet size" in str(title) and "vehicles" in str(title) for title in header), header
fleet = next(i for i, title in enumerate(header) if "Fleet size" in str(title))
assert sheet.max_row == 452, sheet.max_row
assert any(row[fleet] == 1234 for row in sheet.iter_rows(min_row=3, values_only=True))
PY
passed "attributes with their labels, units and types"

# What changes in the new table renews the token of the new sector, and no other.
tokens() { sql "SELECT scope, token FROM orgair.revisions ORDER BY scope, token"; }
tokens >"$work/before"
sql "UPDATE public.org_attributes_logistics SET fleet_size = fleet_size"
tokens | diff "$work/before" - || fail "nothing was changed, and a token was"
sql "SELECT FROM orgair.watch('public.org_attributes_logistics')"
sql "UPDATE public.org_attributes_logistics SET fleet_size = 1235"
changed=$(tokens | { diff "$work/before" - || true; } | sed -n 's/^> \(.*\)|.*/\1/p')
[[ $changed == pe_logistics ]] || fail "renewed: '$changed', expected pe_logistics"
sql "UPDATE public.org_attributes_logistics SET fleet_size = 1234"
passed "its changes are followed"

# 450 organizations: five pages of 100, each reachable and whole.
[[ $(find "$sector" -name 'organizations-*.html' | wc -l) -eq 4 ]] || fail "expected pages 2 to 5"
has "$sector/organizations-5.html" "Carrier 450"
has "$sector/organizations-5.html" "Rows 401 to 450 of 450"
lacks "$sector/organizations-5.html" "Carrier 400"
has "$sector/index.html" "organizations-5.html"
passed "a list of 450 is paged"

# An id is no name of a file.
sql "INSERT INTO public.focus_groups (focus_group_id, platform, group_name, group_code, display_order)
VALUES ('pe_../oil/gas', 'pe_org_air', 'Oil & Gas', 'OIL', 9)"
run 3 "$orgair" build
has "$out/current/sectors/---oil-gas/index.html" "Oil &amp; Gas"
sql "UPDATE public.organizations SET employee_count = 7000 WHERE legal_name = 'Carrier 007'"
for shard in 1 2; do run 0 "$orgair" build --shard "$shard/2"; done
run 3 "$orgair" merge
prints "0 gone"
has "$sector/index.html" "7,000"
[[ -z $(find "$out/plans" -mindepth 1 -maxdepth 1 -type f) ]] || fail "a file beside the plans"
passed "a sector whose id has dots and slashes"

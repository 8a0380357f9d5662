#!/usr/bin/env bash
# The site of the demo, as it is published: in Chromium, as an HTML parser reads it, and by its links.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"
# shellcheck source=tests/support/markup.sh
. tests/support/markup.sh

database site --demo
# A sector that may not be compared, and a list that needs more than one page.
sql "UPDATE public.focus_group_dimension_weights SET weight = weight + 0.05
  WHERE focus_group_id = 'pe_energy' AND is_current"
sql "INSERT INTO public.organizations (organization_id, focus_group_id, legal_name, status)
  SELECT md5('site ' || n)::UUID, 'pe_retail', 'Retail Company No. ' || n, 'active'
  FROM generate_series(1, 210) AS n"
run 3 "$orgair" build --out "$work/out"
site=$(realpath "$work/out/current")
[[ -s $site/sectors/retail/organizations-2.html ]] || fail "the long list has one page"
has "$site/sectors/energy/index.html" "invalid"

check_markup "$site"
passed "an HTML parser reads every page"

# One page of each kind is looked at; every page is followed.
python3 tests/e2e/links.py "$site"
passed "every link leads somewhere, and none leads out"

pages=(index.html 404.html changes/index.html compare/index.html findings/index.html method/index.html
  sectors/energy/index.html sectors/financial-services/index.html sectors/retail/organizations-2.html)
pick() { # pick CONDITION: the page of one such organization
  local id
  id=$(sql "SELECT organization_id FROM public.organizations AS o WHERE $1 ORDER BY legal_name LIMIT 1")
  [[ -n $id ]] || fail "no organization for: $1"
  pages+=("organizations/${id:0:2}/$id.html")
}
assessments="public.organization_assessments AS a WHERE a.organization_id = o.organization_id"
pick "legal_name LIKE '%<script>%'"
pick "focus_group_id = 'pe_energy'"
pick "NOT EXISTS (SELECT FROM $assessments)"
pick "(SELECT count(*) FROM $assessments) > 3 AND focus_group_id = 'pe_financial_services'"
pick "EXISTS (SELECT FROM $assessments AND a.is_current AND a.alignment IS NOT NULL)"
python3 tests/e2e/pages_in_chromium.py "$site" "${pages[@]}"
passed "readers find nothing to forgive"

# A site with no organization at all.
sql "SET client_min_messages = warning; TRUNCATE public.organizations CASCADE"
run 3 "$orgair" build --out "$work/empty"
empty=$(realpath "$work/empty/current")
check_markup "$empty"
python3 tests/e2e/links.py "$empty"
python3 tests/e2e/pages_in_chromium.py "$empty" index.html changes/index.html findings/index.html \
  sectors/technology/index.html
passed "a site without organizations is whole"

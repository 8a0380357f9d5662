#!/usr/bin/env bash
# orgair seed, as one types it.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"

name="e2e_seed_$$"
psql -q "$admin_url" -c "DROP DATABASE IF EXISTS $name" -c "CREATE DATABASE $name" 2>/dev/null
export DATABASE_URL=${admin_url/\/orgair\?/\/$name?}

run 5 "$orgair" seed
says "seeds/010_focus_groups.csv: there is no table 'public.focus_groups'"
says "'orgair migrate up' makes the tables"
passed 'a database without tables is not ready'

"$orgair" migrate up >/dev/null
run 0 "$orgair" seed
prints "$(printf '%-47s %5d inserted %5d updated %5d unchanged' \
  seeds/030_focus_group_dimension_weights.csv 49 0 0)"
prints $'\n''105 rows written'
run 0 "$orgair" seed
prints "$(printf '%-47s %5d inserted %5d updated %5d unchanged' \
  seeds/030_focus_group_dimension_weights.csv 0 0 49)"
prints $'\n''nothing to do: every row is in the database already'
passed 'a second run changes nothing and says so'

run 0 "$orgair" seed --demo
prints $'\n''seeds/demo/050_organizations.csv '
before=$(sql 'SELECT count(*) FROM public.organizations')
[[ $before -gt 42 ]] || fail "the demonstration has $before organizations"
run 0 "$orgair" seed --demo
prints $'\n''nothing to do: every row is in the database already'
passed 'the demonstration comes on top'

mkdir "$work/bad"
cp seeds/*.csv "$work/bad"
printf '%s\n' 'organization_id,legal_name,focus_group_id' \
  '10000000-0000-0000-0000-000000000001,Good,pe_energy' \
  '10000000-0000-0000-0000-000000000002,Bad,pe_space' >"$work/bad/070_organizations.csv"
run 4 "$orgair" seed "$work/bad"
says "$work/bad/070_organizations.csv:3: column 'focus_group_id': 'pe_space' is not in \
public.focus_groups"
says 'nothing was loaded; correct the row and run again'
[[ -z $stdout ]] || fail "seed prints: $stdout"
after=$(sql 'SELECT count(*) FROM public.organizations')
[[ $after -eq $before ]] || fail "$((after - before)) organizations were loaded"
passed 'a bad row refuses everything'

run 1 "$orgair" seed "$work/none"
says "cannot read the seeds in '$work/none': No such file or directory"
passed 'a missing folder is said'

#!/usr/bin/env bash
# orgair migrate, as one types it.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"

# empty NAME: a fresh database without anything in it; sets DATABASE_URL.
empty() {
  psql -q "$admin_url" -c "DROP DATABASE IF EXISTS $1" -c "CREATE DATABASE $1" 2>/dev/null
  export DATABASE_URL=${admin_url/\/orgair\?/\/$1?}
}
# ends TEXT: the last line on standard output.
ends() { [[ ${stdout##*$'\n'} == "$1" ]] || fail "expected at the end: $1"$'\n'"got: $stdout"; }
total=$(find migrations -name '*.up.sql' | wc -l)

empty "e2e_migrate_$$"
run 0 "$orgair" migrate status
ends "0 applied, $total pending"
run 1 "$orgair" migrate verify
prints '0001_core_configuration: migration is not applied'
run 0 "$orgair" migrate up --verbose
ends "$total migrations applied"
says 'applied migration 0001_core_configuration'
run 0 "$orgair" migrate up
ends 'nothing to do: every migration is applied'
run 0 "$orgair" migrate verify
ends 'the schema is what the migrations make'
passed 'up applies everything once'

sql 'ALTER TABLE public.dimensions ALTER max_score SET DEFAULT 10'
run 1 "$orgair" migrate verify
ends 'public.dimensions.max_score: default is 10, expected 100'
says 'the schema differs from what the migrations make: 1 difference'
sql 'ALTER TABLE public.dimensions ALTER max_score SET DEFAULT 100;
     ALTER TABLE public.dimensions ENABLE TRIGGER revise_update'
run 1 "$orgair" migrate verify
ends 'public.dimensions.revise_update: state is enabled, expected enabled always'
passed 'verify names a drift'

run 0 "$orgair" migrate down
ends '1 migration taken back'
run 0 "$orgair" migrate down --steps 2
ends '2 migrations taken back'
run 0 "$orgair" migrate status
ends "$((total - 3)) applied, 3 pending"
passed 'down takes back one, or as many as asked for'

"$orgair" migrate sql | psql -qX "$DATABASE_URL"
run 0 "$orgair" migrate status
ends "$total applied, 0 pending"
run 0 "$orgair" migrate sql
[[ -z $stdout ]] || fail "sql prints what is applied already: $stdout"
empty "e2e_migrate_offline_$$"
DATABASE_URL='postgresql://nobody@/nothing?host=/nowhere' "$orgair" migrate sql --offline |
  psql -qX "$DATABASE_URL"
run 0 "$orgair" migrate verify
ends 'the schema is what the migrations make'
run 0 "$orgair" migrate up
ends 'nothing to do: every migration is applied'
passed 'what sql prints does what up does, online and offline'

run 0 "$orgair" migrate down --all
ends "$total migrations taken back"
left=$(sql "SELECT count(*) FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')")
[[ $left -eq 0 ]] || fail "down --all leaves $left relations"
run 0 "$orgair" migrate down
ends 'nothing to do: no migration is applied'
passed 'down --all leaves nothing'

run 2 "$orgair" migrate down --steps 0
says "--steps is '0', expected a number from 1 to 9999"
run 2 "$orgair" migrate down --all --steps 1
says '--steps and --all exclude each other'
run 5 env DATABASE_URL='postgresql://nobody@/nothing?host=/nowhere' \
  "$orgair" migrate up --set DB_CONNECT_ATTEMPTS=1
passed 'exit statuses of usage and of a server that is not there'

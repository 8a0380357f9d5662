#!/usr/bin/env bash
# `orgair check`, and a build that refuses to start: what is missing is said, all of it.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"

database check
export ORGAIR_OUT_DIR=$work/out ORGAIR_DB_CONNECT_ATTEMPTS=1
reader="e2e_check_reader_$$"
stranger="e2e_check_stranger_$$"
sql "CREATE ROLE $reader LOGIN IN ROLE orgair_reader"
sql "CREATE ROLE $stranger LOGIN"
finish() {
  sql "DROP ROLE IF EXISTS $reader" || true
  sql "DROP ROLE IF EXISTS $stranger" || true
  rm -rf "$work"
}
as() { printf '%s' "${DATABASE_URL/orgair@/$1@}"; }
row() { grep -E "^$1  $2 " "$work/stdout" || fail "no row '$1 $2' in: $stdout"; }
rows() { grep -cE "^$1  " "$work/stdout" || true; }
says_hint() { [[ $stdout == *"hint: $1"* ]] || fail "expected the hint: $1"$'\n'"got: $stdout"; }

# All is well for a role that can only read, and nothing is left behind by looking.
run 0 "$orgair" check --set DATABASE_URL="$(as "$reader")"
[[ $(rows pass) -eq 14 && $(rows '(FAIL|warn|skip)') -eq 0 ]] || fail "not fourteen passes: $stdout"
row pass 'change tracking' | grep -q "all tables that a build reads are watched" || fail "$stdout"
row pass rights | grep -q "role '$reader' can read .* and write none" || fail "$stdout"
[[ ! -e $work/out ]] || fail "checking made '$work/out'"
passed "passes only for the reader"

run 0 "$orgair" check
row warn rights >/dev/null
says_hint "builds need no more than the role orgair_reader has"
run 0 "$orgair" check --json
python3 - "$work/stdout" <<'PY'
import json, sys
rows = json.load(open(sys.argv[1]))
assert [row["name"] for row in rows] == [
    "settings", "connection", "server version", "rights", "migrations",
    "change tracking", "templates", "font",
    "handout fonts", "output folder", "file system", "free space", "cache folder", "clock"], rows
assert all(row["ok"] for row in rows), rows
assert {row["status"] for row in rows} == {"pass", "warn"}, rows
assert [row["name"] for row in rows if row["hint"]] == ["rights"], rows
PY
passed "a warning for who may write"

# Who watches for changes.
sql "ALTER TABLE public.org_attributes_retail DISABLE TRIGGER ALL"
run 0 "$orgair" check
row warn 'change tracking' | grep -q "'public.org_attributes_retail' is not watched: a build compares the contents of all tables" ||
  fail "$stdout"
says_hint "as the table's owner: SELECT orgair.watch('public.org_attributes_retail')"
sql "ALTER TABLE public.org_attributes_retail ENABLE TRIGGER ALL; SELECT orgair.watch('public.org_attributes_retail')" >/dev/null
run 0 "$orgair" check
row pass 'change tracking' >/dev/null
sql "ALTER TABLE orgair.revisions RENAME TO revisions_away"
run 0 "$orgair" check
row warn 'change tracking' | grep -q "there is no 'orgair.revisions'" || fail "$stdout"
sql "ALTER TABLE orgair.revisions_away RENAME TO revisions"
passed "a table that is not watched"

# The database.
run 5 "$orgair" check --set DATABASE_URL="$(as "$stranger")"
row FAIL rights | grep -q "role '$stranger' cannot read orgair.schema_migrations, public.assessment_dimension_scores, public.dimensions" ||
  fail "$stdout"
says_hint "GRANT orgair_reader TO \"$stranger\""
run 5 "$orgair" check --set DATABASE_URL=host=/nowhere
row FAIL connection >/dev/null
[[ $(rows skip) -eq 4 && $(rows pass) -eq 9 ]] || fail "the other checks did not run: $stdout"
says "cannot connect to"
run 0 "$orgair" check --offline --set DATABASE_URL=host=/nowhere
[[ $(rows pass) -eq 9 && $(rows '(skip|FAIL)') -eq 0 ]] || fail "$stdout"
run 0 "$orgair" migrate down
run 5 "$orgair" check
row FAIL migrations | grep -q "1 of [0-9]* migrations are not applied" || fail "$stdout"
says_hint "orgair migrate up"
run 0 "$orgair" migrate up
cp -R migrations "$work/migrations"
echo "-- later" >>"$work/migrations/0002_organizations.up.sql"
run 5 "$orgair" check --set MIGRATION_DIR="$work/migrations"
row FAIL migrations | grep -q "migration 0002_organizations was applied with another content" ||
  fail "$stdout"
run 1 "$orgair" check --set MIGRATION_DIR="$work/none"
row FAIL migrations >/dev/null
passed "database, rights and migrations"

# Templates and font.
cp -R templates "$work/templates"
page=$(find "$work/templates" -name '*.tpl' | sort | head -n 1)
printf '{{NO_SUCH_MARKER}}' >>"$page"
run 1 "$orgair" check --set TEMPLATE_DIR="$work/templates"
row FAIL templates | grep -q NO_SUCH_MARKER || fail "$stdout"
printf '<?xml version="1.0"?><fontconfig><cachedir>%s</cachedir></fontconfig>' "$work/fonts" >"$work/fonts.conf"
export FONTCONFIG_FILE=$work/fonts.conf
run 1 "$orgair" check
row FAIL font | grep -q "font 'DejaVu Sans' is not installed" || fail "$stdout"
says_hint "install the package fonts-dejavu-core"
row warn 'handout fonts' | grep -q "'DejaVu Sans Condensed' and 'WenQuanYi Micro Hei' are not installed" ||
  fail "$stdout"
says_hint "install the packages fonts-dejavu-extra and fonts-wqy-microhei"
run 1 "$orgair" build
says "orgair: font 'DejaVu Sans' is not installed"
[[ ! -e $work/out/current ]] || fail "a build without its font published"
unset FONTCONFIG_FILE
passed "templates and font"

# Where it writes.
run 1 "$orgair" check --set MIN_FREE_MB=1000000000
row FAIL 'free space' | grep -q ", 1000000000 are needed" || fail "$stdout"
run 1 "$orgair" check --out /proc/orgair
row FAIL 'output folder' | grep -q "cannot write to the folder '/proc'" || fail "$stdout"
echo >"$work/file"
run 1 "$orgair" check --out "$work/file"
row FAIL 'output folder' >/dev/null
run 0 "$orgair" check --set CACHE_DIR="$work/file"
row warn 'cache folder' | grep -q "a build does without a cache" || fail "$stdout"
run 1 "$orgair" check --offline --set CACHE_DIR="$work/file"
row FAIL 'cache folder' >/dev/null
elsewhere=$(mktemp -d /dev/shm/orgair-test-XXXXXX)
mkdir -p "$work/split"
ln -s "$elsewhere" "$work/split/releases"
if [[ $(stat -c %d "$elsewhere") -ne $(stat -c %d "$work") ]]; then
  run 1 "$orgair" check --out "$work/split"
  row FAIL 'file system' | grep -q "are on different file systems" || fail "$stdout"
fi
rmdir "$elsewhere"
mkdir -p "$work/future/releases/20990101T000000Z-0badc0de"
run 1 "$orgair" check --out "$work/future"
row FAIL clock | grep -q "the release '20990101T000000Z-0badc0de' is later" || fail "$stdout"
left=$(find "$work" -name '.orgair-check*')
[[ -z $left ]] || fail "left behind: $left"
passed "folders, space and clock"

# Everything at once: none stops the others, and the exit status is that of the settings.
run 2 "$orgair" check --set JOBS=65 --set ON_INVALID=x --set DATABASE_URL=host=/nowhere --set MIN_FREE_MB=1000000000
[[ $(rows FAIL) -eq 4 && $(rows skip) -eq 4 ]] || fail "$stdout"
row FAIL settings | grep -q "JOBS is '65' (--set), expected 0 to 64" || fail "$stdout"
row FAIL settings | grep -q "ON_INVALID is 'x' (--set), expected flag, hold or fail" || fail "$stdout"
says "orgair: 4 of 15 checks failed: settings, settings, connection, free space"
run 1 "$orgair" build --set DATABASE_URL=host=/nowhere --set MIN_FREE_MB=1000000000
says "check of connection: cannot connect to"
says "check of free space: "
says "orgair: 2 of 12 checks failed: connection, free space"
[[ ! -e $work/out/current ]] || fail "a build that was refused published"
run 5 "$orgair" build --set DATABASE_URL=host=/nowhere
says "orgair: cannot connect to"
[[ ! -e $work/out ]] || fail "a build that could not start made '$work/out'"
passed "all at once, and by a build"

#!/usr/bin/env bash
# Bad days: the message, the exit status, the published tree untouched, nothing temporary left.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"

database bad_days --demo
out=$work/out
export ORGAIR_OUT_DIR=$out
run 0 "$orgair" build
before=$(tree "$out")
untouched() {
  [[ $(tree "$out") == "$before" ]] || fail "the published tree was touched"
  clean "$out"
}

# Database down.
run 5 env DATABASE_URL="postgresql://orgair@/orgair?host=$work" "$orgair" build --set DB_CONNECT_ATTEMPTS=1
says "cannot connect to database"
says "hint: "
untouched
passed "database down: exit 5"

# A database without our schema.
empty=e2e_empty_$$
psql -q "$admin_url" -c "DROP DATABASE IF EXISTS $empty" -c "CREATE DATABASE $empty" 2>/dev/null
run 5 env DATABASE_URL="${admin_url/\/orgair\?/\/$empty?}" "$orgair" build
says "orgair migrate up"
untouched
passed "migrations missing: exit 5 and the remedy"

# Too few open files, wherever they run out.
for limit in 6 7 8 9 10 11 12 14 16; do
  run 1 bash -c "ulimit -n $limit; exec '$orgair' build --force --jobs 1"
  says "Too many open files"
  untouched
done
passed "too few open files: exit 1"

# Going away while organizations stream: the server ends the build's connections.
sql "INSERT INTO public.organizations (organization_id, legal_name, focus_group_id)
     SELECT md5('load' || n)::uuid, 'Load ' || n, 'pe_technology' FROM generate_series(1, 30000) n"
"$orgair" build >"$work/stdout" 2>"$work/stderr" &
build=$!
workers="FROM pg_stat_activity WHERE application_name LIKE 'orgair build%'"
for _ in $(seq 500); do
  [[ $(psql -qAtX "$admin_url" -c "SELECT count(*) $workers AND application_name LIKE '%worker'") -gt 0 ]] && break
  sleep 0.01
done
psql -qAtX "$admin_url" -c "SELECT pg_terminate_backend(pid) $workers" >/dev/null
status=0
wait $build || status=$?
[[ $status -eq 5 ]] || fail "the server went away: exit status $status, expected 5: $(cat "$work/stderr")"
untouched
passed "database goes away mid-run: exit 5"

# Signals at any moment. A shell's background job ignores SIGINT, so it is given back its default.
for signal in INT TERM; do
  for delay in 0.01 0.1 0.3 0.7; do
    env --default-signal=INT "$orgair" build >"$work/stdout" 2>"$work/stderr" &
    build=$!
    sleep "$delay"
    kill -s $signal $build 2>/dev/null || true
    status=0
    wait $build || status=$?
    expected=130
    [[ $signal == INT ]] || expected=143
    [[ $status -eq $expected || $status -eq 0 ]] || fail "SIG$signal after $delay s: exit status $status: $(cat "$work/stderr")"
    [[ $status -eq 0 ]] || untouched
    before=$(tree "$out")
    clean "$out"
  done
done
passed "SIGINT and SIGTERM: exit 130 and 143"

# kill -9 at any moment, then a normal run.
for delay in 0.05 0.2 0.5 1.0; do
  "$orgair" build --jobs 2 >/dev/null 2>&1 &
  build=$!
  sleep "$delay"
  kill -9 $build 2>/dev/null || true
  wait $build 2>/dev/null || true
  run 0 "$orgair" verify
done
sql "DELETE FROM public.organizations WHERE legal_name LIKE 'Load %'"
run 0 "$orgair" build --set MAX_ORGANIZATION_DROP_PCT=100
run 0 "$orgair" verify
before=$(tree "$out")
clean "$out"
passed "kill -9, then a normal run"

# Another run holds the lock.
exec 8<>"$out/.lock"
flock 8
run 6 "$orgair" build
says "another run holds the lock"
exec 8>&-
untouched
passed "another run: exit 6"

# A template that does not parse, and one with an unknown marker.
cp -R templates "$work/templates"
echo '{{#ORGANIZATIONS}}' >>"$work/templates/sector.tpl"
run 1 "$orgair" build --set TEMPLATE_DIR="$work/templates"
says "template 'sector.tpl'"
untouched
cp templates/sector.tpl "$work/templates/sector.tpl"
echo '{{SECTOR_NMAE}}' >>"$work/templates/sector.tpl"
run 1 "$orgair" build --set TEMPLATE_DIR="$work/templates"
says "SECTOR_NMAE"
untouched
passed "templates that do not parse or ask for the unknown"

# No font: every chart would change silently.
mkdir "$work/fonts"
printf '<fontconfig><dir>%s</dir><cachedir>%s</cachedir></fontconfig>\n' "$work/fonts" "$work/fonts" >"$work/fonts.conf"
run 1 env FONTCONFIG_FILE="$work/fonts.conf" "$orgair" build
says "font 'DejaVu Sans' is not installed"
says "hint: install the package fonts-dejavu-core"
untouched
passed "missing font"

# Output: in the way, and a disk that takes no more.
run 1 "$orgair" build --out /dev/null/out
says "/dev/null"
sql "UPDATE public.organizations SET employee_count = 555"
run 1 bash -c "ulimit -f 8; trap '' XFSZ; exec '$orgair' build"
untouched
passed "output that cannot be written"

# Cache: damaged or foreign files are a miss, never a failure; without it the same bytes.
cp -a "$out" "$work/no-cache"
run 0 "$orgair" build
before=$(tree "$out")
for file in "$out"/cache/*; do echo 'not an entry' >"$file"; done
echo foreign >"$out/cache/README.txt"
run 0 "$orgair" build
prints "nothing to publish"
run 0 "$orgair" build --no-cache --force --out "$work/no-cache"
diff -r --exclude=run.json "$out/current/" "$work/no-cache/current/" >/dev/null || fail "--no-cache gives other bytes"
untouched
passed "damaged cache"

# A changed weight is never served from the cache, however young the entry.
sql "UPDATE public.focus_group_dimension_weights SET weight_rationale = 'Fresh from the table' WHERE focus_group_id = 'pe_retail' AND dimension_id = 'pe_dim_talent'"
run 0 "$orgair" build
has "$out/current/sectors/retail/index.html" "Fresh from the table"
passed "a changed weight is never stale"

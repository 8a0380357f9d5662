#!/usr/bin/env bash
# Sectors that are large enough for two workers to share the last one's pages: the same site by
# however many, and the next nights know all of it.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"
export SOURCE_DATE_EPOCH=1780000000

database many
"$orgair" seed --synthetic 4200 >/dev/null

# built NAME OPTION...: a first build into a folder of its own.
built() {
  run 0 "$orgair" build --out "$work/$1" --set CACHE_DIR="$work/cache-$1" "${@:2}"
  clean "$work/$1"
}
# The release without what says when and how it was made.
site() { (cd "$1/current" && grep -v ' run\.json$' SHA256SUMS) >"$1.sums"; }
same_site() {
  site "$work/$1"
  site "$work/$2"
  cmp -s "$work/$1.sums" "$work/$2.sums" || fail "'$1' and '$2' differ: $(diff "$work/$1.sums" "$work/$2.sums" | head -4)"
}
rows_read() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["rows"])' "$work/$1/current/run.json"; }

built alone --jobs 1
for jobs in 2 3; do
  built "by-$jobs" --jobs "$jobs"
  same_site alone "by-$jobs"
  for list in "$work"/alone/plans/*/*.pages; do
    cmp -s "$list" "$work/by-$jobs"/plans/*/"${list##*/}" || fail "the lists of pages differ: ${list##*/}"
  done
  [[ $(rows_read alone) -eq $(rows_read "by-$jobs") ]] || fail "rows: $(rows_read alone) and $(rows_read "by-$jobs")"
done
passed "two and three workers make what one makes, and remember it alike"

run 0 "$orgair" build --out "$work/by-2" --set CACHE_DIR="$work/cache-by-2" --jobs 2
prints "nothing to publish"
sql "UPDATE public.organizations SET legal_name = legal_name || ' renamed'
     WHERE organization_id IN (
       SELECT DISTINCT ON (focus_group_id) organization_id
       FROM public.organizations
       ORDER BY focus_group_id, legal_name COLLATE \"C\" DESC)"
built by-2 --jobs 2
prints "published"
[[ $(grep -rl "<h1>.* renamed</h1>" "$work/by-2/current/organizations" | wc -l) -eq 7 ]] ||
  fail "expected seven pages with the new names"
built anew --jobs 1
# What moved since the release before is told by changes, handouts and workbooks.
diff -r --exclude=run.json --exclude=changes --exclude=manifest.json --exclude=SHA256SUMS \
  --exclude='*.pdf' --exclude='*.xlsx' \
  "$work/by-2/current/" "$work/anew/current/" >"$work/diff" || fail "another tree than from nothing: $(head -3 "$work/diff")"
built offline --jobs 1
run 0 "$orgair" build --out "$work/offline-2" --set CACHE_DIR="$work/cache-offline" --offline --jobs 2
same_site offline offline-2
passed "where the last of each list changes, and offline, two workers make what one makes"

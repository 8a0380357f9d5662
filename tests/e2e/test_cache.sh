#!/usr/bin/env bash
# The cache as its users see it: list, show, invalidate, verify, and builds in spite of damage.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"

database cache
export ORGAIR_OUT_DIR=$work/out
cache=$work/out/cache
url=$DATABASE_URL

# The commands need no database.
without_database() { DATABASE_URL="postgresql://nobody@/nothing?host=$work" run "$@"; }

# An empty cache.
without_database 0 "$orgair" cache list
prints "the cache is empty"
without_database 0 "$orgair" cache list --json
[[ $stdout == "[]" ]] || fail "expected an empty list, got: $stdout"
without_database 0 "$orgair" cache verify
prints "0 sound, 0 damaged"
without_database 1 "$orgair" cache show sectors:all
says "no cache entry 'sectors:all'"
says "hint: 'orgair cache list' shows the entries"
without_database 0 "$orgair" cache invalidate
prints "nothing to remove"
passed "an empty cache"

# A build fills it.
run 0 "$orgair" build
without_database 0 "$orgair" cache list
[[ $(wc -l <<<"$stdout") -eq 23 ]] || fail "expected a heading and 22 entries: $stdout"
[[ $stdout =~ ^KEY\ +AGE\ +BYTES\ +STATE$'\n' ]] || fail "no heading: $stdout"
for key in sectors:all sector:pe_energy sector:pe_financial_services organizations:pe_energy assessments:pe_energy; do
  grep -Eq "^$key +[0-9]+ s +[0-9]+  fresh\$" <<<"$stdout" || fail "no line for '$key': $stdout"
done
[[ $(awk '{print index($0, "fresh")}' <<<"$stdout" | sort -u | grep -vc '^0$') -eq 1 ]] || fail "not aligned: $stdout"
without_database 0 "$orgair" cache list --json
python3 - "$stdout" <<'PY'
import json, sys
rows = json.loads(sys.argv[1])
assert [r["state"] for r in rows] == ["fresh"] * 22, rows
assert list(rows[0]) == ["key", "file", "created", "fingerprint", "bytes", "rows", "state", "problem"], rows[0]
assert rows[-1]["key"] == "sectors:all" and rows[-1]["problem"] is None and rows[-1]["rows"] is None
assert len(rows[-1]["fingerprint"]) == 64
counts = {r["key"]: r["rows"] for r in rows}
assert counts["organizations:pe_manufacturing"] == 1 and counts["assessments:pe_energy"] == 0, counts
PY
ORGAIR_CACHE_TTL_SECTORS=60 without_database 0 "$orgair" cache verify
prints "22 sound, 0 damaged"
passed "a build fills the cache"

# What an entry holds, under its key or its sector's name.
without_database 0 "$orgair" cache show sectors:all
python3 - "$stdout" <<'PY'
import json, sys
whole = json.loads(sys.argv[1])
assert len(whole["sectors"]) == 7 and len(whole["dimensions"]) == 7
for sector in whole["sectors"]:
    from decimal import Decimal
    assert sum(Decimal(w["value"]) for w in sector["weights"]) == 1, sector
PY
without_database 0 "$orgair" cache show energy
prints '"focus_group_id": "pe_energy"'
prints '"value": "0.150"'
same_text=$stdout
without_database 0 "$orgair" cache show sector:pe_energy
[[ $stdout == "$same_text" ]] || fail "the sector's name and its key show different entries"
without_database 0 "$orgair" cache show organizations:pe_manufacturing
python3 - "$stdout" <<'PY'
import json, sys
entry = json.loads(sys.argv[1])
assert entry["key"] == "organizations:pe_manufacturing" and entry["rows"] == 1, entry
assert entry["describes"]["totals"]["organizations"] == 1
assert "plant_count" in [c["name"] for c in entry["describes"]["columns"]]
PY
without_database 2 "$orgair" cache show
passed "show"

# Invalidating a sector drops the entry of all sectors too; a slip of the hand drops nothing.
without_database 2 "$orgair" cache invalidate enrgy
says "unknown sector 'pe_enrgy'"
says "hint: active sectors are pe_manufacturing, pe_financial_services"
without_database 0 "$orgair" cache show sectors:all
without_database 0 "$orgair" cache invalidate energy
[[ $stdout == $'removed sector:pe_energy\nremoved organizations:pe_energy\nremoved assessments:pe_energy\nremoved sectors:all' ]] || fail "removed: $stdout"
without_database 0 "$orgair" cache invalidate pe_energy
prints "nothing to remove"
without_database 0 "$orgair" cache verify
prints "18 sound, 0 damaged"
run 0 "$orgair" build
without_database 0 "$orgair" cache verify
prints "22 sound, 0 damaged"
passed "invalidate"

# Damage is named, and no obstacle for a build.
printf 'x' | dd of="$cache/sector%3Ape_retail.json" bs=1 seek=400 conv=notrunc status=none
: >"$cache/sectors%3Aall.json"
echo "not ours" >"$cache/NOTES"
without_database 1 "$orgair" cache verify
prints "damaged  sectors%3Aall.json: it is not JSON"
prints "foreign  NOTES: it is not named like an entry"
grep -q '^damaged  sector' <<<"$stdout" || fail "the damaged sector is not named: $stdout"
prints "20 sound, 2 damaged"
says "2 of 22 cache entries are damaged"
without_database 0 "$orgair" cache list
prints "damaged: it is not JSON"
prints "foreign: it is not named like an entry"
without_database 1 "$orgair" cache show sectors:all
says "cache entry 'sectors:all' is damaged: it is not JSON"
ORGAIR_LOG_LEVEL=WARNING run 0 "$orgair" build
[[ $(grep -c "cache: entry 'sectors:all' ignored" <<<"$stderr") -eq 1 ]] || fail "expected one line on the entry: $stderr"
without_database 0 "$orgair" cache verify
prints "22 sound, 0 damaged"
without_database 0 "$orgair" cache invalidate
[[ $(wc -l <<<"$stdout") -eq 22 ]] || fail "removed: $stdout"
[[ $(ls "$cache") == NOTES ]] || fail "left in the cache: $(ls "$cache")"
passed "damage is a miss"

# A changed weight is on the page at once, whatever the TTL.
export ORGAIR_CACHE_TTL_SECTORS=600000
run 0 "$orgair" build
sql "UPDATE public.focus_group_dimension_weights SET weight = weight + 0.013
     WHERE focus_group_id = 'pe_energy' AND dimension_id = 'pe_dim_governance'"
run 3 "$orgair" build
has "$work/out/current/sectors/energy/index.html" "1.013"
sql "UPDATE public.focus_group_dimension_weights SET weight = weight - 0.013
     WHERE focus_group_id = 'pe_energy' AND dimension_id = 'pe_dim_governance'"
run 0 "$orgair" build
lacks "$work/out/current/sectors/energy/index.html" "1.013"
passed "never stale"

# With the cache, without it, and offline where there is none.
run 0 "$orgair" build --out "$work/with"
run 0 "$orgair" build --out "$work/with"
run 0 "$orgair" build --out "$work/without" --no-cache
[[ ! -e $work/without/cache ]] || fail "--no-cache wrote a cache"
diff -r --exclude=run.json "$work/with/current/" "$work/without/current/" >"$work/diff" ||
  fail "the cache shows in the tree: $(head -3 "$work/diff")"
passed "--no-cache gives the same bytes"

psql -q "$admin_url" -c "DROP DATABASE $(basename "${url%%\?*}")"

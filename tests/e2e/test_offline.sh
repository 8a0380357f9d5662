#!/usr/bin/env bash
# Builds without a database, from what the last build with one left in the cache.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"

database offline --demo
online=$DATABASE_URL
nowhere="postgresql://nobody@/nothing?host=$work"
export ORGAIR_OUT_DIR=$work/out ORGAIR_CACHE_DIR=$work/cache ORGAIR_CACHE_TTL_SCORES=86400
cache=$work/cache

offline() { DATABASE_URL=$nowhere run "$1" "$orgair" build --offline "${@:2}"; }
online() { DATABASE_URL=$online run 0 "$orgair" build "$@"; }

# What makes an entry older: the same rows with another time, and the digest that goes with it.
backdate() {
  python3 - "$cache/$1" "$2" <<'PY'
import hashlib, json, sys
path, seconds = sys.argv[1], int(sys.argv[2])
lines = open(path, "rb").read().splitlines(keepends=True)
head = json.loads(lines[0])
head["created_ns"] -= seconds * 10**9
lines[0] = json.dumps(head, ensure_ascii=False).encode() + b"\n"
body = b"".join(lines[:-1])
last = b"\\.\t%d\t%s\n" % (len(lines) - 2, hashlib.sha256(body).hexdigest().encode())
open(path, "wb").write(body + last)
PY
}

# Nothing in the cache yet.
offline 5
says "the cache holds no 'sectors:all'"
offline 2 --no-cache
says "--offline and --no-cache exclude each other"
passed "an empty cache"

# The same bytes as the build that filled the cache, so there is nothing to publish.
online
before=$(tree "$work/out")
offline 0
prints "nothing to publish: unchanged"
[[ $(tree "$work/out") == "$before" ]] || fail "an offline build changed what was published"
offline 0 --out "$work/elsewhere"
prints "published"
diff -r --exclude=run.json "$work/out/current/" "$work/elsewhere/current/" >"$work/diff" ||
  fail "the tree that was built offline differs: $(head -3 "$work/diff")"
run 0 "$orgair" verify --out "$work/elsewhere"
clean "$work/out"
clean "$work/elsewhere"
passed "the same bytes without a database"

# Too old, by the TTL of either kind; age counts from the time that the entry itself states.
backdate organizations%3Ape_energy.rows 90000
offline 5
says "no organizations of sector 'pe_energy' in the cache that are younger than 86400 s"
says "hint: run a build with the database, or raise CACHE_TTL_SECTORS"
offline 0 --set CACHE_TTL_SECTORS=100000
prints "nothing to publish: unchanged"
backdate assessments%3Ape_retail.rows 5000
offline 5 --set CACHE_TTL_SECTORS=100000 --set CACHE_TTL_SCORES=4000
says "no assessments of sector 'pe_retail' in the cache that are younger than 4000 s"
says "raise CACHE_TTL_SCORES"
offline 5 --set CACHE_TTL_SECTORS=0
[[ $(tree "$work/out") == "$before" ]] || fail "a refused build changed what was published"
online
offline 0
passed "too old"

# Lost, damaged, or not of the same build as the others.
rm "$cache/organizations%3Ape_retail.rows"
offline 5
says "no organizations of sector 'pe_retail' in the cache"
online
printf 'x' | dd of="$cache/assessments%3Ape_energy.rows" bs=1 seek=300 conv=notrunc status=none
run 1 "$orgair" cache verify
prints "damaged  assessments:pe_energy: its digest does not match"
ORGAIR_LOG_LEVEL=WARNING offline 5
says "cache: entry 'assessments:pe_energy' ignored: its digest does not match"
says "no assessments of sector 'pe_energy' in the cache"
online
cp "$cache/organizations%3Ape_energy.rows" "$work/older.rows"
online --force
cp "$work/older.rows" "$cache/organizations%3Ape_energy.rows"
offline 5
says "in the cache are of another build than the rest"
says "hint: run a build with the database"
passed "lost, damaged, mixed"

# A build that fails on the way leaves the rows of the one before, and nothing else.
online
entries=$(cd "$cache" && sha256sum ./*.rows)
DATABASE_URL=$online sql "ALTER TABLE public.org_attributes_technology DROP CONSTRAINT org_attributes_technology_pkey"
DATABASE_URL=$online sql "INSERT INTO public.org_attributes_technology SELECT * FROM public.org_attributes_technology LIMIT 1"
DATABASE_URL=$online run 4 "$orgair" build
says "is in the unified view more than once"
[[ $(cd "$cache" && sha256sum ./*.rows) == "$entries" ]] || fail "a failed build changed the rows in the cache"
[[ -z $(find "$cache" -name '*.tmp-*') ]] || fail "left in the cache: $(ls "$cache")"
offline 0
prints "nothing to publish: unchanged"
DATABASE_URL=$online sql "DELETE FROM public.org_attributes_technology WHERE ctid IN (
  SELECT max(ctid) FROM public.org_attributes_technology GROUP BY organization_id HAVING count(*) > 1)"
passed "a failed build leaves the rows as they were"

# Configurations younger than the rows: the build that read them was refused.
DATABASE_URL=$online sql "UPDATE public.focus_group_dimension_weights SET weight_rationale = weight_rationale || '.'
                          WHERE focus_group_id = 'pe_energy'"
DATABASE_URL=$online sql "UPDATE public.focus_groups SET is_active = false WHERE focus_group_id = 'pe_retail'"
DATABASE_URL=$online run 7 "$orgair" build --set MAX_ORGANIZATION_DROP_PCT=0
DATABASE_URL=$online sql "UPDATE public.focus_groups SET is_active = true WHERE focus_group_id = 'pe_retail'"
offline 5
says "the organizations of sector 'pe_energy' in the cache do not go with the configurations there"
online
offline 0
passed "configurations and rows of two builds"

# One sector: the others' rows are those of the same build all the same.
DATABASE_URL=$online sql "UPDATE public.organizations SET display_name = 'Renamed & Co' WHERE organization_id =
  (SELECT min(organization_id::text)::uuid FROM public.organizations WHERE focus_group_id = 'pe_energy')"
online --sector energy
prints "published"
offline 0
prints "nothing to publish: unchanged"
offline 0 --sector energy
prints "nothing to publish: unchanged"
offline 2 --sector nowhere
says "unknown sector 'pe_nowhere'"
grep -rqF "Renamed &amp; Co" "$work/out/current/sectors/energy/" || fail "the sector was not built"
passed "one sector"

# The day is the one that was read.
offline 5 --as-of 2025-06-01
says "the cache holds 'sectors:all' of"
online --as-of 2025-06-01 --out "$work/past"
offline 5
says "a day of the past"
offline 0 --as-of 2025-06-01 --out "$work/past"
prints "nothing to publish: unchanged"
online --as-of "$(date -u -d yesterday +%F)" --out "$work/past"
online
offline 0
prints "nothing to publish: unchanged"
passed "the day"

# The ledger is in the database, the cache is not to be touched, or cannot be made.
offline 2 --record
says "--record and --offline exclude each other"
entries=$(cd "$cache" && sha256sum ./*)
online --no-cache
[[ $(cd "$cache" && sha256sum ./*) == "$entries" ]] || fail "--no-cache touched the cache"
touch "$work/file"
ORGAIR_LOG_LEVEL=WARNING DATABASE_URL=$online run 0 "$orgair" build --set CACHE_DIR="$work/file/cache"
says "the build goes on without"
offline 1 --set CACHE_DIR="$work/file/cache"
says "cannot write to the folder '$work/file"
passed "without a cache"

# Invalid weights: such a sector is not scored, and offline no assessments are asked for.
DATABASE_URL=$online sql "UPDATE public.focus_group_dimension_weights SET weight = weight - 0.01
                          WHERE focus_group_id = 'pe_energy' AND dimension_id = 'pe_dim_governance'"
rm "$cache/assessments%3Ape_energy.rows"
DATABASE_URL=$online run 3 "$orgair" build
offline 3
prints "nothing to publish: unchanged"
passed "an invalid sector"

psql -q "$admin_url" -c "DROP DATABASE $(basename "${online%%\?*}")"

#!/usr/bin/env bash
# A build in parts: build --shard I/N and merge make what one build makes, or say why not.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"

if ! "$orgair" help build | grep -q -- '--shard'; then
  passed "skipped: this program does not build in parts"
  exit 0
fi

database shards --demo
"$orgair" seed --synthetic 60 >/dev/null
whole=$work/whole
run 0 "$orgair" build --set OUT_DIR="$whole"

# in_parts FOLDER N: all parts of a build, the last one first, and nothing published yet.
in_parts() {
  local folder=$1 count=$2 before part
  before=$(state "$folder")
  for ((part = count; part >= 1; part--)); do
    run 0 "$orgair" build --shard "$part/$count" --set OUT_DIR="$folder" --jobs "$((part % 3 + 1))"
    [[ -d $folder/shards/$part-of-$count ]] || fail "part $part of $count is not in '$folder/shards/$part-of-$count'"
    [[ $(state "$folder") == "$before" ]] || fail "part $part of $count published something"
  done
}
state() { (cd "$1" 2>/dev/null && { readlink current || true; } && ls releases 2>/dev/null) || true; }
# refuses TEXT: merge says so in one line, publishes nothing, and leaves the parts where they are.
refuses() {
  local before parts
  before=$(state "$out") parts=$(find "$out/shards" | sort)
  run 1 "$orgair" merge --set OUT_DIR="$out"
  says "$1"
  [[ $(grep -vc '^hint: ' <<<"$stderr") -eq 1 ]] || fail "more than one line: $stderr"
  [[ $(state "$out") == "$before" ]] || fail "a refused merge published something"
  [[ $(find "$out/shards" | sort) == "$parts" ]] || fail "a refused merge changed the parts"
}
# equal A B: the published trees, all formats, but for the file that knows the time.
equal() {
  diff -r --exclude=run.json "$1/current/" "$2/current/" >"$work/diff" ||
    fail "'$1' and '$2' differ: $(head -5 "$work/diff")"
}

# beside FOLDER: $whole becomes a copy of it, of the same current release, to build in as a whole.
beside() {
  rm -rf "$whole"
  cp -al "$1" "$whole"
  rm -rf "$whole/.lock" "$whole/shards"
}

for count in 1 2 5; do
  out=$work/parts-$count
  in_parts "$out" "$count"
  run 0 "$orgair" merge --set OUT_DIR="$out"
  prints "published "
  equal "$whole" "$out"
  run 0 "$orgair" verify --out "$out"
  clean "$out"
  [[ ! -e $out/shards ]] || fail "the parts are left behind: $(ls "$out/shards")"
done
passed "1, 2 and 5 parts make the tree of one build"

# More parts than sectors: some have no work, and that is fine.
out=$work/parts-23
in_parts "$out" 23
run 0 "$orgair" merge --set OUT_DIR="$out"
equal "$whole" "$out"
passed "more parts than there are sectors"

# All of them at the same time, each with a cache of its own, as on machines of their own.
out=$work/parts-4
shards=()
for part in 1 2 3 4; do
  "$orgair" build --shard "$part/4" --set OUT_DIR="$out" --set CACHE_DIR="$work/cache-$part" --jobs 1 >/dev/null &
  shards+=($!)
done
for shard in "${shards[@]}"; do wait "$shard" || fail "a part of four at the same time: exit status $?"; done
run 0 "$orgair" merge --set OUT_DIR="$out"
equal "$whole" "$out"
passed "parts that are built at the same time"

# The next night: in parts or not, the same release, the same changes, and what is equal is kept.
name="legal_name = 'Global Manufacturing Corp'"
sql "UPDATE public.organizations SET employee_count = 4242 WHERE $name"
sql "UPDATE public.organizations SET focus_group_id = 'pe_energy' WHERE focus_group_id = 'pe_retail' AND status = 'inactive'"
for count in 1 2 5; do
  out=$work/parts-$count
  beside "$out"
  kept=$(stat -c %i "$out/current/sectors/technology/weights.svg")
  in_parts "$out" "$count"
  [[ -z $(find "$out/shards" -name '*.html' -path '*/sectors/technology/*') ]] || fail "a part holds an unchanged sector"
  run 0 "$orgair" merge --set OUT_DIR="$out"
  prints "published "
  run 0 "$orgair" build --set OUT_DIR="$whole"
  equal "$whole" "$out"
  has "$out/current/changes/index.html" "4242"
  [[ $(stat -c %i "$out/current/sectors/technology/weights.svg") == "$kept" ]] || fail "an unchanged file was written again"
done
passed "a night with changes, in parts"

# What a merge leaves in the cache is what a build leaves there.
out=$work/parts-2
run 0 "$orgair" build --offline --set OUT_DIR="$work/offline" --set CACHE_DIR="$out/cache"
run 0 "$orgair" build --set OUT_DIR="$work/online"
equal "$work/online" "$work/offline"
passed "offline from the cache that a merge left"

# A night without changes publishes nothing, and a build after a merge has nothing to do.
before=$(tree "$out")
in_parts "$out" 2
run 0 "$orgair" merge --set OUT_DIR="$out"
prints "nothing to publish"
run 0 "$orgair" build --set OUT_DIR="$out"
prints "nothing to publish"
[[ $(tree "$out") == "$before" ]] || fail "an unchanged night changed the tree"
passed "a night without changes, in parts"

# Findings of severity error: published, and said by the exit status of the merge.
sql "UPDATE public.focus_group_dimension_weights SET weight = weight + 0.010 WHERE focus_group_id = 'pe_energy' AND dimension_id = 'pe_dim_culture'"
beside "$out"
in_parts "$out" 2
run 3 "$orgair" merge --set OUT_DIR="$out"
run 3 "$orgair" build --set OUT_DIR="$whole"
equal "$whole" "$out"
sql "UPDATE public.focus_group_dimension_weights SET weight = weight - 0.010 WHERE focus_group_id = 'pe_energy' AND dimension_id = 'pe_dim_culture'"
passed "a sector with invalid weights, in parts"

# No parts at all, one that is missing, and a set that is of two sizes.
run 1 "$orgair" merge --set OUT_DIR="$work/nothing"
says "hint: "
in_parts "$out" 3
mv "$out/shards/2-of-3" "$work/second"
refuses "shard 2 of 3 is missing in '$out/shards'"
mv "$out/shards/3-of-3" "$work/third"
refuses "2 shards are missing, the first: shard 2 of 3 "
mv "$work/second" "$out/shards/2-of-3"
mv "$work/third" "$out/shards/3-of-3"
run 0 "$orgair" build --shard 1/2 --set OUT_DIR="$out"
refuses "there are shards of 2 and of 3 in '$out/shards'"
rm -rf "$out/shards"
passed "a part that is missing is named, and parts of two splits are refused"

# Other data, settings, templates or release: parts of two builds are not one.
sql "UPDATE public.organizations SET employee_count = 4343 WHERE $name"
run 0 "$orgair" build --shard 1/2 --set OUT_DIR="$out"
sql "UPDATE public.organizations SET employee_count = 4444 WHERE $name"
run 0 "$orgair" build --shard 2/2 --set OUT_DIR="$out"
refuses "shard 1 of 2: built from other data: the rows of '$(sql "SELECT focus_group_id FROM public.organizations WHERE $name")' changed"
run 0 "$orgair" build --shard 1/2 --set OUT_DIR="$out" --set APP_NAME=Other
refuses "shard 1 of 2: built with other settings: setting APP_NAME changed"
run 0 "$orgair" build --shard 1/2 --set OUT_DIR="$out"
cp -r templates "$work/templates"
printf '\n' >>"$work/templates/sector.tpl"
run 0 "$orgair" build --shard 2/2 --set OUT_DIR="$out" --set TEMPLATE_DIR="$work/templates"
refuses "shard 2 of 2: built with other templates: template 'sector.tpl' changed"
run 0 "$orgair" build --shard 2/2 --set OUT_DIR="$out"
beside "$out"
run 0 "$orgair" merge --set OUT_DIR="$out"
run 0 "$orgair" build --set OUT_DIR="$whole"
equal "$whole" "$out"
has "$out/current/changes/index.html" "4444"
sql "UPDATE public.organizations SET employee_count = 4447 WHERE $name"
in_parts "$out" 2
run 0 "$orgair" rollback --set OUT_DIR="$out"
refuses "shard 1 of 2: built beside the current release "
run 0 "$orgair" rollback "$(find "$out/releases" -mindepth 1 -maxdepth 1 -printf '%f\n' | sort | tail -1)" --set OUT_DIR="$out"
run 0 "$orgair" merge --set OUT_DIR="$out"
has "$out/current/changes/index.html" "4447"
passed "parts of different builds are refused; the right one, made again, mends it"

# A part needs no lock, and only one at a time is made of each name. It is killed while it waits for
# the assessments: no half part is left, and the next one needs nobody to tidy up.
sql "UPDATE public.organizations SET employee_count = 4500 WHERE $name"
run 0 flock "$out/.lock" "$orgair" build --shard 1/2 --set OUT_DIR="$out"
mkfifo "$work/statements"
psql -qAtX "$DATABASE_URL" <"$work/statements" >"$work/locked" &
session=$!
exec 7>"$work/statements"
echo "BEGIN; LOCK TABLE public.organization_assessments IN ACCESS EXCLUSIVE MODE; SELECT 'held';" >&7
until [[ -s $work/locked ]]; do sleep 0.05; done
"$orgair" build --shard 2/2 --force --jobs 1 --set OUT_DIR="$out" >/dev/null 2>&1 &
shard=$!
until [[ -d $out/shards/.2-of-2/stage ]]; do
  kill -0 "$shard" 2>/dev/null || fail "the part ended before it could be killed"
  sleep 0.02
done
run 6 "$orgair" build --shard 2/2 --set OUT_DIR="$out"
kill -9 "$shard"
wait "$shard" 2>/dev/null || true
exec 7>&-
wait "$session" || true
[[ -d $out/shards/.2-of-2/stage && ! -e $out/shards/2-of-2 ]] || fail "the killed part left: $(ls -A "$out/shards")"
refuses "shard 2 of 2 is missing"
flock "$out/shards/.2-of-2/.lock" true # until its workers are gone, too
run 0 "$orgair" build --shard 2/2 --set OUT_DIR="$out"
mkdir -p "$out/shards/.3-of-7/stage" # of a split that nobody is going to finish
beside "$out"
run 0 "$orgair" merge --set OUT_DIR="$out"
run 0 "$orgair" build --set OUT_DIR="$whole"
equal "$whole" "$out"
clean "$out"
[[ ! -e $out/shards ]] || fail "left behind: $(ls -A "$out/shards")"
passed "a part that is killed"

# A damaged part.
sql "UPDATE public.organizations SET employee_count = 4545 WHERE $name"
in_parts "$out" 2
file=$(find "$out/shards" -path '*/organizations/*.html' -type f | sort | head -1)
[[ -n $file ]] || fail "no part has a page"
part=${file#"$out/shards/"}
part=${part%%-*}
printf 'x' >>"$file"
refuses "shard $part of 2: "
passed "a damaged part is refused"

# Asked for wrongly.
for shard in 0/2 3/2 1 1/ /2 a/b 1/0 -1/2; do
  run 2 "$orgair" build "--shard=$shard" --set OUT_DIR="$work/usage"
  says "shard"
done
for option in --dry-run --explain=index.html --offline --record --sector=pe_energy; do
  run 2 "$orgair" build --shard 1/2 "$option" --set OUT_DIR="$work/usage"
  says "--shard and ${option%%=*} exclude each other"
done
[[ ! -e $work/usage ]] || fail "a usage error published something"
passed "usage errors"

#!/usr/bin/env bash
# A build in parts: build --shard I/N and merge make what one build makes, or say why not.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"

if ! "$orgair" help build | grep -q -- '--shard'; then
  passed "skipped: this program does not build in parts"
  exit 0
fi

database shards --demo
"$orgair" seed --synthetic 30 >/dev/null
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

# The next night: in parts or not, the same release, the same changes, and what is equal is kept.
out=$work/parts-2
name="legal_name = 'Global Manufacturing Corp'"
sql "UPDATE public.organizations SET employee_count = 4242 WHERE $name"
sql "UPDATE public.organizations SET focus_group_id = 'pe_energy' WHERE focus_group_id = 'pe_retail' AND status = 'inactive'"
rm -rf "$whole"
cp -al "$out" "$whole"
rm -f "$whole/.lock"
kept=$(stat -c %i "$out/current/sectors/technology/weights.svg")
in_parts "$out" 3
run 0 "$orgair" merge --set OUT_DIR="$out"
prints "published "
run 0 "$orgair" build --set OUT_DIR="$whole"
equal "$whole" "$out"
has "$out/current/changes/index.html" "4242"
[[ $(stat -c %i "$out/current/sectors/technology/weights.svg") == "$kept" ]] || fail "an unchanged file was written again"
passed "a night with changes, in parts"

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
refuses "2"
mv "$work/second" "$out/shards/2-of-3"
rm -rf "$out/shards"
passed "a part that is missing is named"

# Other data, other settings, another day: parts of two builds are not one.
sql "UPDATE public.organizations SET employee_count = 4343 WHERE $name"
run 0 "$orgair" build --shard 1/2 --set OUT_DIR="$out"
sql "UPDATE public.organizations SET employee_count = 4444 WHERE $name"
run 0 "$orgair" build --shard 2/2 --set OUT_DIR="$out"
refuses "data"
run 0 "$orgair" build --shard 1/2 --set OUT_DIR="$out" --set APP_NAME=Other
refuses "settings"
run 0 "$orgair" build --shard 1/2 --set OUT_DIR="$out"
run 0 "$orgair" merge --set OUT_DIR="$out"
run 0 "$orgair" build --set OUT_DIR="$whole"
has "$out/current/changes/index.html" "4444"
passed "parts of different data or settings are refused; the right one, made again, mends it"

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
[[ ! -e $work/usage/current ]] || fail "a usage error published something"
passed "usage errors"

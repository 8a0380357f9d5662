#!/usr/bin/env bash
# Published releases as their keeper sees them: releases, rollback, verify, the lock, a full disk.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"

out=$work/out
export ORGAIR_OUT_DIR=$out

# Before anything is published.
run 0 "$orgair" releases
prints "no releases in '$out'"
run 1 "$orgair" rollback
says "there is no folder '$out'"
[[ ! -e $out ]] || fail "'rollback' made '$out'"
run 1 "$orgair" verify
says "cannot open the folder '$out/current'"
passed "nothing published yet"

# Three releases, a second apart or more, so that their ids sort.
database publish
count=0
publish() {
  count=$((count + 1))
  sql "UPDATE public.organizations SET employee_count = 1000 + $count WHERE legal_name = 'Global Manufacturing Corp'"
  run 0 "$orgair" build
  prints "published "
}
publish
sleep 1.1
publish
sleep 1.1
publish
mapfile -t ids < <(find "$out/releases" -mindepth 1 -maxdepth 1 -printf '%f\n' | sort)
[[ ${#ids[@]} -eq 3 ]] || fail "${#ids[@]} releases, expected 3"

run 0 "$orgair" releases
[[ $(awk 'NR > 1 { print ($1 == "*") ? "*" $2 : $1 }' <<<"$stdout") == "*${ids[2]}"$'\n'"${ids[1]}"$'\n'"${ids[0]}" ]] ||
  fail "not the newest first, or the wrong one is marked: $stdout"
run 0 "$orgair" releases --json
jq() { python3 -c "import json, sys; print(json.dumps(eval(sys.argv[1], {'it': json.load(sys.stdin)})))" "$1" <<<"$stdout"; }
[[ $(jq '[r["id"] for r in it]') == "[\"${ids[2]}\", \"${ids[1]}\", \"${ids[0]}\"]" ]] || fail "ids: $stdout"
[[ $(jq '[r["current"] for r in it]') == '[true, false, false]' ]] || fail "current: $stdout"
[[ $(jq 'all(r["complete"] and r["files"] > 20 and r["bytes"] > 1000 for r in it)') == true ]] || fail "$stdout"
passed "releases lists them, as a table and as JSON"

# The manifest is JSON and says what is there.
python3 - "$out/current" <<'PYTHON' || fail "manifest.json does not describe the folder"
import hashlib, json, os, sys
root = sys.argv[1]
manifest = json.load(open(os.path.join(root, "manifest.json"), encoding="utf-8"))
listed = {entry["path"]: (entry["bytes"], entry["sha256"]) for entry in manifest["entries"]}
found = {}
for folder, _, names in os.walk(root):
    for name in names:
        path = os.path.join(folder, name)
        data = open(path, "rb").read()
        found[os.path.relpath(path, root)] = (len(data), hashlib.sha256(data).hexdigest())
for name in ("manifest.json", "SHA256SUMS", "run.json"):
    del found[name]
assert listed == found, set(listed.items()) ^ set(found.items())
assert manifest["files"] == len(found) and manifest["bytes"] == sum(n for n, _ in found.values())
PYTHON
passed "the manifest describes the folder"

# Back, by the order of time and by the beginning of an id, and forth.
points_to() { [[ $(readlink "$out/current") == "releases/$1" ]] || fail "'current' points to $(readlink "$out/current")"; }
run 0 "$orgair" rollback
prints "'$out/current' points to release '${ids[1]}'"
points_to "${ids[1]}"
run 0 "$orgair" rollback "${ids[0]%-*}"
points_to "${ids[0]}"
run 0 "$orgair" verify
run 1 "$orgair" rollback
says "there is no release before the current '${ids[0]}'"
says "hint: there are: ${ids[2]}, ${ids[1]}, ${ids[0]} (current)"
run 1 "$orgair" rollback 1999
says "no release '1999' in '$out/releases'"
run 1 "$orgair" rollback 20
says "'20' is the beginning of 3 releases"
rm "$out/releases/${ids[1]}/index.html"
run 1 "$orgair" rollback "${ids[1]}"
says "release '${ids[1]}' is not whole: missing 'index.html'"
points_to "${ids[0]}"
run 0 "$orgair" rollback "${ids[2]}"
points_to "${ids[2]}"
run 2 "$orgair" rollback one two
clean "$out"
passed "rollback switches to whole releases only"

# What verify says.
run 0 "$orgair" verify
prints "signature: none"
run 1 "$orgair" verify "$out/releases/${ids[1]}"
prints "missing 'index.html'"
says "'$out/releases/${ids[1]}' is not what was published: 1 problem"
echo more >"$out/releases/${ids[1]}/more.txt"
rm "$out/releases/${ids[1]}/404.html"
echo other >"$out/releases/${ids[1]}/404.html"
run 1 "$orgair" verify --json "$out/releases/${ids[1]}"
[[ $(jq 'len(it["problems"])') == 3 && $(jq 'it["signature"]') == '"none"' ]] || fail "$stdout"
export ORGAIR_SECRET_KEY=0123456789abcdef0123456789abcdef
run 1 "$orgair" verify
prints "unsigned 'manifest.json', though SECRET_KEY is set"
sleep 1.1
run 0 "$orgair" build
prints "published "
run 0 "$orgair" verify
prints "signature: good"
ORGAIR_SECRET_KEY=another-key-0123456789abcdef-another run 1 "$orgair" verify
prints "signature: bad"
ORGAIR_SECRET_KEY='' run 0 "$orgair" verify
prints "signature: not checked (no SECRET_KEY)"
unset ORGAIR_SECRET_KEY
passed "verify names each problem and checks the signature"

# Another run holds the lock.
before=$(tree "$out")
exec 9>>"$out/.lock"
flock -n 9
echo $$ >"$out/.lock"
for command in build rollback; do
  run 6 "$orgair" $command
  says "another run holds the lock '$out/.lock' (pid $$)"
done
run 0 "$orgair" releases
run 0 "$orgair" verify
exec 9>&-
[[ $(tree "$out") == "$before" ]] || fail "a locked run changed the tree"
passed "one run at a time"

# A folder where the link should be.
mkdir -p "$work/folder/current"
run 1 "$orgair" build --out "$work/folder"
says "'$work/folder/current'"
[[ -d $work/folder/current && ! -L $work/folder/current ]] || fail "'current' was replaced"
clean "$work/folder"
passed "a folder named current is left alone"

# A disk that fills up on the way, where this machine lets us have one. Every page changes, and
# each time there is room for some more of them.
small=$work/small
mkdir "$small"
if mount -t tmpfs -o size=20m tmpfs "$small" 2>/dev/null; then
  finish() { umount "$small" && rm -rf "$work"; }
  export ORGAIR_MIN_FREE_MB=0
  run 0 "$orgair" build --out "$small/out"
  before=$(tree "$small/out")
  head -c 20M /dev/zero >"$small/ballast" 2>/dev/null || true
  for room in 0 20 40 80; do
    truncate -s "-${room}K" "$small/ballast"
    ORGAIR_APP_NAME="another title" run 1 "$orgair" build --out "$small/out"
    # Whoever notices first says so: the system, or the workbook that came out cut short.
    [[ $stderr == *"No space left on device"* || $stderr == *"hint: is there room beside it"* ]] ||
      fail "expected a full disk on stderr: $stderr"
    [[ $(tree "$small/out") == "$before" ]] || fail "a full disk changed what is published"
    clean "$small/out"
  done
  run 0 "$orgair" verify --out "$small/out"
  rm "$small/ballast"
  sleep 1.1
  ORGAIR_APP_NAME="another title" run 0 "$orgair" build --out "$small/out"
  prints "published "
  run 0 "$orgair" verify --out "$small/out"
  passed "a full disk"
fi

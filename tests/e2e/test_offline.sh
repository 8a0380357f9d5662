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

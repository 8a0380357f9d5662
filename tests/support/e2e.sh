# For end-to-end suites: . tests/support/e2e.sh
# A folder of its own that goes with the test, a database of its own, and checks that say what was
# expected. The program under test is $orgair; its output is in $stdout and $stderr.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

: "${ORGAIR_TEST_POSTGRES:?the tests need a private cluster: use scripts/run-tests}"
admin_url=$ORGAIR_TEST_POSTGRES
: "${ORGAIR_BUILD:?the tests need a build folder: use scripts/run-tests}"
orgair=$(realpath "$ORGAIR_BUILD/orgair")
work=$(mktemp -d)
# At the end of a suite, which may define it anew. Not at that of a job that a signal ends before it
# is its command: until then it is this shell, with its trap.
finish() { rm -rf "$work"; }
trap '[[ $BASHPID -ne $$ ]] || finish' EXIT
# Nothing of the caller's own set-up may reach the program.
unset DATABASE_URL "${!ORGAIR_@}" "${!PG@}" 2>/dev/null || true
export ORGAIR_LOG_FORMAT=console ORGAIR_LOG_LEVEL=ERROR

# database NAME: a fresh database of this name with schema and demo data; sets DATABASE_URL.
database() {
  local name="e2e_$1_$$"
  psql -q "$admin_url" -c "DROP DATABASE IF EXISTS $name" -c "CREATE DATABASE $name TEMPLATE template0" 2>/dev/null
  DATABASE_URL=${admin_url/\/orgair\?/\/$name?}
  export DATABASE_URL
  "$orgair" migrate up >/dev/null
  "$orgair" seed "${@:2}" >/dev/null
}

sql() { psql -qAtX -v ON_ERROR_STOP=1 "$DATABASE_URL" -c "$1"; }

# run STATUS COMMAND...: runs and insists on the exit status.
run() {
  local expected=$1 actual=0
  shift
  "$@" >"$work/stdout" 2>"$work/stderr" </dev/null || actual=$?
  stdout=$(cat "$work/stdout")
  stderr=$(cat "$work/stderr")
  [[ $actual -eq $expected ]] ||
    fail "exit status $actual, expected $expected: $*"$'\n'"$stdout"$'\n'"$stderr"
}

fail() {
  printf 'FAILED at line %s: %s\n' "${BASH_LINENO[-2]:-?}" "$1" >&2
  exit 1
}

# says TEXT: the last run said so on standard error, word for word.
says() { [[ $stderr == *"$1"* ]] || fail "expected on stderr: $1"$'\n'"got: $stderr"; }
prints() { [[ $stdout == *"$1"* ]] || fail "expected on stdout: $1"$'\n'"got: $stdout"; }
has() { grep -qF -- "$2" "$1" || fail "'$1' lacks: $2"; }
lacks() { ! grep -qF -- "$2" "$1" || fail "'$1' has: $2"; }
same() { diff -r "$1" "$2" >"$work/diff" || fail "'$1' and '$2' differ: $(head -5 "$work/diff")"; }

# The published tree as one digest: contents, names, and where `current` points.
tree() { (cd "$1" && readlink current && find releases -type f -print0 | sort -z | xargs -0 sha256sum) | sha256sum; }
# Nothing temporary may be left in an output folder.
clean() {
  local left
  left=$(find "$1" -maxdepth 1 \( -name '.staging*' -o -name '.removing*' -o -name '*.tmp*' \))
  [[ -z $left ]] || fail "left behind: $left"
}
passed() { printf 'ok  %s\n' "$1"; }

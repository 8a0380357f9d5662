#!/usr/bin/env bash
# Settings, help and the manual page as their users see them; what happens to the output's end.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"
unset ORGAIR_LOG_FORMAT ORGAIR_LOG_LEVEL
readme=$PWD/README.md
cd "$work"

# The table: every setting with its value and where it comes from.
cat >.env <<'ENV'
export JOBS=2
ORGAIR_SECRET_KEY='hunter2'
ENV
export ORGAIR_LAMBDA_PENALTY=0.3 DATABASE_URL='postgresql://u:hunter2@nowhere/db'
run 0 "$orgair" settings --set APP_NAME=Fund -q
value() { awk -v name="$1" '$1 == name { $1 = ""; print substr($0, 2) }' "$work/stdout"; }
expect() { [[ $(value "$1") == "$2" ]] || fail "$1: '$(value "$1")', expected '$2'"; }
expect JOBS "2 file .env:1"
expect SECRET_KEY "******** file .env:2"
expect LAMBDA_PENALTY "0.3 environment ORGAIR_LAMBDA_PENALTY"
expect DATABASE_URL "postgresql://u:********@nowhere/db environment DATABASE_URL"
expect APP_NAME "Fund --set"
expect LOG_LEVEL "WARNING --quiet"
expect SITE_URL "(unset) default"
expect CACHE_DIR "out/cache default"
[[ -z $stderr ]] || fail "on stderr: $stderr"
passed "the table says values and sources"

run 0 "$orgair" settings --json
python3 - "$work/stdout" <<'PY'
import json, sys
rows = json.load(open(sys.argv[1]))
names = [row["name"] for row in rows]
assert names == sorted(names) and len(set(names)) == len(names) >= 38, names
for row in rows:
    assert set(row) == {"name", "value", "source", "default", "range", "help"}, row
    assert "hunter2" not in json.dumps(row), row
PY
lacks "$work/stdout" hunter2
passed "the same as JSON"

run 0 "$orgair" settings --markdown
[[ $(head -n 1 "$work/stdout") == "| Setting | Default | Expected | Meaning |" ]] || fail "no heading"
[[ $(awk -F ' \\| ' '{ print NF }' "$work/stdout" | sort -u | tr '\n' ' ') == "1 4 " ]] ||
  fail "a row of the Markdown has not four cells"
# shellcheck disable=SC2016
if [[ -e $readme ]] && grep -q '^| `ALPHA_VR_WEIGHT` ' "$readme"; then
  while IFS= read -r line; do has "$readme" "$line"; done <"$work/stdout"
fi
passed "the table of the README"

# What is wrong is said all at once, by every command, and no secret with it.
export ORGAIR_LAMBDA_PENALTY=0.6 ORGAIR_LOG_LEVL=INFO DATABASE_URL=$'postgresql://u:hunter2@nowhere/\x01'
for command in settings build "cache list"; do
  # shellcheck disable=SC2086
  run 2 "$orgair" $command --set LOG_FORMAT=console --set JOBS=65
  says "LAMBDA_PENALTY is '0.6' (environment ORGAIR_LAMBDA_PENALTY), expected 0 to 0.50"
  says "unknown setting 'ORGAIR_LOG_LEVL' (environment), did you mean 'ORGAIR_LOG_LEVEL'?"
  says "JOBS is '65' (--set), expected 0 to 64"
  says "DATABASE_URL is 'postgresql://u:********@nowhere/ ' (environment DATABASE_URL)"
  says "orgair: 4 settings are wrong"
  lacks "$work/stderr" hunter2
  lacks "$work/stdout" hunter2
done
unset ORGAIR_LAMBDA_PENALTY ORGAIR_LOG_LEVL
export DATABASE_URL=host=/nowhere
passed "every problem at once, on every command"

# The last word of a run that fails is one JSON line where the log is JSON.
run 5 "$orgair" migrate status --set DB_CONNECT_ATTEMPTS=1
python3 - "$work/stderr" <<'PY'
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1])]
last = lines[-1]
assert last["level"] == "error" and last["status"] == 5, last
assert "/nowhere" in last["error"] and last["hint"], last
assert len({line["run"] for line in lines}) == 1, lines
PY
run 5 "$orgair" migrate status --set DB_CONNECT_ATTEMPTS=1 --set LOG_FORMAT=console
says "orgair: cannot connect to "
says $'\nhint: '
passed "the error of a run as JSON and for people"

# Help, of all and of each; every page fits 80 columns.
run 0 "$orgair" help
prints "Usage: orgair [OPTION]... COMMAND"
overview=$stdout
run 0 "$orgair" --help
[[ $stdout == "$overview" ]] || fail "--help differs from help"
run 0 "$orgair"
[[ $stdout == "$overview" ]] || fail "no command at all differs from help"
mapfile -t commands < <(sed -nE '/^Commands:/,/^$/ s/^  ([a-z-]+( [a-z-]+)?)(  | [A-Z[]|$).*/\1/p' <<<"$overview")
[[ ${#commands[@]} -ge 10 ]] || fail "the overview names ${#commands[@]} commands"
for command in "${commands[@]}"; do
  # shellcheck disable=SC2086
  run 0 "$orgair" help $command
  prints "Usage: orgair $command"
  page=$stdout
  # shellcheck disable=SC2086
  run 0 "$orgair" $command --help
  [[ $stdout == "$page" ]] || fail "'$command --help' differs from 'help $command'"
  wide=$(awk 'length > 80' "$work/stdout")
  [[ -z $wide ]] || fail "wider than 80: $wide"
  grep -qF ".It Cm ${command// /\\ }" <("$orgair" help --man) || fail "the manual page lacks '$command'"
done
run 0 "$orgair" help cache
prints "Usage: orgair cache COMMAND"
prints "cache show KEY"
run 2 "$orgair" help biuld
says "unknown command 'biuld'"
says "did you mean 'build'?"
run 2 "$orgair" cache
says "orgair: 'cache' needs a command behind it: invalidate, list, show, verify"
run 0 "$orgair" --version
[[ $stdout =~ ^orgair\ [0-9]+\.[0-9]+\.[0-9]+$ ]] || fail "version: $stdout"
passed "help"

run 0 "$orgair" help --man
cp "$work/stdout" orgair.1
lint=$(mandoc -Tlint -W warning orgair.1 2>&1 | grep -v 'outdated mandoc.db' || true)
[[ -z $lint ]] || fail "$lint"
mandoc -Tascii orgair.1 | sed 's/.\x08//g' >orgair.txt
for text in "--config FILE" "ORGAIR_W_TALENT" "EXIT STATUS" "orgair rollback"; do
  has orgair.txt "$text"
done
passed "the manual page has no faults"

# Results that cannot be written are a failure; a reader that has seen enough is none.
run 1 bash -c "'$orgair' settings >/dev/full"
says "orgair: cannot write to the standard output: No space left on device"
run 1 bash -c "'$orgair' --version >/dev/full"
run 1 bash -c "'$orgair' help --man >/dev/full"
says "orgair: cannot write to the standard output: No space left on device"
run 1 bash -c "'$orgair' settings >&-"
says "orgair: cannot write to the standard output: Bad file descriptor"
run 0 bash -c "set -o pipefail; { '$orgair' help --man; echo \$? >status; } | head -n 1"
[[ $(cat status) -eq 141 || $(cat status) -eq 0 ]] || fail "status $(cat status) with a closed pipe"
[[ -z $stderr ]] || fail "on stderr: $stderr"
run 0 bash -c "{ sleep 0.2; '$orgair' settings; echo \$? >status; } | true"
[[ $(cat status) -eq 141 && -z $stderr ]] || fail "status $(cat status): $stderr"
# With stderr closed nothing of the log may end up in a file that the program opens.
run 2 bash -c "'$orgair' build --set JOBS=65 2>&- <&-"
passed "the ends of the output"

# Colour on a terminal only, and not with NO_COLOR.
failing="'$orgair' migrate status --set DB_CONNECT_ATTEMPTS=2 --set LOG_FORMAT=console"
run 0 env TERM=xterm script -qc "$failing" typescript
grep -q $'\033\[33mwarning' typescript || fail "no colour on a terminal: $(cat -v typescript)"
run 0 env TERM=xterm NO_COLOR=1 script -qc "$failing" typescript
! grep -q $'\033' typescript || fail "colour in spite of NO_COLOR"
run 0 env TERM=dumb script -qc "$failing" typescript
! grep -q $'\033' typescript || fail "colour on a dumb terminal"
run 5 bash -c "$failing"
lacks "$work/stderr" $'\033'
passed "colour"

#!/usr/bin/env bash
# How far a build is, on a terminal: counts, rate and time left, and no trace of it afterwards.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"

database progress
"$orgair" seed --synthetic 150 >/dev/null
total=$(sql "SELECT count(*) FROM public.organizations")
export ORGAIR_LOG_LEVEL=INFO ORGAIR_JOBS=1
unset NO_COLOR

# on_terminal TYPE WIDTH ARGUMENT...: a build on a terminal; what it received is in $work/screen.
on_terminal() {
  local type=$1 width=$2 words
  shift 2
  printf -v words '%q ' "$orgair" build --out "$work/out-$((++outs))" "$@"
  TERM=$type script -qec "stty cols $width; $words" "$work/typescript" </dev/null >/dev/null 2>&1 ||
    fail "the build failed: $(cat "$work/typescript")"
  sed '1d;$d' "$work/typescript" >"$work/screen"
}
outs=0

# drawn: the lines of progress as they were drawn, one a line.
drawn() { tr '\r' '\n' <"$work/screen" | grep -aE '^organizations  ' || true; }

on_terminal xterm 100
[[ $(drawn | wc -l) -ge 1 ]] || fail "no progress was drawn"
pattern=$'^organizations  [0-9]+ of '$total$' \\([0-9]+ %\\)(  [0-9.,]+/s(  [0-9:]+ left)?)?\e\\[K$'
! drawn | grep -avE "$pattern" >"$work/odd" || fail "drawn: $(cat -v "$work/odd")"
last=0
while read -r count; do
  [[ $count -ge $last ]] || fail "the count falls from $last to $count"
  last=$count
done < <(drawn | sed -n 's/^organizations  \([0-9]*\) .*/\1/p')
passed "counts, rate and time left are drawn"

# The log's lines and the closing one stand alone: what a terminal shows of each line is what came
# behind its last return to the left, where a clearing follows or nothing was before.
python3 - "$work/screen" <<'PYTHON' || fail "a line of the log stands on what was drawn"
import re, sys
lines = open(sys.argv[1], newline="").read().split("\r\n")
for line in lines:
    shown = ""
    pieces = line.split("\r")
    if any(len(piece) > 3 and piece.endswith("\x1b[K") for piece in pieces[:-1]):
        if not pieces[-1].startswith("\x1b[K"):
            sys.exit(f"not cleared before: {pieces[-1]!r}")
    for piece in pieces:
        shown = re.sub(r"^\x1b\[K", "", piece) if piece.startswith("\x1b[K") else piece + shown[len(piece):]
    plain = re.sub(r"\x1b\[[0-9;]*[mK]", "", shown).strip("\n")
    if plain and not re.match(r"\d{4}-\d\d-\d\dT\S+ \S+ (info|warning) |published \S+: \d+ organizations", plain):
        sys.exit(f"on the screen: {plain!r}")
PYTHON
passed "nothing of it stays on the screen"

# No line is wider than the terminal, which would wrap it.
on_terminal xterm 20
[[ $(drawn | wc -l) -ge 1 ]] || fail "no progress was drawn on a narrow terminal"
! drawn | sed $'s/\e\\[K$//' | grep -aE '.{20}' >"$work/odd" || fail "too wide: $(cat -v "$work/odd")"
passed "a narrow terminal gets a short line"

# Nothing where it cannot be cleared, where the log is for machines, or where there is none.
for case in "dumb" "xterm --quiet" "xterm --set LOG_FORMAT=json"; do
  read -ra words <<<"$case"
  on_terminal "${words[0]}" 100 "${words[@]:1}"
  [[ -z $(drawn) ]] || fail "$case: $(drawn | head -1 | cat -v)"
done
run 0 "$orgair" build --out "$work/piped"
[[ $stderr != *" of $total"* && $stderr != *$'\r'* ]] || fail "progress in a pipe: $stderr"
passed "no progress where nobody watches"

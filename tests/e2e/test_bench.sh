#!/usr/bin/env bash
# scripts/bench: that it runs, and what its table says. No time is judged.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"

# The table: medians of time, the largest memory, targets where there are some.
rows() {
  printf '%s\tfull build\t%s\t%s\t%s\t%s\t100290\t1234567890\n' \
    100000 9.5 6 2.25 50000000 100000 7 8 4 70000000 100000 7.5 9 2.5 60000000 \
    1000000 80 100 30 77000001 demo 3 0.25 0.25 1e7 10000 0.7 0.75 0.05 96000001
  printf '%s\t%s\t%s\t0.25\t0.75\t1\t0\t0\n' 10000 'nothing changed' 0.0499 100000 'nothing changed' 0.0501 \
    100000 'one name changed' 2.4 demo 'nothing changed' 9
  printf '100000\tload: seed --synthetic 100000\t29.5\t0.1\t0\t1\t-\t-\n'
}
table=$(rows | awk -f tests/bench/table.awk)
expected=$(
  cat <<'TABLE'
| organizations | what | runs | wall s | CPU s | of it system | peak MB | files | MB | target | |
|---:|---|---:|---:|---:|---:|---:|---:|---:|---|---|
| 100,000 | full build | 3 | 7.50 | 11.50 | 2.50 | 70 | 100,290 | 1234.6 | 12 s CPU, 8 s wall, 96 MB | met |
| 1,000,000 | full build | 1 | 80.00 | 130.00 | 30.00 | 77 | 100,290 | 1234.6 | 78.8 s wall (10.5 times that of 100,000), 77 MB (that of 100,000, and a tenth) | missed |
| demo | full build | 1 | 3.00 | 0.500 | 0.250 | 10 | 100,290 | 1234.6 | 0.4 s CPU | missed |
| 10,000 | full build | 1 | 0.700 | 0.800 | 0.050 | 96 | 100,290 | 1234.6 |  |  |
| 10,000 | nothing changed | 1 | 0.050 | 1.00 | 0.750 | 0 | 0 | 0.0 | 0.05 s wall | met |
| 100,000 | nothing changed | 1 | 0.050 | 1.00 | 0.750 | 0 | 0 | 0.0 | 0.05 s wall | missed |
| 100,000 | one name changed | 1 | 2.40 | 1.00 | 0.750 | 0 | 0 | 0.0 | 2.5 s wall | met |
| demo | nothing changed | 1 | 9.00 | 1.00 | 0.750 | 0 | 0 | 0.0 |  |  |
| 100,000 | load: seed --synthetic 100000 | 1 | 29.50 | 0.100 | 0.000 | 0 |  |  | 30 s wall | met |
TABLE
)
diff <(printf '%s\n' "$expected") <(printf '%s\n' "$table") || fail "the table is another"
passed "the table has medians, the largest memory, and the targets"

# A command and its children are measured, and its failure is passed on.
read -r wall user system peak < <(python3 tests/bench/measure.py python3 -c '
import os
if os.fork() == 0:
    block = b"x" * 100_000_000
    while sum(os.times()[:2]) < 0.2: pass
    os._exit(0)
os.wait()
print("said")' 2>"$work/said")
[[ $(cat "$work/said") == said ]] || fail "what a command prints is lost"
awk -v w="$wall" -v u="$user" -v s="$system" -v p="$peak" \
  'BEGIN { exit !(w > 0 && u > 0 && s > 0 && u + s >= 0.2 && p > 1e8 && p < 1e9) }' ||
  fail "of a child: $wall s, $user + $system s CPU, $peak bytes"
run 7 python3 tests/bench/measure.py sh -c 'exit 7'
passed "children are measured too"

# A small run, of the build under test.
scratch=$work/scratch
mkdir "$scratch"
chmod 711 "$work" "$scratch"
TMPDIR=$scratch run 0 scripts/bench --build "$(dirname "$orgair")" --organizations 50 --runs 1 --jobs 2
[[ -z $(ls -A "$scratch") ]] || fail "left behind: $(ls -A "$scratch")"
[[ ${stdout%%$'\n'*} =~ ^orgair\ [0-9.]+\ \(.+\),\ 2\ jobs\;\ .+,\ [0-9]+\ cores,\ [0-9]+\ GB\ memory,\ [a-z0-9]+,\ Linux\ .+,\ PostgreSQL\ [0-9.]+,\ [0-9-]+$ ]] ||
  fail "the machine is not named: ${stdout%%$'\n'*}"
number='[0-9,]*[0-9](\.[0-9]+)?'
for what in 'load: seed --synthetic 50' 'full build' 'its files copied by cp' 'nothing changed' 'one score changed' \
  'one name changed' 'its files linked by cp' 'every organization changed'; do
  row=$(grep -F "| 50 | $what | 1 |" <<<"$stdout") || fail "no row '$what': $stdout"
  [[ $row =~ ^\|\ 50\ \|\ .*\ \|\ 1\ \|\ $number\ \|\ $number\ \|\ $number\ \|\ $number\ \|\ ($number)?\ \|\ ($number)?\ \|\ \ \|\ \ \|$ ]] ||
    fail "row '$row'"
done
[[ $(wc -l <<<"$stdout") -eq 12 ]] || fail "$stdout"
files() { awk -F' *[|] *' -v what="$1" '$3 == what { gsub(",", "", $9); print $9 }' <<<"$stdout"; }
full=$(files 'full build') one=$(files 'one name changed') all=$(files 'every organization changed')
[[ $(files 'nothing changed') -eq 0 && $one -gt 0 && $one -lt $all && $all -ge 50 && $all -lt $full ]] ||
  fail "files written: full $full, nothing $(files 'nothing changed'), one name $one, all $all"
TMPDIR=$scratch run 0 scripts/bench --triggers --build "$(dirname "$orgair")" --organizations 50
[[ -z $(ls -A "$scratch") ]] || fail "left behind: $(ls -A "$scratch")"
[[ $(sed -n 3,4p <<<"$stdout") == "| organizations | statement | without | with |"$'\n'"|---:|---|---:|---:|" ]] || fail "$stdout"
for what in 'UPDATE of one organization' 'UPDATE of a sector, [0-9]+ organizations' 'UPDATE of its [0-9]+ scores' \
  'INSERT of its [0-9]+ scores'; do
  [[ $(grep -cE "^\| 50 \| $what \| [0-9.]+ ms \| [0-9.]+ ms \|\$" <<<"$stdout") -eq 1 ]] || fail "no row '$what': $stdout"
done
[[ $(wc -l <<<"$stdout") -eq 8 ]] || fail "$stdout"
run 2 scripts/bench --organizations 10,many
says "--organizations '10,many' is not 'demo' or numbers"
passed "a small run has every row"

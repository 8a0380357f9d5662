#!/usr/bin/env bash
# Weights edited in a spreadsheet come back: what changes, what is refused and where, old rows kept.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"

export ORGAIR_OUT_DIR=$work/out
table=public.focus_group_dimension_weights
database weights --demo
run 0 "$orgair" build
book=$work/out/current/sectors/technology/technology.xlsx
all=$work/out/current/portfolio.xlsx
here=$PWD
cd "$work"

# edit FROM TO CELL VALUE...: a copy of a workbook with cells of its sheet of weights changed.
edit() {
  /usr/bin/python3 -W ignore - "$@" <<'PYTHON'
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
for cell, value in zip(sys.argv[3::2], sys.argv[4::2]):
    if cell == "title":
        book.properties.title = value
        continue
    try:
        value = float(value)
    except ValueError:
        pass
    book["Weights"][cell] = value
book.save(sys.argv[2])
PYTHON
}
rows() { sql "SELECT md5(string_agg(w::text, chr(10) ORDER BY w.weight_id)) FROM $table w"; }
# refuses FILE LINE...: nothing is written, and these lines are all that is printed.
refuses() {
  local file=$1 line
  shift
  run 1 "$orgair" weights import "$file" --effective-from 2026-12-01 --yes
  for line in "$@"; do prints "$line"; done
  [[ $(wc -l <<<"$stdout") -eq $# ]] || fail "expected $# problems: $stdout"
  says "'$file' is refused: $# problem"
  [[ $(rows) == "$before" ]] || fail "a refused file wrote something"
}
# on_terminal ANSWER COMMAND...
on_terminal() { script -qec "${*:2}" /dev/null <<<"$1"; }
before=$(rows)

# As it was published, and as another program saves it.
run 0 "$orgair" weights import "$book" --effective-from 2026-12-01
prints "nothing to do"
run 0 "$orgair" weights import "$all" --effective-from 2026-12-01
prints "nothing to do"
[[ $(rows) == "$before" ]] || fail "nothing to do, but something was written"
passed "published workbooks change nothing"

# The command line.
run 2 "$orgair" weights import "$book"
says "--effective-from is missing"
run 2 "$orgair" weights import "$book" --effective-from 2026-02-30
says "--effective-from '2026-02-30' is not a day, expected YYYY-MM-DD"
touch weights.ods
run 2 "$orgair" weights import weights.ods --effective-from 2026-12-01
says "'weights.ods' is neither .xlsx nor .csv"
run 2 "$orgair" weights import "$all" --sector energy --effective-from 2026-12-01
says "--sector is for a sheet that names no sector"
run 1 "$orgair" weights import "$book" --sector energy --effective-from 2026-12-01
says "is of sector 'pe_technology', not of 'pe_energy'"
edit "$book" untitled.xlsx title "Weights"
run 2 "$orgair" weights import untitled.xlsx --effective-from 2026-12-01
says "'untitled.xlsx' does not say which sector it is of"
says "hint: --sector ID names it"
run 0 "$orgair" weights import untitled.xlsx --sector technology --effective-from 2026-12-01
prints "nothing to do"
passed "what the command line must say"

# Refusals name the cell, all of them at once.
edit "$book" a.xlsx C7 0.2255 C2 1.5 C3 much E4 "" F5 45000 A6 Leaders
refuses a.xlsx "'Weights'!C7: weight '0.2255' has more than 3 decimals, expected 0 to 1" \
  "'Weights'!C2: weight '1.5' is out of range, expected 0 to 1" \
  "'Weights'!C3: weight 'much' is no number, expected 0 to 1" \
  "'Weights'!F5: in force since '2023-03-15', expected '2025-01-01', as it is in the database" \
  "'Weights'!A6: dimension 'leadership' is named 'Leaders', expected 'Leadership'"
edit "$book" a.xlsx C2 0.151
refuses a.xlsx "'Weights': weights of sector 'pe_technology' sum to 1.001, expected 1.000"
edit "$book" a.xlsx C2 "=0.1+0.05"
refuses a.xlsx "'Weights'!C2: weight '' is a formula without a result, save it in a spreadsheet program"
edit "$book" a.xlsx B2 culture B3 cultures
refuses a.xlsx "'Weights'!B8: dimension 'culture' of sector 'pe_technology' is there already, at 'Weights'!B2" \
  "'Weights'!B3: unknown dimension code 'cultures'" \
  "'Weights': dimension 'data_infrastructure' of sector 'pe_technology' is missing" \
  "'Weights': dimension 'ai_governance' of sector 'pe_technology' is missing" \
  "'Weights'!A2: dimension 'culture' is named 'Data Infrastructure', expected 'Culture'"
edit "$book" a.xlsx D2 0.3
refuses a.xlsx "'Weights'!D2: weight used '0.3' is a result, expected a change of 'Weight' instead"
edit "$all" a.xlsx A2 Space
refuses a.xlsx "'Weights'!A2: unknown sector 'Space'" \
  "'Weights': dimension 'data_infrastructure' of sector 'pe_manufacturing' is missing"
edit "$book" a.xlsx C1 Share
run 1 "$orgair" weights import a.xlsx --effective-from 2026-12-01
says "'Weights'!C1: title 'Share' is not one of the sheet's"
edit "$book" swap.xlsx C2 0.17 C5 0.2 E5 "Talent is most of it"
for day in 2024-06-01:begins 2025-01-01:itself; do
  run 1 "$orgair" weights import swap.xlsx --effective-from "${day%:*}" --yes
  prints "${day#*:}"
done
prints "'Weights'!C2: weight 'data_infrastructure' of sector 'pe_technology' is in force since '2025-01-01' itself, expected a later --effective-from"
[[ $(rows) == "$before" ]] || fail "a refused file wrote something"
passed "a refused file names the cells and writes nothing"

# Asked on a terminal; without one nothing is written unless --yes says so.
run 2 "$orgair" weights import swap.xlsx --effective-from 2026-12-01
prints "pe_technology  data_infrastructure   0.150  0.170  as before"
prints "pe_technology  talent                0.220  0.200  'Talent is everything' -> 'Talent is most of it'"
says "nothing was written: there is no terminal to ask on"
says "hint: --yes writes what is shown"
run 1 on_terminal n "$orgair" weights import swap.xlsx --effective-from 2026-12-01
prints "in force from 2026-12-01? [y/N]"
prints "not confirmed, nothing was written"
[[ $(rows) == "$before" ]] || fail "written without a yes"
passed "without a yes nothing is written"

# All or nothing: the second row of a change fails.
sql "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS \$\$ BEGIN
  IF NEW.dimension_id = 'pe_dim_talent' THEN RAISE EXCEPTION 'not this one'; END IF; RETURN NEW; END \$\$" >/dev/null
sql "CREATE TRIGGER refuse BEFORE INSERT ON $table FOR EACH ROW EXECUTE FUNCTION refuse()" >/dev/null
run 1 "$orgair" weights import swap.xlsx --effective-from 2026-12-01 --yes
says "cannot write the weights: not this one"
[[ $(rows) == "$before" ]] || fail "half of a change was written"
sql "DROP FUNCTION refuse CASCADE" >/dev/null 2>&1
sql "CREATE ROLE reads_weights_$$ LOGIN IN ROLE orgair_reader" >/dev/null
run 1 env PGUSER="reads_weights_$$" DATABASE_URL="${DATABASE_URL/orgair@/reads_weights_$$@}" \
  "$orgair" weights import swap.xlsx --effective-from 2026-12-01 --yes
says "permission denied"
sql "DROP ROLE reads_weights_$$" >/dev/null
[[ $(rows) == "$before" ]] || fail "a reader wrote"
passed "one transaction, and only by a role that may write"

# Written: LibreOffice saved this one, with shared strings.
soffice --headless "-env:UserInstallation=file://$work/profile" --convert-to xlsx --outdir saved swap.xlsx >/dev/null 2>&1
unzip -p saved/swap.xlsx xl/sharedStrings.xml | grep -q "Talent is most of it" || fail "no shared strings"
kept=$(sql "SELECT md5(string_agg(w::text, chr(10) ORDER BY w.weight_id)) FROM $table w
  WHERE NOT (focus_group_id = 'pe_technology' AND dimension_id IN ('pe_dim_talent', 'pe_dim_data_infra'))")
run 0 "$orgair" weights import saved/swap.xlsx --effective-from 2026-12-01 --yes
prints "2 weights written, in force from 2026-12-01"
[[ $(sql "SELECT weight, weight_rationale, effective_from, effective_to, is_current FROM $table
  WHERE focus_group_id = 'pe_technology' AND dimension_id IN ('pe_dim_talent', 'pe_dim_data_infra')
  ORDER BY dimension_id, effective_from") == "0.150|Assumed competent|2025-01-01|2026-12-01|f
0.170|Assumed competent|2026-12-01||t
0.220|Talent is everything|2025-01-01|2026-12-01|f
0.200|Talent is most of it|2026-12-01||t" ]] || fail "other rows than expected"
[[ $(sql "SELECT md5(string_agg(w::text, chr(10) ORDER BY w.weight_id)) FROM $table w
  WHERE NOT (focus_group_id = 'pe_technology' AND dimension_id IN ('pe_dim_talent', 'pe_dim_data_infra'))") == "$kept" ]] ||
  fail "a row that did not change was touched"
for day in 2026-11-30:0.15:0.22 2026-12-01:0.17:0.2; do
  IFS=: read -r date data talent <<<"$day"
  cd "$here"
  run 0 "$orgair" build --as-of "$date"
  cd "$work"
  shown=$(/usr/bin/python3 -c "
import openpyxl
sheet = openpyxl.load_workbook('$book')['Weights']
print(sheet['C2'].value, sheet['C5'].value, sep=':')")
  [[ $shown == "$data:$talent" ]] || fail "as of $date: $shown"
done
run 0 "$orgair" weights import "$book" --effective-from 2026-12-02
prints "nothing to do"
passed "old rows are closed, new ones begin, and --as-of shows both"

# A sheet of before is not taken for one of now; what begins later stands in the way.
before=$(rows)
edit swap.xlsx old.xlsx C3 0.11 C4 0.19
run 1 "$orgair" weights import old.xlsx --effective-from 2026-12-05 --yes
prints "'Weights'!F2: in force since '2025-01-01', expected '2026-12-01', as it is in the database"
run 1 "$orgair" weights import old.xlsx --effective-from 2026-11-01 --yes
prints "'Weights': weight 'data_infrastructure' of sector 'pe_technology' ends on '2026-12-01', after --effective-from '2026-11-01'"
[[ $(rows) == "$before" ]] || fail "an old sheet was written"

# CSV, for several sectors.
{
  printf 'focus_group_id,dimension_code,weight,weight_rationale\r\n'
  sql "COPY (SELECT focus_group_id, dimension_code, CASE WHEN focus_group_id = 'pe_energy' AND dimension_code = 'culture'
    THEN weight + 0.01 WHEN focus_group_id = 'pe_energy' AND dimension_code = 'talent' THEN weight - 0.01
    ELSE weight END, weight_rationale FROM $table JOIN public.dimensions USING (dimension_id)
    WHERE effective_to IS NULL AND focus_group_id IN ('pe_energy', 'pe_retail')
    ORDER BY focus_group_id, dimensions.display_order) TO STDOUT (FORMAT csv)"
} >new.csv
sed -E '7s/,0\.[0-9]+,/,0.1055,/; 3s/ai_governance/governance/' new.csv >bad.csv
refuses bad.csv "bad.csv:7: weight '0.1055' has more than 3 decimals, expected 0 to 1" \
  "bad.csv:3: unknown dimension code 'governance'" \
  "bad.csv: dimension 'ai_governance' of sector 'pe_energy' is missing"
sed '5s/$/,x/' new.csv >bad.csv
run 1 "$orgair" weights import bad.csv --effective-from 2026-12-01
says "bad.csv:5: 5 fields, expected 4"
run 0 on_terminal y "$orgair" weights import new.csv --effective-from 2026-12-01
prints "2 weights written, in force from 2026-12-01"
[[ $(sql "SELECT count(*) FROM $table WHERE effective_from = '2026-12-01' AND focus_group_id = 'pe_energy'") == 2 ]] ||
  fail "not two rows of CSV"
run 0 "$orgair" weights import new.csv --effective-from 2026-12-02
prints "nothing to do"
passed "CSV, confirmed on a terminal"

# Between the question and the answer somebody else changes the same sector. answering SQL FILE: the
# import's question is answered with yes once SQL is done; what it says is in $work/answered.
answering() {
  local asked=$work/asked
  rm -f "$asked"
  mkfifo "$asked"
  : >"$work/answered"
  (
    status=0
    script -qefc "$orgair weights import $2 --effective-from 2027-03-01" "$work/answered" <"$asked" >/dev/null || status=$?
    echo "$status" >"$work/status"
  ) &
  exec 8>"$asked"
  for ((tries = 0; tries < 600; tries++)); do
    grep -q '\[y/N\]' "$work/answered" && break
    sleep 0.05
  done
  sql "$1" >/dev/null
  before=$(rows)
  echo y >&8
  exec 8>&-
  wait
}
cd "$here"
run 0 "$orgair" build --out "$work/now"
cd "$work"
now=$work/now/current/sectors/healthcare/healthcare.xlsx
culture=$(sql "SELECT weight_rationale FROM $table WHERE focus_group_id = 'pe_healthcare' AND dimension_id = 'pe_dim_culture'")
edit "$now" mine.xlsx E2 "Reviewed in spring"
for other in \
  "UPDATE $table SET weight_rationale = 'Reviewed by another' WHERE focus_group_id = 'pe_healthcare' AND dimension_id = 'pe_dim_culture' AND effective_to IS NULL" \
  "UPDATE $table SET effective_to = '2027-06-01' WHERE focus_group_id = 'pe_healthcare' AND dimension_id = 'pe_dim_culture' AND effective_to IS NULL"; do
  answering "$other" mine.xlsx
  [[ $(cat "$work/status") -eq 1 ]] || fail "status $(cat "$work/status"): $(cat "$work/answered")"
  has "$work/answered" "sector 'pe_healthcare' was changed meanwhile, nothing was written"
  has "$work/answered" "hint: build again, and edit the new workbook"
  [[ $(rows) == "$before" ]] || fail "written over what another wrote"
  sql "UPDATE $table SET effective_to = NULL, weight_rationale = '$culture' WHERE focus_group_id = 'pe_healthcare' AND dimension_id = 'pe_dim_culture'"
done
# Another sector is no obstacle.
answering "UPDATE $table SET weight_rationale = 'Reviewed by another' WHERE focus_group_id = 'pe_retail' AND dimension_id = 'pe_dim_culture' AND effective_to IS NULL" mine.xlsx
[[ $(cat "$work/status") -eq 0 ]] || fail "status $(cat "$work/status"): $(cat "$work/answered")"
has "$work/answered" "1 weight written, in force from 2027-03-01"
passed "weights that another changed meanwhile are not written over"

# The portfolio's sheet: several sectors at once, each checked on its own.
cd "$here"
run 0 "$orgair" build --as-of 2027-04-30 --out "$work/now"
cd "$work"
all=$work/now/current/portfolio.xlsx
before=$(rows)
# row SECTOR CODE: the row of a sector's dimension on the portfolio's sheet.
row() {
  /usr/bin/python3 -W ignore -c "
import sys, openpyxl
sheet = openpyxl.load_workbook('$all')['Weights']
print(next(line[0].row for line in sheet.iter_rows() if (line[0].value, line[2].value) == tuple(sys.argv[1:])))" "$@"
}
retail=$(row 'Retail & Consumer' culture) services=$(row 'Professional Services' talent)
edit "$all" funds.xlsx "D$retail" 0.5 "F$services" "Talent and nothing else"
run 1 "$orgair" weights import funds.xlsx --effective-from 2027-05-01 --yes
prints "'Weights': weights of sector 'pe_retail' sum to $(sql "SELECT (0.5 + sum(weight))::numeric(4,3) FROM $table
  WHERE focus_group_id = 'pe_retail' AND effective_to IS NULL AND dimension_id <> 'pe_dim_culture'"), expected 1.000"
says "'funds.xlsx' is refused: 1 problem"
[[ $(rows) == "$before" ]] || fail "a refused file wrote something"
edit "$all" funds.xlsx "F$retail" "Culture is most of it" "F$services" "Talent and nothing else"
run 0 "$orgair" weights import funds.xlsx --effective-from 2027-05-01 --yes
prints "pe_retail"
prints "pe_professional_services"
prints "2 weights written, in force from 2027-05-01"
[[ $(sql "SELECT focus_group_id, weight_rationale FROM $table WHERE effective_from = '2027-05-01' ORDER BY 1") == "pe_professional_services|Talent and nothing else
pe_retail|Culture is most of it" ]] || fail "other rows than expected"
passed "the portfolio's sheet of weights comes back too"

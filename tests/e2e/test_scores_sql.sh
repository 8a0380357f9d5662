#!/usr/bin/env bash
# Every published score against a second computation, in SQL: tests/support/scores.sql.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"
database scores_sql --demo
out=$work/out

# build ARGUMENT...: a site; findings of severity error are fine.
build() { "$orgair" build --out "$out" --set MAX_ORGANIZATION_DROP_PCT=100 "$@" >/dev/null; }

# expected DAY [NAME=VALUE...]: the second computation, to $work/expected.
expected() {
  local arguments=(-v as_of="$1" -v alpha=0.60 -v beta=0.12 -v lambda=0.25 -v delta=0.15) pair
  for pair in "${@:2}"; do arguments+=(-v "$pair"); done
  psql -qAtX -v ON_ERROR_STOP=1 "${arguments[@]}" -f tests/support/scores.sql "$DATABASE_URL" >"$work/expected"
}

# published FILE: all that is said of every organization's score, to a file.
published() {
  python3 - "$out/current/api/v1/sectors" >"$1" <<'PYTHON'
import json, pathlib, sys
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.json")):
    for row in json.loads(path.read_text())["organizations"]:
        print(row["organization_id"], json.dumps(row["scores"]))
PYTHON
}

# shown DAY FILE: the same of `orgair show`, which reads and scores by itself.
shown() {
  local id
  for id in $(sql 'SELECT organization_id FROM public.organizations'); do
    printf '%s ' "$id"
    "$orgair" show organization "$id" --json --as-of "$1" | tr -d '\n'
    echo
  done >"$2"
}

# compare FILE LEAST: every organization that either of the two scores, at least LEAST of them.
compare() {
  python3 - "$1" "$work/expected" "$2" <<'PYTHON' || fail 'the two computations differ'
import json, sys

said, expected, least = sys.argv[1:]
names = ("weighted_mean sigma v_r position_factor h_r synergy org_ai_r interval_low "
         "interval_high").split()
published = {}
for line in open(said):
    id, scores = line.split(" ", 1)
    scores = json.loads(scores)
    if scores and scores["org_ai_r"] is not None:
        published[id] = scores
computed = {}
for line in open(expected):
    fields = line.rstrip("\n").split("|")
    computed[fields[0]] = dict(zip(names, map(float, fields[1:]), strict=True))
problems = [f"{id}: only the program has a score" for id in published.keys() - computed.keys()]
problems += [f"{id}: only the second computation has a score" for id in computed.keys() - published.keys()]
worst = 0
for id in published.keys() & computed.keys():
    for name in names:
        distance = abs(published[id][name] - computed[id][name])
        worst = max(worst, distance)
        if distance > 0.005:
            problems.append(f"{id}: {name} is {published[id][name]}, computed {computed[id][name]}")
if len(published) < int(least):
    problems.append(f"{len(published)} scores, expected {least} or more")
for problem in problems:
    print(problem, file=sys.stderr)
print(f"    {len(published)} organizations, {len(names)} numbers each, within {worst:.1e}")
sys.exit(bool(problems))
PYTHON
}

for day in "$(sql 'SELECT current_date')" 2026-01-15 2025-09-30 2025-09-29 2025-03-31; do
  build --as-of "$day"
  expected "$day"
  published "$work/published"
  compare "$work/published" 20
  passed "the scores of $day"
done
cp "$work/published" "$work/march"
shown 2025-03-31 "$work/shown"
compare "$work/shown" 20
passed 'the scores that show prints'

build --as-of 2026-04-01 --set ALPHA_VR_WEIGHT=0.70 --set BETA_SYNERGY_WEIGHT=0.20 --set LAMBDA_PENALTY=0.5
expected 2026-04-01 alpha=0.70 beta=0.20 lambda=0.5
published "$work/published"
compare "$work/published" 40
passed 'the scores with other parameters'

# From July on: other weights, another calibration, one calibration less, and a sector without the
# position factor's own delta. Nothing of it may reach March.
sql "UPDATE public.focus_group_dimension_weights SET effective_to = '2025-07-01', is_current = false
  WHERE focus_group_id = 'pe_energy' AND dimension_id IN ('pe_dim_culture', 'pe_dim_talent');
INSERT INTO public.focus_group_dimension_weights (focus_group_id, dimension_id, weight, effective_from)
  VALUES ('pe_energy', 'pe_dim_culture', 0.125, '2025-07-01'), ('pe_energy', 'pe_dim_talent', 0.045, '2025-07-01');
UPDATE public.focus_group_calibrations SET effective_to = '2025-07-01', is_current = false
  WHERE (focus_group_id = 'pe_retail' AND parameter_name IN ('h_r_baseline', 'sector_average_v_r'))
  OR (focus_group_id = 'pe_technology' AND parameter_name = 'position_factor_delta');
INSERT INTO public.focus_group_calibrations (focus_group_id, parameter_name, parameter_value, effective_from)
  VALUES ('pe_retail', 'h_r_baseline', 61.25, '2025-07-01')"
build --as-of 2025-12-30 --set DELTA_POSITION=0.20
expected 2025-12-30 delta=0.20
published "$work/published"
compare "$work/published" 40
passed 'the scores after weights and calibrations changed'

build --as-of 2025-03-31
published "$work/again"
[[ $(wc -l <"$work/march") -eq 55 ]] || fail 'not every organization is there'
same "$work/march" "$work/again"
passed 'later rows do not leak into an earlier day'

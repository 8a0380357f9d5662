#!/usr/bin/env bash
# show: the scores of an organization or a sector in the terminal and as JSON.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"
database show --demo
out=$work/out
export ORGAIR_OUT_DIR=$out

# assess ID DAY VALUES SCORES: an assessment with these column values and scores.
assess() {
  sql "INSERT INTO public.organization_assessments
         (organization_id, effective_from, talent_concentration, market_cap_percentile, alignment)
       VALUES ('$1', '$2', $3)"
  sql "INSERT INTO public.assessment_dimension_scores (assessment_id, dimension_id, score)
       SELECT a.assessment_id, 'pe_dim_' || d.name, d.score::numeric
       FROM public.organization_assessments a,
         unnest(ARRAY['data_infra', 'governance', 'tech_stack', 'talent', 'leadership', 'use_cases', 'culture'],
                string_to_array('$4', ' ')) AS d(name, score)
       WHERE a.organization_id = '$1' AND a.effective_from = '$2'"
}

# is KEY NUMBER: the last JSON has this number, within 0.01.
is() {
  python3 - "$work/stdout" "$1" "$2" <<'PY' || fail "'$1' is not $2"
import json, sys
value = json.load(open(sys.argv[1]))[sys.argv[2]]
sys.exit(abs(value - float(sys.argv[3])) > 0.01)
PY
}
# holds EXPRESSION: true of the last JSON, d.
holds() {
  python3 -c 'import json, sys; d = json.load(open(sys.argv[1])); sys.exit(not eval(sys.argv[2]))' \
    "$work/stdout" "$1" || fail "not so: $1"$'\n'"$(cat "$work/stdout")"
}

# ---- names that would steer a terminal ----
sql "UPDATE public.organizations SET display_name = E'Evil \\x1B[31mname\\x07' WHERE legal_name = 'Sandpiper Logistics Cloud AS'"
run 0 "$orgair" show organization "Evil"
[[ ${stdout%%$'\n'*} == "Evil  [31mname , Technology" ]] || fail "the name steers: ${stdout%%$'\n'*}"
run 0 "$orgair" show sector technology
prints "  Evil  [31mname "
[[ $stdout != *$'\x1B'* && $stdout != *$'\x07'* ]] || fail "a name steers the terminal"
sql "UPDATE public.organizations SET display_name = 'Sandpiper Cloud' WHERE legal_name = 'Sandpiper Logistics Cloud AS'"
passed "names do not steer a terminal"

# ---- a worked example, through the database ----
example=00000000-0000-4000-8000-00000000e3a1
sql "INSERT INTO public.organizations (organization_id, legal_name, display_name, focus_group_id)
     VALUES ('$example', 'Worked Example, Inc.', 'Example Three', 'pe_technology')"
run 0 "$orgair" show organization "$example"
prints "Not assessed: there is no assessment"
[[ $stdout != *0.00* ]] || fail "what is not assessed has a 0"
run 0 "$orgair" show organization "$example" --json
holds 'd["org_ai_r"] is None and d["band"] is None and d["ebitda"] is None and d["inputs"] is None'
passed "an organization without an assessment has no score, and no 0"

# V^R 67.4475 against the sector's 65, so this percentile gives a position factor of 0.1.
assess "$example" 2026-01-15 "0.2, 0.5883, NULL" "70 65 75 68 72 60 70"
run 0 "$orgair" show organization "$example" --json
is weighted_mean 68.62
is sigma 4.6899
is v_r 67.4475
is position_factor 0.1
is h_r 86.275
is alignment 0.8117
is synergy 47.2346
is org_ai_r 71.6492
sql "UPDATE public.organization_assessments SET alignment = 0.8 WHERE organization_id = '$example'"
run 0 "$orgair" show organization "$example" --json
is alignment 0.8
is synergy 46.5523
is org_ai_r 71.5674
is interval_low 59.6323
is interval_high 83.5024
holds 'd["band"] == "Good" and d["imputed"] == [] and d["review_reasons"] == []'
holds 'list(d)[:5] == ["organization_id", "name", "focus_group_id", "as_of", "param_version"]'
holds 'list(d)[5:20] == """weighted_mean sigma v_r position_factor h_r alignment synergy org_ai_r
  interval_low interval_high band governance_gate review_reasons ebitda imputed""".split()'
holds 'd["org_ai_r"] != round(d["org_ai_r"], 6)'
passed "worked example 3, from its rows"

run 0 "$orgair" show organization "$example"
prints "71.57, Good"
prints "95 % interval 59.63 to 83.50"
prints "Alignment = as assessed"
prints "Parameters v2.0"
passed "the same in words"

# What is shown is what is published.
run 0 "$orgair" build
python3 - "$out/current/api/v1/sectors/technology.json" >"$work/published" <<'PY'
import json, sys
for row in json.load(open(sys.argv[1]))["organizations"]:
    print(row["organization_id"], json.dumps(row["scores"], sort_keys=True))
PY
while read -r id scores; do
  run 0 "$orgair" show organization "$id" --json
  python3 - "$work/stdout" "$scores" <<'PY' || fail "'$id' is published with other numbers"
import json, sys
shown, published = json.load(open(sys.argv[1])), json.loads(sys.argv[2])
for key in "organization_id name focus_group_id as_of param_version".split():
    del shown[key]
sys.exit(shown != (published or dict.fromkeys(shown)))
PY
done <"$work/published"
[[ $(wc -l <"$work/published") -ge 8 ]] || fail "nothing was compared"
passed "shown and published numbers are the same"

# ---- names ----
shows() {
  run 0 "$orgair" show organization "$1" --json
  holds "d['organization_id'] == '$example'"
}
shows "${example^^}"
shows "Example Three"
shows "example three"
shows "WORKED EXAMPLE, INC."
shows "worked exa"
shows "ple thr"
sql "INSERT INTO public.organizations (legal_name, focus_group_id) VALUES ('Example Three Hundred', 'pe_energy')"
shows "example three"
run 2 "$orgair" show organization "example thr"
says "'example thr' may be any of 2 organizations"
says "'Example Three' ($example)"
says "'Example Three Hundred'"
run 2 "$orgair" show organization "Exmaple Three"
says "unknown organization 'Exmaple Three'"
says "did you mean 'Example Three'?"
run 2 "$orgair" show organization "%"
says "unknown organization '%'"
run 2 "$orgair" show organization "'; DROP TABLE public.organizations; --"
says "unknown organization"
run 2 "$orgair" show organization ""
run 2 "$orgair" show organization
says "needs ID|NAME"
sql "INSERT INTO public.organizations (legal_name, display_name, focus_group_id)
  VALUES ('Zebra Blank Ltd', E'\\t ', 'pe_energy'), ('Zebra Padded Ltd', ' Zebra Padded ', 'pe_energy'),
  (E'\\n', '', 'pe_energy')"
run 0 "$orgair" show organization "zebra blank" --json
holds 'd["name"] == "Zebra Blank Ltd"'
run 0 "$orgair" show organization "zebra padded ltd" --json
holds 'd["name"] == " Zebra Padded "'
nameless=$(sql "SELECT organization_id FROM public.organizations WHERE legal_name = E'\\n'")
run 0 "$orgair" show organization "$nameless" --json
holds "d['name'] == '$nameless'"
run 2 "$orgair" show organization "Zerba Blank Ltd"
says "did you mean 'Zebra Blank Ltd'?"
passed "names of blanks are no names, as on pages"
passed "names: whatever the case, a beginning, a part; ambiguous and unknown ones are refused"

# ---- days and parameters ----
run 0 "$orgair" show organization "$example" --json --as-of 2026-01-14
holds 'd["org_ai_r"] is None and d["as_of"] == "2026-01-14"'
run 0 "$orgair" show organization "$example" --json --as-of 2026-01-15
is org_ai_r 71.5674
holds 'd["assessed_on"] == "2026-01-15"'
run 2 "$orgair" show organization "$example" --as-of 2026-02-30
says "--as-of '2026-02-30' is not a day"
run 0 "$orgair" show organization "$example" --json --set PARAM_VERSION=v1.0
holds 'd["param_version"] == "v1.0"'
is weighted_mean 68.72
run 0 "$orgair" show organization "$example" --set PARAM_VERSION=v1.0
prints "Parameters v1.0"
prints "0.180 × 70.00 + 0.150 × 65.00"
passed "days, and the global weights of v1.0"

# ---- sectors ----
run 0 "$orgair" show sector technology
prints "Example Three"
prints "Average Org-AI-R"
[[ $stdout != *"<organizations/"* ]] || fail "the terminal names files of a site"
for name in pe_technology Technology tech; do
  run 0 "$orgair" show sector "$name" --json
  holds 'd["focus_group_id"] == "pe_technology"'
done
holds "[o['rank'] for o in d['organizations'] if o['organization_id'] == '$example'][0] > 1"
holds 'abs(sum(o["org_ai_r"] for o in d["organizations"] if o["org_ai_r"]) / d["scores"]["assessed"] - d["scores"]["average_org_ai_r"]) < 1e-9'
run 2 "$orgair" show sector nowhere
says "unknown sector 'nowhere'"
says "active sectors are pe_"
passed "a sector by its id, its name, its code"

sql "UPDATE public.focus_group_dimension_weights SET weight = weight - 0.01
     WHERE focus_group_id = 'pe_technology' AND dimension_id = 'pe_dim_culture'"
run 0 "$orgair" show sector technology
prints "error: weights sum to 0.990, not 1.000"
prints "No scores: the weights of Technology are invalid"
run 0 "$orgair" show sector technology --json
holds 'd["scores"] is None and d["organizations"] == []'
run 0 "$orgair" show organization "$example"
prints "No scores: the weights of Technology are invalid"
run 0 "$orgair" show organization "$example" --json
holds 'd["org_ai_r"] is None and d["rank"] is None'
passed "invalid weights: no scores, and it is said why"

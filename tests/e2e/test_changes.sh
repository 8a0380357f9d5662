#!/usr/bin/env bash
# What differs from the release before: the page, its copy for machines, and orgair diff.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"

database changes --demo
out=$work/out
export ORGAIR_OUT_DIR=$out ORGAIR_KEEP_RELEASES=100
page=$out/current/changes/index.html

release() { basename "$(readlink "$out/current")"; }
# holds EXPRESSION: of Python, true of changes.json (d) as it is published.
holds() {
  python3 -c 'import json, sys; d = json.load(open(sys.argv[1])); sys.exit(not eval(sys.argv[2]))' \
    "$out/current/changes/changes.json" "$1" || fail "changes.json: not so: $1"$'\n'"$(head -c 2000 "$out/current/changes/changes.json")"
}
# publishes STATUS: a build that publishes; diff between the two releases says that they differ.
publishes() {
  before=$(release)
  run "$1" "$orgair" build
  prints "published "
  run 0 "$orgair" verify
  holds "d['before'] == '$before' and d['after'] is None"
  has "$page" "Changes against release $before of "
  run 1 "$orgair" diff "$before" current
}

# The first release has nothing to compare with.
run 0 "$orgair" build
has "$page" "There is no earlier release to compare with."
holds "d['before'] is None and sum(d['counts'].values()) == 0"
has "$out/current/index.html" 'href="changes/index.html"'
run 0 "$orgair" diff current
[[ -z $stdout ]] || fail "no difference, and yet: $stdout"
passed "the first release says that there is nothing to compare with"

# A night without changes publishes nothing, also when the page before had something to say.
before=$(tree "$out")
run 0 "$orgair" build
prints "nothing to publish"
[[ $(tree "$out") == "$before" ]] || fail "an unchanged night changed the tree"
passed "an unchanged first night publishes nothing"

# An organization's data, a calibration, a weight that makes its sector invalid, a finding opened.
sql "UPDATE public.organizations SET employee_count = 4242 WHERE legal_name = 'Global Manufacturing Corp'"
publishes 0
has "$page" "Employee count: 1500 to 4242"
prints "Employee count: 1500 to 4242"
holds "[o['event'] for o in d['organizations']] == ['changed']"
before=$(tree "$out")
run 0 "$orgair" build
prints "nothing to publish"
[[ $(tree "$out") == "$before" ]] || fail "an unchanged night changed the tree"
has "$page" "Employee count: 1500 to 4242"
passed "a changed attribute shows, and the page stays until the next release"

sql "UPDATE public.focus_group_calibrations SET parameter_value = parameter_value - 2 WHERE focus_group_id = 'pe_technology' AND parameter_name = 'h_r_baseline'"
publishes 0
has "$page" "Calibration Hᴿ baseline"
prints "Calibration Hᴿ baseline"
holds "[(c['kind'], c['focus_group_id'], c['name']) for c in d['configuration']] == [('calibration', 'pe_technology', 'h_r_baseline')]"
holds "float(d['configuration'][0]['before']) - float(d['configuration'][0]['after']) == 2"
holds "{s['focus_group_id'] for s in d['scores']} == {'pe_technology'} and d['counts']['scores'] > 4"
holds "all([c['name'] for c in s['causes']] == ['h_r_baseline'] for s in d['scores'])"
passed "a changed calibration shows, and every score that it moved"

# The governance minimum: gates, and no score.
sql "UPDATE public.focus_group_calibrations SET parameter_value = 79 WHERE focus_group_id = 'pe_financial_services' AND parameter_name = 'governance_minimum'"
publishes 0
holds "d['scores'] == []"
holds "('Future FinTech', 'governance_gate', 'passed', 'blocked', False) in [(t['name'], t['threshold'], t['before'], t['after'], t['better']) for t in d['thresholds']]"
holds "all(t['causes'][0]['name'] == 'governance_minimum' for t in d['thresholds'])"
has "$page" "Calibration Governance minimum"
prints "Governance gate"
passed "a governance minimum blocks without moving a score"

# One score of one organization: the move, its cause, the line that it crossed.
score() {
  sql "UPDATE public.assessment_dimension_scores s SET score = $2 FROM public.organization_assessments a, public.organizations o WHERE s.assessment_id = a.assessment_id AND o.organization_id = a.organization_id AND a.is_current AND s.dimension_id = 'pe_dim_data_infra' AND o.legal_name = '$1'"
}
score 'Stonebridge Community Bancorp, Inc.' 98.5
publishes 0
holds "d['counts']['scores'] == 1 and d['scores'][0]['name'].startswith('Stonebridge') and d['scores'][0]['change'] > 0"
holds "[(c['kind'], c['name'], c['before'], c['after']) for c in d['scores'][0]['causes']] == [('input', 'scores.data_infrastructure', '62.72', '98.5')]"
holds "[(t['threshold'], t['before'], t['after']) for t in d['thresholds']] == [('leader', 'no', 'yes')]"
holds "all(s['causes'][0]['kind'] == 'other_scores' for s in d['scores'][1:])"
has "$page" "Data Infrastructure: 62.72 to 98.5"
has "$page" "Leader, 70 and more"
prints "Data Infrastructure: 62.72 to 98.5"
shown=$(python3 -c 'import json, sys; print("%.2f" % json.load(open(sys.argv[1]))["scores"][0]["after"])' "$out/current/changes/changes.json")
has "$page" ">$shown<"
passed "a changed score shows with its cause"

# Two weights that still sum to one.
shift_weight() { sql "UPDATE public.focus_group_dimension_weights SET weight = weight + ($1) WHERE focus_group_id = 'pe_retail' AND dimension_id = '$2'"; }
shift_weight -0.02 pe_dim_talent
shift_weight 0.02 pe_dim_data_infra
publishes 0
holds "d['counts']['scores'] > 4 and {s['focus_group_id'] for s in d['scores']} == {'pe_retail'}"
holds "all({c['name'] for c in s['causes']} == {'data_infrastructure', 'talent'} for s in d['scores'] if s['change'])"
has "$page" "Weight of Data Infrastructure: 0.200 to 0.220"
passed "changed weights show with every score that they moved"

# Settings: of the score, and of review alone.
published_with() {
  export "${1?}"
  publishes 0
}
published_with ORGAIR_LAMBDA_PENALTY=0.30
holds "len({s['focus_group_id'] for s in d['scores']}) == 7"
holds "all([(c['kind'], c['name']) for c in s['causes']] == [('parameter', 'LAMBDA_PENALTY')] for s in d['scores'] if s['change'])"
has "$page" "Setting LAMBDA_PENALTY"
prints "Setting LAMBDA_PENALTY: 0.25 to 0.3"
published_with ORGAIR_HITL_SCORE_CHANGE_THRESHOLD=30.0
holds "d['counts']['scores'] == 0 and d['counts']['thresholds'] > 0"
holds "all(t['threshold'] == 'review' and t['after'] is None and t['better'] and t['causes'][0]['name'] == 'HITL_SCORE_CHANGE_THRESHOLD' for t in d['thresholds'])"
has "$page" "Not asked for"
published_with ORGAIR_PARAM_VERSION=v1.0
holds "all(s['causes'][0]['name'] == 'PARAM_VERSION' for s in d['scores'] if s['change'])"
has "$page" "Setting PARAM_VERSION"
unset ORGAIR_LAMBDA_PENALTY ORGAIR_HITL_SCORE_CHANGE_THRESHOLD ORGAIR_PARAM_VERSION
publishes 0
passed "settings show with what they moved"

# An assessment that is no longer in force.
sql "UPDATE public.organization_assessments SET effective_to = effective_from + 1, is_current = false WHERE is_current AND organization_id = (SELECT organization_id FROM public.organizations WHERE legal_name = 'Corsair Valve & Fitting Company')"
publishes 0
holds "[(s['after'], s['causes'][0]['kind'], s['causes'][0]['after']) for s in d['scores'] if s['name'].startswith('Corsair')] == [(None, 'assessment', None)]"
has "$page" "No assessment is in force any longer"
passed "an organization that is no longer assessed shows"

sql "UPDATE public.focus_group_dimension_weights SET weight = weight + 0.010 WHERE focus_group_id = 'pe_energy' AND dimension_id = 'pe_dim_culture'"
publishes 3
has "$page" "Weight of Culture"
has "$page" "Weights sum to 1.010, not 1.000."
prints "Weights are valid"
holds "('weight', 'culture') in [(c['kind'], c['name']) for c in d['configuration']]"
holds "len(d['scores']) > 4 and all(s['after'] is None and [c['kind'] for c in s['causes']] == ['validity'] for s in d['scores'])"
has "$page" "weights became invalid"
holds "('opened', 'error', 'weights_sum') in [(f['event'], f['severity'], f['code']) for f in d['findings']]"
passed "a changed weight shows, and the finding that it opened"

sql "UPDATE public.focus_group_dimension_weights SET weight = weight - 0.010 WHERE focus_group_id = 'pe_energy' AND dimension_id = 'pe_dim_culture'"
publishes 0
holds "('closed', 'weights_sum') in [(f['event'], f['code']) for f in d['findings']]"
prints "Closed"
passed "a finding that is closed shows"

# New, gone, moved.
sql "INSERT INTO public.organizations (legal_name, focus_group_id, status) VALUES ('Newcomer Works', 'pe_retail', 'active')"
publishes 0
holds "[(o['name'], o['event']) for o in d['organizations']] == [('Newcomer Works', 'new')]"
has "$page" "Newcomer Works"
sql "UPDATE public.organizations SET focus_group_id = 'pe_energy' WHERE legal_name = 'Newcomer Works'"
publishes 0
holds "[(o['event'], o['from'], o['focus_group_id']) for o in d['organizations']] == [('moved', 'pe_retail', 'pe_energy')]"
has "$page" "From Retail &amp; Consumer to Energy &amp; Utilities"
prints "From Retail & Consumer to Energy & Utilities"
sql "DELETE FROM public.organizations WHERE legal_name = 'Newcomer Works'"
publishes 0
holds "[(o['name'], o['event']) for o in d['organizations']] == [('Newcomer Works', 'gone')]"
prints "Newcomer Works"
passed "new, moved and gone organizations show"

# Another baseline is published although nothing else differs, and stays afterwards.
first=$("$orgair" releases --json | python3 -c 'import json, sys; print(json.load(sys.stdin)[-1]["id"])')
run 0 "$orgair" build --against "$first"
prints "published "
has "$page" "Changes against release $first of "
holds "('Global MFG', 'changed') in [(o['name'], o['event']) for o in d['organizations']]"
run 0 "$orgair" build
prints "nothing to publish"
has "$page" "Changes against release $first of "
run 1 "$orgair" build --against 1999
says "--against: no release '1999' in '$out/releases'"
passed "--against compares with the release that is named"

# A name may hold anything; what it does to a terminal, it does not do here, and JSON has it whole.
sql "UPDATE public.organizations SET display_name = E'Evil \\x1B[31mname\\x07' || U&'\\009B' || '1m', employee_count = 4243
  WHERE legal_name = 'Global Manufacturing Corp'"
publishes 0
prints "Evil  [31mname   1m"
[[ $stdout != *$'\x1B'* && $stdout != *$'\x07'* && $stdout != *$'\xC2\x9B'* ]] || fail "a name steers the terminal"
has "$page" "Evil  [31mname   1m"
lacks "$page" $'\x1B'
holds "any(o['name'] == 'Evil \x1b[31mname\x07\x9b1m' for o in d['organizations'])"
sql "UPDATE public.organizations SET display_name = 'Global MFG', employee_count = 4242
  WHERE legal_name = 'Global Manufacturing Corp'"
publishes 0
passed "names in diff do not steer a terminal"

# diff takes releases, beginnings of ids, 'current' and folders, and every trouble is status 2.
run 1 "$orgair" diff --json "$first" current
python3 -c 'import json, sys; d = json.load(open(sys.argv[1])); sys.exit(not (d["before"] == sys.argv[2] and d["after"] == sys.argv[3] and d["counts"]["changed"] == 1))' \
  "$work/stdout" "$first" "$(release)" || fail "diff --json: $stdout"
cp -rL "$out/releases/$first" "$work/copy"
run 0 "$orgair" diff "$work/copy" "$first"
run 1 "$orgair" diff "$work/copy/"
(cd "$work" && run 1 "$orgair" diff copy current)
rm "$work/copy/manifest.json"
run 0 "$orgair" diff "$work/copy" "$first"
run 2 "$orgair" diff nonesuch
says "no release 'nonesuch'"
run 2 "$orgair" diff "$work"
says "'$work' has no 'api/v1/sectors.json'"
run 2 "$orgair" diff
run 2 "$orgair" diff current current current
run 2 "$orgair" diff --frobnicate current
run 2 bash -c "'$orgair' diff '$first' >/dev/full"
"$orgair" diff "$first" | head -1 >"$work/head" && status=0 || status=${PIPESTATUS[0]}
[[ $status -eq 141 || $status -le 1 ]] || fail "diff into head: status $status"
printf '{"format": 1, "sectors": [' >"$work/copy/api/v1/sectors.json"
run 2 "$orgair" diff "$work/copy"
says "'api/v1/sectors.json' is damaged"
passed "diff answers as diff(1)"

# A damaged release is no obstacle to the next: it is said that changes are not known.
rm "$out/current/api/v1/sectors/manufacturing.json"
sql "UPDATE public.organizations SET employee_count = 4343 WHERE legal_name = 'Global Manufacturing Corp'"
damaged=$(release)
ORGAIR_LOG_LEVEL=WARNING run 0 "$orgair" build
says "changes are not known"
has "$page" "Changes are not known: release $damaged of "
clean "$out"
passed "a damaged baseline is said, not feared"

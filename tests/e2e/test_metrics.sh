#!/usr/bin/env bash
# The accounts of a run: its closing line, run.json, and the file for Prometheus.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"

database metrics --demo
out=$work/out
prom=$work/metrics/orgair.prom
mkdir "$work/metrics"
sql "INSERT INTO public.organizations (legal_name, focus_group_id, status) VALUES ('Passing Works', 'pe_retail', 'active')"
export ORGAIR_OUT_DIR=$out ORGAIR_METRICS_FILE=$prom ORGAIR_JOBS=2

# read_metrics: every sample of the file into `metric`; promtool has its say where it is installed.
declare -A metric
read_metrics() {
  local key value samples
  samples=$(python3 tests/support/metrics.py "$prom") || fail "the metrics are not well-formed"
  if command -v promtool >/dev/null; then
    promtool check metrics <"$prom" >"$work/lint" 2>&1 || fail "promtool: $(cat "$work/lint")"
  fi
  metric=()
  while read -r line; do
    value=${line##* } key=${line% *}
    metric[${key#orgair_}]=$value
  done <<<"$samples"
  [[ $(ls -A "$work/metrics") == orgair.prom ]] || fail "left beside the metrics: $(ls -A "$work/metrics")"
}
is() { [[ ${metric[$1]-none} == "$2" ]] || fail "$1 is ${metric[$1]-none}, expected $2"; }
positive() { awk -v n="${metric[$1]-0}" 'BEGIN { exit !(n > 0) }' || fail "$1 is ${metric[$1]-none}"; }
absent() { [[ -z ${metric[$1]-} ]] || fail "$1 is ${metric[$1]}, expected nothing"; }
artifacts() { # NEW STALE KEPT REMOVED
  is 'artifacts{state="new"}' "$1"
  is 'artifacts{state="stale"}' "$2"
  is 'artifacts{state="kept"}' "$3"
  is 'artifacts{state="removed"}' "$4"
}
files() { jq ".entries | length" "$out/current/manifest.json"; }
account() { jq -r "$1" "$out/current/run.json"; }
grouped() { sed ':a;s/\B[0-9]\{3\}\>/,&/;ta' <<<"$1"; }

# A first build: all is new.
run 0 "$orgair" build
read_metrics
total=$(files)
organizations=$(sql "SELECT count(*) FROM public.organizations")
is run_success 1
is run_exit_status 0
is run_published 1
is last_success_timestamp_seconds "${metric[run_timestamp_seconds]}"
is last_publication_timestamp_seconds "${metric[run_timestamp_seconds]}"
is organizations "$organizations"
is sectors 7
is cache_hits 0
is cache_misses 1
artifacts "$total" 0 0 0
for name in run_duration_seconds 'run_cpu_seconds{mode="user"}' 'phase_duration_seconds{phase="snapshot"}' \
  peak_memory_bytes 'process_peak_memory_bytes{process="main"}' 'process_peak_memory_bytes{process="worker-0"}' \
  'process_peak_memory_bytes{process="worker-1"}' rows_read written_bytes site_bytes; do
  positive "$name"
done
is written_bytes "${metric[site_bytes]}"
is site_bytes "$(jq '[.entries[].bytes] | add' "$out/current/manifest.json")"
[[ ${metric[rows_read]} -ge $organizations ]] || fail "${metric[rows_read]} rows of $organizations organizations"
passed "the metrics of a first build are well-formed and true"

# The closing line says the same.
line="published $(basename "$(readlink "$out/current")"): $(grouped "$organizations") organizations in 7 sectors,"
line+=" $(grouped "$total") files ($(grouped "$total") new, 0 changed, 0 kept, 0 gone), findings: 0 errors, "
[[ $stdout == "$line"* && $(wc -l <<<"$stdout") -eq 1 ]] || fail "expected: $line..."$'\n'"got: $stdout"
[[ $stdout =~ \ for\ information,\ [0-9.]+\ s,\ [0-9]+\ MB$ ]] || fail "what it took is not said: $stdout"
passed "one line closes a build"

# So does run.json, by phase.
[[ $(account '.files | "\(.total) \(.written) \(.new) \(.stale) \(.linked) \(.removed)"') == "$total $total $total 0 0 0" ]] ||
  fail "run.json: $(account .files)"
[[ $(account '[.phases[].new // 0] | add') == "$total" ]] || fail "the phases' new files: $(account .phases)"
[[ $(account '[.phases[].bytes_written // 0] | add') == "${metric[written_bytes]}" ]] || fail "the phases' bytes: $(account .phases)"
[[ $(account '[.phases[].rows // 0] | add') == "${metric[rows_read]}" ]] || fail "the phases' rows: $(account .phases)"
[[ $(account .rows) == "${metric[rows_read]}" ]] || fail "run.json: $(account .rows) rows"
[[ $(account '.phases[] | select(.name == "sectors") | .rows') -ge $organizations ]] || fail "the workers' rows: $(account .phases)"
[[ $(account '.memory.worker_peak_bytes | length') == 2 ]] || fail "memory: $(account .memory)"
account '.memory | .peak_bytes == ([.main_peak_bytes, .worker_peak_bytes[]] | max) and .main_peak_bytes > 1e6' | grep -qx true ||
  fail "memory: $(account .memory)"
passed "run.json has the accounts of each phase"

# A night without changes: nothing is published, and that was the success.
published=${metric[last_publication_timestamp_seconds]}
run 0 "$orgair" build
prints "nothing to publish"
read_metrics
is run_success 1
is run_published 0
is last_success_timestamp_seconds "${metric[run_timestamp_seconds]}"
is last_publication_timestamp_seconds "$published"
is cache_hits 1
is cache_misses 0
artifacts 0 0 "$total" 0
is written_bytes 0
passed "a night without changes is accounted for"

# One organization changed, one gone: their files are stale and removed, no other.
before=$(jq -r '.entries[].path' "$out/current/manifest.json" | sort)
sql "UPDATE public.organizations SET employee_count = 4242 WHERE legal_name = 'Global Manufacturing Corp'"
sql "DELETE FROM public.organizations WHERE legal_name = 'Passing Works'"
run 0 "$orgair" build
read_metrics
after=$(jq -r '.entries[].path' "$out/current/manifest.json" | sort)
new=$(comm -13 <(printf '%s\n' "$before") <(printf '%s\n' "$after") | wc -l)
removed=$(comm -23 <(printf '%s\n' "$before") <(printf '%s\n' "$after") | wc -l)
stale=$(find "$out/current/" -type f -links 1 ! -name manifest.json ! -name SHA256SUMS ! -name run.json | wc -l)
stale=$((stale - new))
[[ $removed -gt 0 && $stale -gt 0 ]] || fail "the test changes too little: $removed removed, $stale stale"
artifacts "$new" "$stale" "$(($(files) - new - stale))" "$removed"
[[ $(account '.files | "\(.new) \(.stale) \(.linked) \(.removed)"') == "$new $stale $(($(files) - new - stale)) $removed" ]] ||
  fail "run.json: $(account .files)"
prints "($new new, $stale changed, "
prints " kept, $removed gone)"
passed "new, stale, kept and removed files are told apart"

# A run that fails says so, and when the last one ended well.
success=${metric[last_success_timestamp_seconds]} published=${metric[last_publication_timestamp_seconds]}
DATABASE_URL="postgresql:///none?host=$work/none" run 5 "$orgair" build --set DB_CONNECT_ATTEMPTS=1
read_metrics
is run_success 0
is run_exit_status 5
is run_published 0
is last_success_timestamp_seconds "$success"
is last_publication_timestamp_seconds "$published"
positive 'phase_duration_seconds{phase="pre-flight"}'
absent 'phase_duration_seconds{phase="sectors"}'
absent organizations
absent 'artifacts{state="kept"}'
run 2 "$orgair" build --as-of yesterday
read_metrics
is run_exit_status 2
is last_success_timestamp_seconds "$success"
passed "a run that fails is accounted for"

# What stood there is no metrics file: it is replaced, and nothing is taken over.
printf 'orgair_last_success_timestamp_seconds nan\norgair_last_publication_timestamp_seconds 12 34\n' >"$prom"
run 2 "$orgair" build --as-of yesterday
read_metrics
absent last_success_timestamp_seconds
absent last_publication_timestamp_seconds
passed "a damaged file is replaced"

# Published with findings: a success of exit status 3.
sql "UPDATE public.focus_group_dimension_weights SET weight = 0.01 WHERE weight_id = (SELECT min(weight_id) FROM public.focus_group_dimension_weights)"
run 3 "$orgair" build
read_metrics
is run_success 1
is run_exit_status 3
positive 'findings{severity="error"}'
passed "findings do not make a run a failure"

# A dry run is no run.
before=$(cat "$prom")
run 3 "$orgair" build --dry-run
[[ $(cat "$prom") == "$before" ]] || fail "a dry run wrote metrics"
passed "a dry run writes no metrics"

# Metrics that cannot be written are a warning: the site is published.
sql "UPDATE public.organizations SET employee_count = 4243 WHERE legal_name = 'Global Manufacturing Corp'"
run 3 "$orgair" build --verbose --metrics "$work/nowhere/orgair.prom"
prints "published "
says "the metrics are not written: cannot create '$work/nowhere/orgair.prom': No such file or directory"
mkfifo "$work/fifo"
run 3 "$orgair" build --verbose --metrics "$work/fifo"
says "the metrics are not written: '$work/fifo' is not a regular file"
[[ $(cat "$prom") == "$before" ]] || fail "--metrics does not take precedence over METRICS_FILE"
run 3 "$orgair" build --metrics ""
run 2 "$orgair" build --metrics "$work/metrics/"
says "METRICS_FILE is '$work/metrics/' (--metrics), expected file, or empty"
passed "metrics that cannot be written are a warning"

#!/usr/bin/env bash
# orgair build --record: the history of what was published.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"
database ledger --demo
out=$work/out
build() { run "$1" "$orgair" build --out "$out" "${@:2}"; }
runs() { sql 'SELECT count(*) FROM orgair.runs'; }
rows() { sql 'SELECT count(*) FROM orgair.published_scores'; }
expect() { [[ $2 == "$3" ]] || fail "$1: $2, expected $3"; }

build 0
expect 'runs without --record' "$(runs)" 0
passed 'nothing is recorded unasked'

ORGAIR_LOG_LEVEL=INFO build 0 --record
says 'recorded: scores of 50 organizations changed'
expect 'runs' "$(runs)" 1
expect 'scores' "$(rows)" 50
release=$(basename "$(readlink "$out/current")")
expect 'the run' "$(sql "SELECT release_id, is_published, exit_status, sectors, organizations, scored,
  errors, parameters ->> 'PARAM_VERSION', parameters ->> 'ALPHA_VR_WEIGHT',
  as_of = current_date, finished_at >= started_at,
  started_at > now() - interval '10 minutes' FROM orgair.runs")" \
  "$release|f|0|7|55|50|0|v2.0|0.60|t|t|t"
expect 'files' "$(sql 'SELECT files FROM orgair.runs')" \
  "$(find "$out/current/" -type f ! -name manifest.json ! -name SHA256SUMS ! -name run.json | wc -l)"
passed 'a run that published nothing new records what stands'

build 0 --record
expect 'runs' "$(runs)" 2
expect 'scores' "$(rows)" 50
passed 'without a change only the run is recorded'

sql "UPDATE public.assessment_dimension_scores SET score = 99
  WHERE dimension_id = 'pe_dim_talent' AND assessment_id = (
    SELECT assessment_id FROM public.organization_assessments a
    JOIN public.organizations o USING (organization_id)
    WHERE o.display_name = 'Quantum AI' AND a.is_current)"
build 0 --record
expect 'scores' "$(rows)" 51
expect 'who changed' "$(sql "SELECT o.display_name, r.run_id = (SELECT run_id FROM orgair.runs
  ORDER BY run_number DESC LIMIT 1), r.is_published FROM orgair.published_scores p
  JOIN orgair.runs r USING (run_number) JOIN public.organizations o USING (organization_id)
  ORDER BY run_number DESC LIMIT 1")" 'Quantum AI|t|t'
passed 'one score that changed is one row'

sql "UPDATE public.organization_assessments SET effective_to = current_date, is_current = false
  WHERE is_current AND organization_id IN (SELECT organization_id FROM public.organizations
    WHERE display_name IN ('Quantum AI', 'Torrent Kraft'))"
build 0 --record --sector technology
expect 'scores' "$(rows)" 52
build 0 --record
expect 'scores' "$(rows)" 53
expect 'who is gone' "$(sql "SELECT string_agg(o.display_name, ', ' ORDER BY p.run_number)
  FROM orgair.published_scores p JOIN public.organizations o USING (organization_id)
  WHERE p.org_ai_r IS NULL")" 'Quantum AI, Torrent Kraft'
build 0 --record
expect 'scores' "$(rows)" 53
passed 'who lost the score is recorded once, when its pages are built'

before=$(runs)
sql "SET client_min_messages = warning; DROP ROLE IF EXISTS e2e_ledger_reader"
sql "CREATE ROLE e2e_ledger_reader LOGIN IN ROLE orgair_reader"
writer=$DATABASE_URL
export DATABASE_URL=${writer/\/\/orgair@/\/\/e2e_ledger_reader@}
expect 'the role' "$(sql 'SELECT current_user')" e2e_ledger_reader
ORGAIR_LOG_LEVEL=WARNING build 0 --record --as-of 2025-12-31
says "published, but not recorded: cannot record the run: permission denied for table runs"
says "hint: grant it to role 'e2e_ledger_reader', or connect as a role that has it"
[[ "$(readlink "$out/current")" != "releases/$release" ]] || fail 'nothing was published'
export DATABASE_URL=$writer
expect 'runs' "$(runs)" "$before"
passed 'a role that may only read publishes and says that it did not record'

sql 'DROP TABLE orgair.published_scores'
ORGAIR_LOG_LEVEL=WARNING build 0 --record
says "published, but not recorded: cannot record the scores: relation \"orgair.published_scores\" does not exist"
says "hint: is the schema up to date? see 'orgair migrate status'"
expect 'runs' "$(runs)" "$before"
passed 'a database without the tables is said'

build 0 --record --dry-run
expect 'runs' "$(runs)" "$before"
build 2 --record --offline
says '--record and --offline exclude each other'
passed 'what publishes nothing records nothing'
sql "DROP ROLE e2e_ledger_reader"

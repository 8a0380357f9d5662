#!/usr/bin/env bash
# Fifty nights in a row: what each publishes or not, and what is left lying after it.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"

nights=50 keep=4
database nights
"$orgair" seed --synthetic 40 --seed 1 >/dev/null
out=$work/out
export ORGAIR_OUT_DIR=$out ORGAIR_KEEP_RELEASES=$keep ORGAIR_JOBS=2

night() { run 0 "$orgair" build; }
releases() { find "$out/releases" -mindepth 1 -maxdepth 1 -printf '%f\n' | sort; }
# What a night has to show, whoever changed it: a drift may find nobody to move.
data() {
  sql "SELECT md5(string_agg(o::text, ';' ORDER BY o.organization_id)) FROM public.vw_organizations_full o
       UNION ALL SELECT md5(string_agg(s::text, ';' ORDER BY s.assessment_id, s.dimension_id)) FROM public.assessment_dimension_scores s
       UNION ALL SELECT md5(string_agg(w::text, ';' ORDER BY w.weight_id)) FROM public.focus_group_dimension_weights w"
}
current() { basename "$(readlink "$out/current")"; }
# Everything that may stand in the output folder between two nights.
tidy() {
  clean "$out"
  local left
  left=$(find "$out" -mindepth 1 -maxdepth 1 ! -name releases ! -name current ! -name cache ! -name plans ! -name .lock)
  left+=$(comm -23 <(find "$out/plans" -mindepth 1 -maxdepth 1 -printf '%f\n' | sort) <(releases))
  left+=$(find "$out/cache" -type f \( -name '*tmp*' -o -name '.*' \) ! -name .confirmed)
  [[ -z $left ]] || fail "night $n left behind: $left"
}

night
published=("$(current)")
for ((n = 2; n <= nights; n++)); do
  last=$(current) before=$(data)
  case $((n % 10)) in
  0 | 3 | 4 | 8) change=nothing ;;
  5) change=weights ;;
  6) change=organizations ;;
  *) change=drift ;;
  esac
  case $change in
  drift) "$orgair" seed --drift 5 --seed "$n" >/dev/null ;;
  weights)
    sql "UPDATE public.focus_group_dimension_weights
         SET weight = weight + CASE dimension_id WHEN 'pe_dim_talent' THEN 0.01 ELSE -0.01 END * CASE WHEN $n % 20 < 10 THEN 1 ELSE -1 END
         WHERE focus_group_id = 'pe_retail' AND dimension_id IN ('pe_dim_talent', 'pe_dim_culture')"
    ;;
  organizations)
    sql "DELETE FROM public.organizations WHERE legal_name LIKE 'Night %'"
    sql "INSERT INTO public.organizations (legal_name, focus_group_id, status) VALUES ('Night $n', 'pe_energy', 'active')"
    ;;
  esac
  night
  if [[ $(data) == "$before" ]]; then
    [[ $stdout == "nothing to publish: unchanged $last:"* ]] || fail "night $n, $change: $stdout"
    [[ $(current) == "$last" ]] || fail "night $n: nothing changed, and '$(current)' was published"
  else
    [[ $stdout == "published $(current):"* ]] || fail "night $n, $change: $stdout"
    [[ $(current) > $last ]] || fail "night $n: '$(current)' does not sort behind '$last'"
    published+=("$(current)")
  fi
  # Of those that were published, the newest are there, each of them whole.
  expected=$(printf '%s\n' "${published[@]}" | tail -n "$keep")
  [[ $(releases) == "$expected" ]] || fail "night $n: kept $(releases), expected $expected"
  run 0 "$orgair" verify
  tidy
done
[[ ${#published[@]} -gt 20 && ${#published[@]} -le 30 ]] || fail "${#published[@]} nights published"
passed "$nights nights: ${#published[@]} published, whole, the newest kept, nothing left lying"

for release in $(releases); do
  run 0 "$orgair" verify "$out/releases/$release"
done
passed "the releases kept are whole, whatever was removed"

# With nothing remembered but the releases, the last tree comes out the same, in all formats.
cp -al "$out" "$work/anew"
rm -r "$work/anew/plans" "$work/anew/cache"
run 0 "$orgair" build --force --no-cache --jobs 1 --out "$work/anew"
[[ $stdout == "nothing to publish: unchanged $(current):"* ]] ||
  fail "anew: $(diff -rq "$work/anew/current/" "$out/current/")"
passed "the last night's tree is that of a build that makes everything anew"

# The last tree is what a build from nothing makes of the same data; only what moved since the
# release before is another story, which the pages of changes, handouts and workbooks tell.
run 0 "$orgair" build --out "$work/fresh" --no-cache
diff -r --exclude=run.json --exclude=changes --exclude=manifest.json --exclude=SHA256SUMS \
  --exclude='*.pdf' --exclude='*.xlsx' \
  "$out/current/" "$work/fresh/current/" >"$work/diff" || fail "another tree than from nothing: $(head -3 "$work/diff")"
passed "the last night's tree is that of a build from nothing"

#!/usr/bin/env bash
# What a build keeps and what it makes anew, why, and what it does when what it remembers is gone.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"

database incremental --demo
out=$work/out
export ORGAIR_OUT_DIR=$out ORGAIR_JOBS=2 ORGAIR_LOG_LEVEL=WARNING
build() {
  run 0 "$orgair" build "$@"
  [[ $stderr != *"the next build makes everything anew"* ]] || fail "nothing is remembered: $stderr"
}
current() { basename "$(readlink "$out/current")"; }
plan() { printf '%s/plans/%s/plan.json' "$out" "$(current)"; }
published() { prints "published $(current):"; }
unchanged() { prints "nothing to publish: unchanged $(current):"; }
# How many files the last build did not take over from the release before.
anew() { sed -n 's/.* files (\([0-9,]*\) new, \([0-9,]*\) changed, .*/\1 \2/p' "$work/stdout"; }
organization_of() { sql "SELECT organization_id FROM public.organizations WHERE focus_group_id = '$1' ORDER BY 1 LIMIT 1"; }
page_of() { printf 'organizations/%s/%s.html' "${1:0:2}" "$1"; }
rename_organization() { sql "UPDATE public.organizations SET legal_name = '$2' WHERE organization_id = '$1'"; }
# Everything below the output folder but the cache: what a run that publishes nothing must not touch.
state() { find "$out" -path "$out/cache" -prune -o -path "$out/.lock" -prune -o ! -path "$out" ! -path "$out/releases" -printf '%P %i %s %T@ %l\n' | sort; }
explains() { # explains PATH EXPECTED...
  build --explain "$1" "${@:3}"
  [[ $stdout == "$2" ]] || fail "expected: $2"$'\n'"got: $stdout"
}
# The tree is the one that a build makes that remembers nothing.
same_as_anew() {
  rm -rf "$work/anew"
  cp -al "$out" "$work/anew"
  rm -rf "$work/anew/plans" "$work/anew/cache"
  run 0 "$orgair" build --force --out "$work/anew" --set CACHE_DIR="$work/anew-cache"
  prints "nothing to publish: unchanged $(current):"
}

insert() { sql "INSERT INTO public.organizations (organization_id, legal_name, focus_group_id, status) VALUES ('$1', 'Energy $1', 'pe_energy', 'active')"; }

# ---- an unchanged night ----
energy=$(organization_of pe_energy) retail=$(organization_of pe_retail)
new=00000000-0000-4000-8000-000000000001 gone=00000000-0000-4000-8000-000000000002
insert "$gone"
build
published
page=$(page_of "$energy")
before=$(state)
build
unchanged
[[ $(state) == "$before" ]] || fail "an unchanged night touched: $(diff <(echo "$before") <(state))"
inodes=$(cd "$out/current/" && find . -type f -printf '%P %i %T@\n' | sort)
build --force
unchanged
[[ $(cd "$out/current/" && find . -type f -printf '%P %i %T@\n' | sort) == "$inodes" ]] || fail "--force touched the release"
build
unchanged
passed "an unchanged night touches nothing, with --force no file of the release"

runs() { sql "SELECT count(*) FROM orgair.runs"; }
[[ $(runs) -eq 0 ]] || fail "runs were recorded that nobody asked for"
for night in 1 2 3; do
  build --record
  unchanged
  [[ $(runs) -eq $night ]] || fail "night $night: $(runs) runs recorded"
done
[[ $(sql "SELECT count(DISTINCT release_id) FROM orgair.runs WHERE NOT is_published") -eq 1 ]] || fail "recorded as published"
passed "an unchanged night with --record adds one row, also where the release was not recorded"

# ---- what it would do ----
build --dry-run
prints "would publish: "
[[ $(grep -c '^kept ' "$work/stdout") -eq $(find "$out/current/" -type f ! -name manifest.json ! -name SHA256SUMS ! -name run.json | wc -l) ]] ||
  fail "not every file is kept: $stdout"
rename_organization "$energy" "Incremental Energy"
sql "DELETE FROM public.organizations WHERE organization_id = '$gone'"
insert "$new"
before=$(state) cache=$(find "$out/cache" -type f -name 'organizations*' -printf '%P %i %T@\n' | sort)
build --dry-run
prints "would publish: "
has "$work/stdout" "new   $(page_of "$new"): it is not in the current release"
has "$work/stdout" "stale $page: its rows, or where it stands among others, changed"
has "$work/stdout" "gone  $(page_of "$gone"): nothing makes it any more"
has "$work/stdout" "kept  $(page_of "$retail"): nothing that it is made from changed"
has "$work/stdout" "kept  sectors/retail/retail.pdf: nothing that it is made from changed"
has "$work/stdout" "stale sectors/energy/index.html: the rows of 'pe_energy' changed"
has "$work/stdout" "stale index.html: the rows of 'pe_energy' changed"
has "$work/stdout" "kept  assets/orgair.css: made anew, and the same"
lacks "$work/stdout" "(null)"
[[ -z $(sort "$work/stdout" | cut -d: -f1 | cut -c7- | uniq -d) ]] || fail "a file twice: $stdout"
[[ $(state) == "$before" ]] || fail "--dry-run touched: $(diff <(echo "$before") <(state))"
[[ $(find "$out/cache" -type f -name 'organizations*' -printf '%P %i %T@\n' | sort) == "$cache" ]] || fail "--dry-run touched the cache"
passed "--dry-run names every file and why, and leaves everything as it is"

explains "$(page_of "$retail")" "kept  $(page_of "$retail"): nothing that it is made from changed"
explains "$page" "stale $page: its rows, or where it stands among others, changed"
[[ $(state) == "$before" ]] || fail "--explain touched: $(diff <(echo "$before") <(state))"
build
published
read -r new_files changed_files < <(anew)
[[ $new_files -eq 1 && $changed_files -lt 60 ]] || fail "more was made than had to be: $stdout"
lacks "$work/stdout" "0 kept"
same_as_anew
page_before=$(stat -c '%i %Y' "$out/current/$page")
explains "$page" "kept  $page: nothing that it is made from changed"
explains "$page" "stale $page: setting APP_NAME changed" --set APP_NAME="Another Name"
explains index.html "stale index.html: setting APP_NAME changed" --set APP_NAME="Another Name"
cp -R templates "$work/templates"
explains "$page" "kept  $page: nothing that it is made from changed" --set TEMPLATE_DIR="$work/templates"
sed -i 's|</main>|<p>Another paragraph</p></main>|' "$work/templates/organization.tpl"
explains "$page" "stale $page: template 'organization.tpl' changed" --set TEMPLATE_DIR="$work/templates"
explains index.html "kept  index.html: made anew, and the same" --set TEMPLATE_DIR="$work/templates"
explains "$page" "kept  $page: nothing that it is made from changed" --force
for own in manifest.json SHA256SUMS run.json; do
  explains "$own" "new   $own: every release has its own"
done
ORGAIR_LOG_LEVEL=ERROR run 2 "$orgair" build --explain no/such.html
[[ $stderr == "orgair: 'no/such.html' is no file of this site"$'\n'"hint: name it from the site's root, as in sectors/energy/index.html; --dry-run lists all of them" ]] ||
  fail "$stderr"
[[ $(stat -c '%i %Y' "$out/current/$page") == "$page_before" ]] || fail "--explain touched a page"
passed "--explain says why"

# Templates are compared to their last byte, and a folder may be a link.
cp -R templates "$work/pictures"
mkdir "$work/elsewhere"
printf 'a\0b' >"$work/elsewhere/picture.bin"
ln -s "$work/elsewhere" "$work/pictures/assets/more"
build --set TEMPLATE_DIR="$work/pictures"
unchanged
explains "$page" "kept  $page: nothing that it is made from changed" --set TEMPLATE_DIR="$work/pictures"
printf 'a\0c' >"$work/elsewhere/picture.bin"
explains sectors/retail/index.html "kept  sectors/retail/index.html: made anew, and the same" --set TEMPLATE_DIR="$work/pictures"
build
unchanged
passed "every byte of a template counts"

# After all that was only asked, nothing is to be done.
before=$(state)
build
unchanged
[[ $(state) == "$before" ]] || fail "asking made work: $(diff <(echo "$before") <(state))"
passed "asking makes no work for the next night"

# ---- what is remembered is gone or damaged ----
for damage in deleted truncated rewritten; do
  case $damage in
  deleted) rm -r "$out/plans" ;;
  truncated) truncate -s 1000 "$(plan)" ;;
  rewritten) echo '{"format": 1, "snapshot": 1}' >"$(plan)" ;;
  esac
  build
  unchanged
  case $damage in
  deleted) [[ $stderr != *anew* ]] || fail "$damage: $stderr" ;;
  *) says "everything is made anew: '$(plan)' is damaged" ;;
  esac
  build
  unchanged
  [[ $stderr != *anew* ]] || fail "$damage: it was not mended: $stderr"
done
build
line=$(sed 's|, [0-9.]* s, .*||' "$work/stdout")
cp "$out/current/run.json" "$work/run.json"
for damage in gone cut other; do
  before=$(stat -c %i "$(plan)")
  case $damage in
  gone) rm "$out/current/run.json" ;;
  cut) truncate -s 100 "$out/current/run.json" ;;
  other) sed 's/"organizations": /&"" /' "$work/run.json" >"$out/current/run.json" ;;
  esac
  build
  unchanged
  [[ $(stat -c %i "$(plan)") != "$before" ]] || fail "run.json is $damage: nothing was made anew"
  cp "$work/run.json" "$out/current/run.json"
  before=$(stat -c %i "$(plan)")
  build
  unchanged
  [[ $(stat -c %i "$(plan)") == "$before" ]] || fail "run.json is back: everything was made anew"
  [[ $(sed 's|, [0-9.]* s, .*||' "$work/stdout") == "$line" ]] || fail "expected: $line"$'\n'"got: $stdout"
done
passed "what an unchanged night reports is what run.json says, and without it the night makes sure"

truncate -s 10 "$out/plans/$(current)/energy.pages"
rename_organization "$energy" "Incremental Energy 2"
explains "$page" "stale $page: nothing is remembered of its sector"
build
published
truncate -s 10 "$out/plans/$(current)/pe_retail.scores"
rename_organization "$energy" "Incremental Energy 3"
build
published
same_as_anew
passed "without the plan everything is made anew, the same, and the next night knows again"

# ---- the current release is not what it was ----
retail_page=$(page_of "$retail")
hurt() { if [[ $1 == deleted ]]; then rm "$out/current/$2"; else truncate -s 7 "$out/current/$2"; fi; }
while read -r damage where; do
  cp -p "$out/current/$where" "$work/sound"
  hurt "$damage" "$where"
  rename_organization "$energy" "Energy $damage ${where//\//-}"
  build
  published
  if [[ $where == "$page" ]]; then
    [[ $stderr != *anew* ]] || fail "$stderr"
  else
    says "everything is made anew: cannot keep '$where': the current release's file is damaged"
    cmp -s "$work/sound" "$out/current/$where" || fail "$where was not repaired"
  fi
  run 0 "$orgair" verify
  hurt "$damage" "$where"
  build --force
  published
  run 0 "$orgair" verify
done <<END
deleted $page
truncated $page
deleted $retail_page
truncated sectors/retail/index.html
deleted api/v1/sectors/retail.json
END
same_as_anew
passed "a file of the release that is gone or short is made anew"

build
unchanged
sed -i 's/"files"/"flies"/' "$out/current/manifest.json"
build
says "nothing is taken over from the current release: "
published
run 0 "$orgair" verify
build
unchanged
[[ $stderr != *anew* && $stderr != *nothing* ]] || fail "$stderr"
rm "$out/current/manifest.json"
build --dry-run
lacks "$work/stdout" "(null)"
[[ $(grep -c '^kept ' "$work/stdout") -eq 0 ]] || fail "something is kept: $stdout"
build
published
run 0 "$orgair" verify
rm -r "$out/releases/$(current)"
build
published
run 0 "$orgair" verify
build
unchanged
[[ $stderr != *anew* && $stderr != *nothing* ]] || fail "$stderr"
passed "a manifest that is damaged or gone, and no release where 'current' points"

first=$(current)
rename_organization "$energy" "Energy before the rollback"
build
published
second=$(current)
run 0 "$orgair" rollback
[[ $(current) == "$first" ]] || fail "rolled back to $(current)"
build
published
[[ $(current) > $second ]] || fail "'$(current)' does not sort behind '$second'"
has "$out/current/$page" "Energy before the rollback"
build
unchanged
passed "rolled back, then built"

# ---- the cache ----
build --offline
unchanged
rm -r "$out/cache"
build
unchanged
build --offline
unchanged
rm "$out/cache"/organizations*retail*
build
unchanged
build --offline
unchanged
build
unchanged
passed "what is gone of the cache is filled again by an unchanged night"

# The rows of a sector that stays are read from there, and what the run before counted stands: the
# database is asked for neither.
asked() { tail -c "+$((from + 1))" "$log" | tr '\n' ' ' | grep -oP 'COPY \(.*?TO STDOUT' | grep vw_organizations_full | grep -c "'$1'" || true; }
counted() { tail -c "+$((from + 1))" "$log" | tr '\n' ' ' | grep -oP 'SELECT o.focus_group_id,.*?GROUP BY' | grep -c "'$1'" || true; }
log=$(dirname "$(sql "SHOW data_directory")")/log
sql "ALTER ROLE CURRENT_USER SET log_statement = 'all'"
from=$(stat -c %s "$log")
rename_organization "$energy" "Energy asked for alone"
build
published
[[ $(asked pe_energy) -gt 0 ]] || fail "the database was not asked for the changed sector: $(tail -c "+$((from + 1))" "$log")"
[[ $(asked pe_retail) -eq 0 ]] || fail "the database was asked for a sector that stays"
[[ $(counted pe_energy) -gt 0 ]] || fail "the changed sector was not counted: $(tail -c "+$((from + 1))" "$log")"
[[ $(counted pe_retail) -eq 0 ]] || fail "the database counted a sector that stays"
passed "a build asks the database for no organization of a sector that stays, and for no number of them"

# The portfolio's workbook shows the rows of all sectors: those that a sector's own build has read are
# not asked for again.
from=$(stat -c %s "$log")
build --force --jobs 1 --no-cache
[[ $(asked pe_energy) -eq 2 ]] || fail "without a cache the database was asked $(asked pe_energy) times, expected twice"
from=$(stat -c %s "$log")
build --force --jobs 1
for sector in pe_energy pe_retail; do
  [[ $(asked $sector) -eq 1 ]] || fail "the database was asked $(asked $sector) times for the organizations of $sector, expected once"
done
! tail -c "+$((from + 1))" "$log" | grep "EOF" || fail "the server took a worker for a client that went away"
sql "ALTER ROLE CURRENT_USER RESET log_statement"
passed "a build asks the database once for the organizations of a sector"

# Not where they are not what they were.
entry=("$out/cache"/organizations*retail*)
touch -r "${entry[0]}" "$work/time"
sed -i --follow-symlinks '2s/[a-z]/#/' "${entry[0]}"
touch -r "$work/time" "${entry[0]}"
rename_organization "$energy" "Energy with a damaged cache"
build
published
[[ $stderr == *"cache: entry 'organizations:pe_retail' ignored"* ]] || fail "the damage was not seen: $stderr"
same_as_anew
rm "${entry[0]}"
build
unchanged
passed "the rows of sectors that stay are those of the database, whatever became of the cache"

# The pages of a sector that was left out stay as they were; the cache has its rows of today.
rename_organization "$retail" "Retail left out"
rename_organization "$energy" "Energy asked for"
build --sector pe_energy
published
lacks "$out/current/$(page_of "$retail")" "Retail left out"
build --offline --out "$work/offline" --set CACHE_DIR="$out/cache"
has "$work/offline/current/$(page_of "$retail")" "Retail left out"
build
published
has "$out/current/$(page_of "$retail")" "Retail left out"
build
unchanged
same_as_anew
passed "--sector leaves the others for the next build"

# An organization that a sector lost while it was left out has its page in the other one, and that page
# stays when the other one is not built again.
moved=$(sql "SELECT organization_id FROM public.organizations WHERE focus_group_id = 'pe_retail' ORDER BY 1 DESC LIMIT 1")
sql "UPDATE public.organizations SET focus_group_id = 'pe_energy' WHERE organization_id = '$moved'"
build --sector pe_energy
published
has "$out/current/$(page_of "$moved")" "sectors/energy/"
rename_organization "$(organization_of pe_manufacturing)" "Manufacturing beside a move"
build --sector pe_manufacturing
published
has "$out/current/$(page_of "$moved")" "sectors/energy/"
run 0 "$orgair" verify
sql "UPDATE public.organizations SET focus_group_id = 'pe_retail' WHERE organization_id = '$moved'"
build
published
same_as_anew
passed "an organization that moved away from a sector that is left out has one page"

# What was found in its columns stands with a sector that stays, whether or not it is asked for.
findings_of() { jq -S "[.findings[] | select(.focus_group_id == \"$1\")]" "$out/current/api/v1/findings.json"; }
sql "ALTER TABLE public.org_attributes_retail ADD COLUMN not_shown text"
build
has "$out/current/api/v1/findings.json" "attribute_not_in_view"
found=$(findings_of pe_retail)
for only in "" "--sector pe_energy"; do
  [[ -z $only ]] || rename_organization "$retail" "Retail with another column"
  rename_organization "$energy" "Energy beside a column $only"
  # shellcheck disable=SC2086 # none, or two words
  build $only
  published
  [[ $(findings_of pe_retail) == "$found" ]] || fail "with '$only': $(diff <(echo "$found") <(findings_of pe_retail))"
done
build
same_as_anew
sql "ALTER TABLE public.org_attributes_retail DROP COLUMN not_shown"
build
passed "findings about columns stay with their sector"

# Where its plan is gone, the release's own data say what to keep; what cannot be read of them is not
# left out in silence.
rm -r "$out/plans"
rename_organization "$energy" "Energy without a plan"
build --sector pe_energy
published
same_as_anew
for damaged in api/v1/findings.json api/v1/sectors/retail.json; do
  rm -r "$out/plans"
  last=$(current) bytes=$(stat -c %s "$out/current/$damaged")
  cp -p "$out/current/$damaged" "$work/whole"
  { echo "no JSON" && head -c "$((bytes - 8))" /dev/zero; } >"$work/other"
  mv "$work/other" "$out/current/$damaged"
  rename_organization "$energy" "Energy beside a damaged $damaged"
  run 1 "$orgair" build --sector pe_energy
  says "everything is made anew: '$damaged' is damaged at byte 0"
  [[ $stderr == *"$damaged"*" damaged"*$'\n'"hint: 'orgair verify' shows what is wrong with it" ]] || fail "$stderr"
  [[ $(current) == "$last" ]] || fail "published"
  mv "$work/whole" "$out/current/$damaged"
  build
  published
done
same_as_anew
passed "without a plan, the data of the release say what is kept"

# Pages that stay as they were link to a sector that is no more.
activate() { sql "UPDATE public.focus_groups SET is_active = $1 WHERE focus_group_id = 'pe_retail'"; }
export ORGAIR_MAX_ORGANIZATION_DROP_PCT=100
gone=" links to '../../sectors/retail/index.html', which is not part of the release"
kept=$'\n'"hint: the pages of sector 'pe_financial_services' are kept as they were: build "
last=$(current)
activate FALSE
run 1 "$orgair" build --sector pe_energy --sector pe_manufacturing
[[ $stderr == *"$gone${kept}without --sector" ]] || fail "$stderr"
sql "UPDATE public.focus_group_dimension_weights SET weight = weight / 2 WHERE focus_group_id = 'pe_financial_services'"
run 1 "$orgair" build --on-invalid=hold
[[ $stderr == *"$gone${kept}with --on-invalid=flag" ]] || fail "$stderr"
sql "UPDATE public.focus_group_dimension_weights SET weight = weight * 2 WHERE focus_group_id = 'pe_financial_services'"
[[ $(current) == "$last" ]] || fail "published"
build
published
activate TRUE
build
published
same_as_anew
unset ORGAIR_MAX_ORGANIZATION_DROP_PCT
passed "pages that are kept link to what is gone: a hint says what to do"

# ---- nobody watches ----
sql "ALTER TABLE public.organizations DISABLE TRIGGER ALL"
build
says "'public.organizations' is not watched for changes: the contents of all tables are compared, which takes longer"
unchanged
build
unchanged
rename_organization "$retail" "Retail unwatched"
build
says "'public.organizations' is not watched"
published
has "$out/current/$(page_of "$retail")" "Retail unwatched"
same_as_anew
sql "ALTER TABLE public.organizations ENABLE TRIGGER ALL"
sql "SELECT orgair.watch('public.organizations')" >/dev/null
build
unchanged
[[ $stderr != *watched* ]] || fail "$stderr"
build
unchanged
passed "changes of tables that are not watched are found"

# ---- another day ----
# An assessment that ends tomorrow; then that day comes, of which no trigger tells.
sql "UPDATE public.organization_assessments SET effective_to = current_date + 1
     WHERE assessment_id = (SELECT a.assessment_id FROM public.organization_assessments AS a
                            JOIN public.organizations AS o ON o.organization_id = a.organization_id
                            WHERE o.focus_group_id = 'pe_retail' AND a.effective_to IS NULL ORDER BY 1 LIMIT 1)"
build
tomorrow=$(sql "SELECT current_date + 1") today=$(sql "SELECT current_date")
has "$(plan)" "\"horizon\": \"$tomorrow\""
build
unchanged
last=$(current)
sql "CREATE TEMPORARY TABLE kept AS SELECT * FROM orgair.revisions;
     UPDATE public.organization_assessments SET effective_to = current_date WHERE effective_to = current_date + 1;
     DELETE FROM orgair.revisions;
     INSERT INTO orgair.revisions OVERRIDING SYSTEM VALUE SELECT * FROM kept"
build
unchanged
sed -i "s/\"horizon\": \"$tomorrow\"/\"horizon\": \"$today\"/" "$(plan)"
explains sectors/retail/index.html "stale sectors/retail/index.html: other rows may be in force today"
build
published
[[ $(current) != "$last" ]] || fail "the assessment that ended was not seen"
build
unchanged
sed -i 's/"day": "[0-9-]*"/"day": "2099-01-01"/' "$(plan)"
explains sectors/retail/index.html "kept  sectors/retail/index.html: made anew, and the same"
build
unchanged
has "$(plan)" "\"day\": \"$today\""
passed "a day on which other rows come into force, and a clock that was set back"

# ---- what is left ----
run 0 "$orgair" verify
clean "$out"
names() { find "$1" -mindepth 1 -maxdepth 1 -printf '%f\n' | sort; }
left=$(comm -23 <(names "$out/plans") <(names "$out/releases"))
[[ -z $left ]] || fail "plans without a release: $left"
passed "nothing is left behind"

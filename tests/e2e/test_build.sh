#!/usr/bin/env bash
# The nightly build as its users see it: exit status, messages, what is published, what is kept.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"

database build --demo
out=$work/out
export ORGAIR_OUT_DIR=$out

# A first build publishes the whole tree.
run 0 "$orgair" build
prints "published "
for path in index.html compare/index.html compare/heatmap.svg compare/heatmap.png findings/index.html \
  method/index.html 404.html robots.txt manifest.json SHA256SUMS run.json health.json portfolio.xlsx \
  api/v1/sectors.json api/v1/findings.json assets/orgair.css \
  sectors/financial-services/index.html sectors/financial-services/financial-services.xlsx \
  sectors/financial-services/weights.svg sectors/financial-services/weights.png; do
  [[ -s $out/current/$path ]] || fail "'$path' was not published"
done
[[ $(readlink "$out/current") == releases/* ]] || fail "'current' is not a relative link"
organizations=$(sql "SELECT count(*) FROM public.organizations")
pages() { find "$1/current/organizations" -name '*.html' | wc -l; }
[[ $(pages "$out") -eq $organizations ]] || fail "$(pages "$out") pages for $organizations organizations"
(cd "$out/current" && sha256sum --quiet -c SHA256SUMS) || fail "SHA256SUMS do not match"
run 0 "$orgair" verify
clean "$out"
passed "a first build publishes the whole tree"

# A night without changes publishes nothing.
before=$(tree "$out")
run 0 "$orgair" build
prints "nothing to publish"
[[ $(tree "$out") == "$before" ]] || fail "an unchanged night changed the tree"
passed "a night without changes publishes nothing"

# One row changed: its files are new, the others keep inode and time.
inode() { stat -c %i "$out/current/$1"; }
employees() { sql "UPDATE public.organizations SET employee_count = $1 WHERE legal_name = 'Global Manufacturing Corp'"; }
kept=$(inode sectors/technology/index.html)
employees 4242
run 0 "$orgair" build
prints "published "
[[ $(inode sectors/technology/index.html) == "$kept" ]] || fail "an unchanged page was written again"
grep -rqF "4,242" "$out/current/organizations" || fail "the changed number is not on a page"
passed "only what changed is written"

# A dry run says what it would do, and does not.
before=$(tree "$out")
employees 4243
run 0 "$orgair" build --dry-run
prints "would publish"
[[ $(tree "$out") == "$before" ]] || fail "a dry run changed the tree"
clean "$out"
passed "a dry run publishes nothing"

# The same data gives the same bytes, for any number of jobs, locale, time zone and row order.
run 0 "$orgair" build --out "$work/a" --jobs 1
sql "UPDATE public.organizations SET legal_name = legal_name WHERE organization_id IN (SELECT organization_id FROM public.organizations ORDER BY md5(organization_id::text) LIMIT 20)"
sql "UPDATE public.focus_group_dimension_weights SET weight = weight WHERE weight_id % 3 = 0"
TZ=Pacific/Kiritimati LC_ALL=C.UTF-8 LANG=tr_TR.UTF-8 run 0 "$orgair" build --out "$work/b" --jobs 5 --no-cache
diff -r --exclude=run.json "$work/a/current/" "$work/b/current/" >"$work/diff" || fail "two builds differ: $(head -3 "$work/diff")"
passed "two builds are byte-identical"

# One sector only: the others' pages stay, also those of organizations.
sql "UPDATE public.organizations SET employee_count = 77 WHERE focus_group_id = 'pe_energy'"
sql "UPDATE public.organizations SET employee_count = 88 WHERE focus_group_id = 'pe_retail'"
run 0 "$orgair" build --sector energy
[[ $(pages "$out") -eq $organizations ]] || fail "--sector lost pages: $(pages "$out") of $organizations"
has "$out/current/sectors/energy/index.html" ">77<"
lacks "$out/current/sectors/retail/index.html" ">88<"
run 0 "$orgair" verify
run 2 "$orgair" build --sector atlantis
says "unknown sector 'pe_atlantis'"
says "hint: active sectors are pe_manufacturing, pe_financial_services"
passed "--sector keeps the other sectors' pages"

# What is asked for wrongly is a usage error.
run 2 "$orgair" build --as-of 2026-02-30
says "--as-of '2026-02-30' is not a day, expected YYYY-MM-DD"
run 2 "$orgair" build --on-invalid=maybe
says "ON_INVALID"
run 2 "$orgair" build --frobnicate
says "unknown option '--frobnicate'"
passed "usage errors"

# Another day: the rows in force then.
sql "UPDATE public.focus_group_dimension_weights SET effective_to = DATE '2026-01-01' WHERE focus_group_id = 'pe_energy' AND dimension_id = 'pe_dim_culture'"
sql "INSERT INTO public.focus_group_dimension_weights (focus_group_id, dimension_id, weight, weight_rationale, effective_from) VALUES ('pe_energy', 'pe_dim_culture', 0.050, 'Later rationale', DATE '2026-01-01')"
run 0 "$orgair" build --out "$work/then" --as-of 2025-12-31
lacks "$work/then/current/sectors/energy/index.html" "Later rationale"
has "$work/then/current/sectors/energy/index.html" "As of 2025-12-31"
run 0 "$orgair" build --out "$work/now" --as-of 2026-01-01
has "$work/now/current/sectors/energy/index.html" "Later rationale"
passed "--as-of takes the rows in force that day"

# The guard: too many organizations gone.
run 0 "$orgair" build
before=$(tree "$out")
gone=$((organizations / 2))
sql "CREATE TABLE public.gone AS SELECT organization_id FROM public.organizations ORDER BY organization_id LIMIT $gone"
sql "SET session_replication_role = replica; DELETE FROM public.organizations WHERE organization_id IN (SELECT organization_id FROM public.gone)"
run 7 "$orgair" build
says "organizations fell from $organizations to $((organizations - gone))"
says "more than the 20.0 % allowed"
[[ $(tree "$out") == "$before" ]] || fail "the guard let something through"
clean "$out"
run 0 "$orgair" build --set MAX_ORGANIZATION_DROP_PCT=100
[[ $(pages "$out") -eq $((organizations - gone)) ]] || fail "pages of organizations that are gone are left"
passed "the guard refuses a large drop"

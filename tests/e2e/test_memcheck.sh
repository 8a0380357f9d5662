#!/usr/bin/env bash
# A build of the demo, and what reads its release, under valgrind: no access that is not allowed, no
# byte published that nobody set, nothing lost.
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"

if nm -D "$orgair" | grep -q __asan_init; then
  passed "skipped: this program has its own sanitizers, which valgrind cannot run"
  exit 0
fi

database memcheck --demo
export ORGAIR_OUT_DIR=$work/out
checked() {
  run "$1" valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=definite \
    --errors-for-leak-kinds=definite --suppressions=tests/support/memcheck.supp "$orgair" "${@:2}"
}

checked 0 build --jobs 1
prints "published "
passed "build"
first=$(basename "$(readlink "$ORGAIR_OUT_DIR/current")")
sql "UPDATE public.organizations SET employee_count = 4242 WHERE legal_name = 'Global Manufacturing Corp'"
run 0 "$orgair" build
checked 0 verify
checked 1 diff "$first"
prints "Employee count: 1500 to 4242"
checked 0 show organization "Global MFG"
passed "verify, diff, show"

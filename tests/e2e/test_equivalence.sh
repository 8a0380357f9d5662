#!/usr/bin/env bash
# An incremental build is byte-identical to one from scratch, whatever changed in between: random
# changes, a fixed seed. For longer, or to see one step of it:
#   ORGAIR_EQUIVALENCE_STEPS=300 ORGAIR_EQUIVALENCE_SEED=2 scripts/run-tests BUILD tests/e2e/test_equivalence.sh
#   ORGAIR_EQUIVALENCE_OPTIONS="--from 17 --kinds score_updated,rolled_back"
steps=${ORGAIR_EQUIVALENCE_STEPS:-100} seed=${ORGAIR_EQUIVALENCE_SEED:-1}
read -ra options <<<"${ORGAIR_EQUIVALENCE_OPTIONS-}"
# Each step's comparison with a build from scratch is for long runs; short ones make it every third time.
((steps > 100)) || options=(--scratch-every 3 "${options[@]}")
# shellcheck source=tests/support/e2e.sh
. "$(dirname "$0")/../support/e2e.sh"

database equivalence --demo
"$orgair" seed --synthetic 30 >/dev/null
export PYTHONDONTWRITEBYTECODE=1
python3 tests/support/equivalence/driver.py --steps "$steps" --seed "$seed" "${options[@]}" "$orgair" "$work"
passed "incremental builds equal builds from scratch"

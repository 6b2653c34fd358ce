#!/bin/sh
# Every shell script passes shellcheck.
set -u
. scripts/lib.sh
needs shell shellcheck
check() { shellcheck -x -e SC2119 "$1"; }
# shellcheck disable=SC2046 # no name has blanks
each shell check run test .ci/run $(git ls-files '*.sh')

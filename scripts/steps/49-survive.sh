#!/bin/sh
# The program itself, killed and troubled, on both databases. They wait more than they work: all at once, beside others that do.
set -u
. scripts/lib.sh
needs survive node Node.js
AMENDS=${AMENDS:-build/amends}
export AMENDS
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM HUP

# shellcheck disable=SC2016 # expanded by the inner shell
all='status=0
for test in "$@"; do node "tests/survive/$test" || status=1; done
exit $status'
beside slow sh -c "$all" sh slow.test.mjs hours.test.mjs
beside sqlite sh -c "$all" sh kill.mjs trouble.test.mjs bodies.test.mjs clock.test.mjs keeping.test.mjs
beside postgres-kill tests/store/with-postgres sh -c "$all" sh kill.mjs
beside postgres tests/survive/with-small-disk tests/store/with-postgres \
    sh -c "$all" sh trouble.test.mjs clock.test.mjs keeping.test.mjs bodies.test.mjs
gather survive slow sqlite postgres-kill postgres

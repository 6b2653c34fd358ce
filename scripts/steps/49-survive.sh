#!/bin/sh
# The program itself, killed and troubled, on both databases. They wait more than they work: all at once.
set -u
. scripts/lib.sh
if ! have node; then
    say "survive: SKIPPED, Node.js is not here"
    exit 0
fi
AMENDS=${AMENDS:-build/amends}
export AMENDS
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM HUP

# shellcheck disable=SC2016 # expanded by the inner shell
all='status=0
for test in "$@"; do node "tests/survive/$test" || status=1; done
exit $status'
waits() { # waits NAME COMMAND...: in the background, what it says and how it ends into the folder
    name=$1
    shift
    { "$@" >"$folder/$name" 2>&1; echo $? >"$folder/$name.status"; } &
}
waits slow sh -c "$all" sh slow.test.mjs
waits sqlite sh -c "$all" sh kill.mjs trouble.test.mjs bodies.test.mjs clock.test.mjs keeping.test.mjs
waits postgres-kill tests/store/with-postgres sh -c "$all" sh kill.mjs
waits postgres tests/survive/with-small-disk tests/store/with-postgres \
    sh -c "$all" sh trouble.test.mjs clock.test.mjs keeping.test.mjs bodies.test.mjs
wait

status=0
for name in slow sqlite postgres-kill postgres; do
    cat "$folder/$name"
    ended=$(cat "$folder/$name.status")
    if [ "$ended" -eq 77 ]; then
        say "survive, $name: SKIPPED, PostgreSQL 15 is not here"
    elif [ "$ended" -ne 0 ]; then
        status=1
    fi
done
exit $status

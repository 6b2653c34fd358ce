#!/bin/sh
# The HTTP server from outside, over SQLite and over PostgreSQL, and once more with the sanitizers watching.
set -u
. scripts/lib.sh
if ! have node; then
    say "http: SKIPPED, Node.js is not here"
    exit 0
fi
status=0
# What was asked and answered is kept, to see whether every documented answer was given.
asked=$(mktemp)
for test in tests/http/*.test.mjs; do
    HTTP_ASKED=$asked node "$test" || status=1
done
HTTP_ASKED=$asked node tests/http/answers.mjs || status=1
rm -f "$asked"
if [ -x build-sanitized/tests/http/http-server ]; then
    for test in tests/http/*.test.mjs; do
        HTTP_SERVER=build-sanitized/tests/http/http-server node "$test" || status=1
    done
fi
# shellcheck disable=SC2016 # expanded by the inner shell
tests/store/with-postgres sh -c 'status=0; for test in tests/http/*.test.mjs; do node "$test" || status=1; done; exit $status'
with_postgres=$?
if [ "$with_postgres" -eq 77 ]; then
    say "http on PostgreSQL: SKIPPED, PostgreSQL 15 is not here"
elif [ "$with_postgres" -ne 0 ]; then
    status=1
fi
exit $status

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
HTTP_ASKED=$asked tests/http/all || status=1
HTTP_ASKED=$asked node tests/http/answers.mjs || status=1
rm -f "$asked"
# `two` runs the program itself, which is not built with sanitizers.
if [ -x build-sanitized/tests/http/http-server ]; then
    HTTP_SERVER=build-sanitized/tests/http/http-server tests/http/all two || status=1
fi
tests/store/with-postgres tests/http/all
with_postgres=$?
if [ "$with_postgres" -eq 77 ]; then
    say "http on PostgreSQL: SKIPPED, PostgreSQL 15 is not here"
elif [ "$with_postgres" -ne 0 ]; then
    status=1
fi
exit $status

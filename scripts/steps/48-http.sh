#!/bin/sh
# The HTTP server from outside, over SQLite and over PostgreSQL, and once more with the sanitizers watching.
set -u
. scripts/lib.sh
needs http node Node.js
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM HUP
postgres_in_memory
sqlite() {
    # What was asked and answered is kept, to see whether every documented answer was given.
    export HTTP_ASKED="$folder/asked"
    tests/http/all
    well=$?
    node tests/http/answers.mjs && [ "$well" -eq 0 ]
}
# `two` runs the program itself, which is not built with sanitizers.
sanitized() { HTTP_SERVER=build-sanitized/tests/http/http-server tests/http/all two; }

# They wait more than they work, each on ports and in folders of its own: all at once.
suites="sqlite postgres"
beside sqlite sqlite
beside postgres tests/store/with-postgres tests/http/all
if [ -x build-sanitized/tests/http/http-server ]; then
    beside sanitized sanitized
    suites="$suites sanitized"
fi
# shellcheck disable=SC2086 # a list of words
gather http $suites

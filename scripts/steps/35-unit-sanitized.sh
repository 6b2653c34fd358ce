#!/bin/sh
# The same with clang's address and undefined behaviour sanitizers.
set -u
. scripts/lib.sh
if ! have clang; then
    say "unit, sanitized: SKIPPED, clang is not here"
    exit 0
fi
build_sanitized || exit 1
# The proof computes for minutes here and touches no memory that the others do not: the release build runs it.
say "unit, sanitized: SKIPPED the proof, which runs in the release build"
exec scripts/meson-tests "unit, sanitized" build-sanitized --no-suite proof

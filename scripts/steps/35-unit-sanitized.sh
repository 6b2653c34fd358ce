#!/bin/sh
# The same with clang's address and undefined behaviour sanitizers.
set -u
. scripts/lib.sh
needs "unit, sanitized" clang
build_sanitized || exit 1
# The proof computes for minutes here and touches no memory that the others do not: the release build runs it.
say "unit, sanitized: SKIPPED the proof, which runs in the release build"
# What is undefined ends the test that did it.
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
exec scripts/meson-tests "unit, sanitized" build-sanitized --no-suite proof

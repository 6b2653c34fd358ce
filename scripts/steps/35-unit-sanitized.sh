#!/bin/sh
# The same with clang's address and undefined behaviour sanitizers.
set -u
. scripts/lib.sh
if ! have clang; then
    say "unit, sanitized: SKIPPED, clang is not here"
    exit 0
fi
build_sanitized || exit 1
exec scripts/meson-tests "unit, sanitized" build-sanitized

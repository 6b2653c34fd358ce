#!/bin/sh
# Every C file is as .clang-format says.
set -u
. scripts/lib.sh
if ! have clang-format; then
    say "format: SKIPPED, clang-format is not here"
    exit 0
fi
check() { clang-format --dry-run -Werror "$1"; }
# shellcheck disable=SC2046 # no name has blanks
each format check $(git ls-files '*.c' '*.h')

#!/bin/sh
# Every C file is as .clang-format says.
set -u
. scripts/lib.sh
needs format clang-format
log=$(mktemp)
trap 'rm -f "$log"' EXIT
files=$(git ls-files '*.c' '*.h' | wc -l)
# One start for all: that takes longer than the look at a file.
git ls-files -z '*.c' '*.h' | xargs -0 clang-format --dry-run -Werror 2>"$log"
status=$?
cat "$log"
bad=$(sed -n 's/^\([^ ].*\):[0-9]*:[0-9]*: error: .*/\1/p' "$log" | sort -u | wc -l)
[ "$status" -eq 0 ] || [ "$bad" -gt 0 ] || bad=$files
say "format: $((files - bad)) passed, $bad failed"
[ "$bad" -eq 0 ]

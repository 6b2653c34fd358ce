#!/bin/sh
# clang-tidy over the tree, two files at a time, at most two minutes in all: what was changed last comes first, what was not
# reached is said. It takes what those beside it leave, which wait more than they work.
set -u
. scripts/lib.sh
if ! have clang-tidy || [ ! -f build-sanitized/compile_commands.json ]; then
    say "tidy: SKIPPED, clang-tidy or its build is not here"
    exit 0
fi
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
{
    git log -n 200 --format= --name-only -- 'src/*.c'
    git ls-files 'src/*.c'
} | grep -v -e '_test\.c$' -e '^$' | awk '!met[$0]++' >"$results/all"
# Only what is compiled in that build can be looked at.
while read -r file; do
    grep -q "\"file\": \".*$file\"" build-sanitized/compile_commands.json && say "$file"
done <"$results/all" >"$results/files"
export results
# shellcheck disable=SC2016 # expanded by the inner shell
nice timeout 120 xargs -P 2 -n 1 sh -c '
    if clang-tidy --quiet -p build-sanitized "$1" >"$results/out.$$" 2>/dev/null; then echo "$1" >>"$results/good"
    else echo "$1" >>"$results/bad"; cat "$results/out.$$"; fi' sh <"$results/files"
count() { if [ -f "$results/$1" ]; then wc -l <"$results/$1"; else echo 0; fi; }
good=$(count good) bad=$(count bad) files=$(count files)
if [ $((good + bad)) -lt "$files" ]; then
    say "tidy: SKIPPED $((files - good - bad)) of $files files, two minutes were over"
fi
say "tidy: $((good)) passed, $((bad)) failed"
[ "$bad" -eq 0 ]

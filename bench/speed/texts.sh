#!/bin/sh
# Writes one file of sentences per language to DIR, out of the playbook's own examples: bench/speed/texts.sh DIR
set -eu
out=$1
mkdir -p "$out"
for lang in en zh fi ru; do
    cat data/lang/$lang/signals/*.yaml | awk '
        /^  (match|no_match):/ { on = 1; next }
        /^  [a-z_]+:/ || /^- / { on = 0 }
        on && /^    - / { sub(/^    - /, ""); gsub(/^["\047]|["\047]$/, ""); print }' >"$out/$lang.txt"
done
wc -l "$out"/*.txt

#!/bin/sh
# Writes what customers and what staff say, a sentence a line, one file per language to DIR, out of the playbook's own
# examples: bench/speed/texts.sh BUILD_DIR DIR
set -eu
mkdir -p "$2"
"$1/src/playbook/amends-playbook-examples" data | awk -F '\t' -v dir="$2" \
    '{ print $3 >(dir "/" $1 ($2 == "customer" ? "" : ".staff") ".txt") }'

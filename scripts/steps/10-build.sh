#!/bin/sh
# The release build with gcc: warnings are errors.
set -u
. scripts/lib.sh
if build_release; then say "build: 1 passed, 0 failed"; else say "build: 0 passed, 1 failed"; fi

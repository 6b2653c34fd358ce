#!/bin/sh
# The tests beside the modules, in the release build.
exec scripts/meson-tests unit build

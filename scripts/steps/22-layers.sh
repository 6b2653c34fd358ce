#!/bin/sh
# Dependencies point one way, and the engine is a calculation.
exec tools/check-layers build

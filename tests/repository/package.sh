#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Installs the build and uses it from an outside project:  package.sh BUILD_DIR PROJECT_DIR COMPILER
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --install "$1" --prefix "$work/prefix" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
cmake -S "$2" -B "$work/build" -DCMAKE_CXX_COMPILER="$3" -DCMAKE_PREFIX_PATH="$work/prefix" \
      -DCMAKE_BUILD_TYPE=Release -G Ninja
cmake --build "$work/build"
# KL(N(0,1) ‖ N(1,1)) = 1/2.
answer=$("$work/build/outside")
echo "KL = $answer"
[ "$answer" = "0.500000" ]
"$work/prefix/bin/verigan" --help >/dev/null

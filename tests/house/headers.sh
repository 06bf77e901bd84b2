#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Every header compiles alone:  headers.sh SOURCE_DIR COMPILER [FLAG …]
set -euo pipefail
source_dir=$1
shift
cd "$source_dir"
# Files named *-inl.hpp are bodies compiled once per SIMD target by their own .cpp, not headers.
list=$(find . -name '*.hpp' ! -name '*-inl.hpp' | sort)
[ -n "$list" ] || { echo "no headers below $source_dir" >&2; exit 1; }
echo "$list" | xargs -P "$(nproc)" -I{} "$@" -std=c++20 -fsyntax-only -x c++ -I. \
  -Wall -Wextra -Wpedantic -Wconversion -Werror -Wno-pragma-once-outside-header {}
echo "$(wc -l <<<"$list") headers compile alone"

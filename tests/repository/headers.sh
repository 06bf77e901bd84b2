#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Every header compiles alone:  headers.sh SOURCE_DIR COMPILER [FLAG …]
set -euo pipefail
source_dir=$1
shift
cd "$source_dir"
# Files named *_inl.hpp are bodies compiled once per SIMD target by their own .cpp, not headers.
list=$(find . -name '*.hpp' ! -name '*_inl.hpp' | sort)
[ -n "$list" ] || { echo "no headers below $source_dir" >&2; exit 1; }
echo "$list" | xargs -P "$(nproc)" -I{} "$@" -std=c++20 -fsyntax-only -I. \
  -Wall -Wextra -Wpedantic -Wconversion -Werror -include {} -x c++ /dev/null
echo "$(wc -l <<<"$list") headers compile alone"

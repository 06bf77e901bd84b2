#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Builds the fuzzer with clang and gives each reader of foreign bytes some time:
#   fuzz.sh SOURCE_DIR WORK_DIR SECONDS [TARGET …]
# What it learns is kept in WORK_DIR/corpus and used the next time; what breaks a promise is left in
# WORK_DIR/found/TARGET (add it to tests/fuzz/corpus when it is mended). Exit code 77: no clang.
set -euo pipefail
source_dir=$1 work_dir=$2 seconds=$3
shift 3
for tool in clang++ cmake ninja; do
  command -v "$tool" >/dev/null ||
    { echo "SKIPPED: $tool is not installed; scripts/install_dependencies --tests installs it"; exit 77; }
done
mkdir -p "$work_dir"
cmake -S "$source_dir/tests/fuzz/standalone" -B "$work_dir/build" -G Ninja \
      -DCMAKE_CXX_COMPILER=clang++ >"$work_dir/log"
ninja -C "$work_dir/build" >>"$work_dir/log" || { tail -n 40 "$work_dir/log"; exit 1; }
[ $# -gt 0 ] || set -- $(ls "$source_dir/tests/fuzz/corpus")
failed=0
for target in "$@"; do
  mkdir -p "$work_dir/corpus/$target" "$work_dir/found/$target"
  log=$work_dir/$target.log
  FUZZ_TARGET=$target UBSAN_OPTIONS=print_stacktrace=1 "$work_dir/build/fuzz" \
    -max_total_time="$seconds" -max_len=8192 -print_final_stats=1 \
    -dict="$source_dir/tests/fuzz/dictionaries/$target.dict" -artifact_prefix="$work_dir/found/$target/" \
    "$work_dir/corpus/$target" "$source_dir/tests/fuzz/corpus/$target" >"$log" 2>&1 || {
      failed=1
      grep -aE 'BROKEN|runtime error|ERROR:|SUMMARY' "$log" || tail -n 5 "$log"
    }
  printf '%-12s %12s inputs\n' "$target" "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")"
done
exit $failed

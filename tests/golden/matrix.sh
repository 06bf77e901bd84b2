#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# One leg of the golden matrix: builds the golden program with one compiler at one level of
# optimisation and demands tests/golden/golden.txt from it for every SIMD target and thread count.
#   matrix.sh SOURCE_DIR WORK_DIR COMPILER LEVEL [PROGRAM]
# PROGRAM: already built that way, so not built again; it is run with every target on 1, 2 and 4 threads.
# Other legs run every target once, on 4 threads and on 1 in turn. Exit code 77: a tool is missing, leg
# skipped.
set -euo pipefail
source_dir=$1 work_dir=$2 compiler=$3 level=$4 program=${5:-}
list=$source_dir/tests/golden/golden.txt
runner=()

skip() { echo "SKIPPED: $1 is not installed; scripts/install_dependencies --tests installs it"; exit 77; }
need() { command -v "$1" >/dev/null || skip "$1"; }

need "$compiler"
configure=(-DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_FLAGS="$level")
case $compiler in
  *aarch64*)
    need qemu-aarch64
    configure+=(-DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR=aarch64)
    runner=(qemu-aarch64) ;;
esac

if [ -z "$program" ]; then
  need cmake
  need ninja
  folder=$work_dir/$(basename "$compiler")$level
  mkdir -p "$folder"
  if ! { cmake -S "$source_dir/tests/golden/standalone" -B "$folder" -G Ninja "${configure[@]}" &&
         ninja -C "$folder" -j "$(( ($(nproc) + 1) / 2 ))"; } >"$folder/build.log" 2>&1; then
    grep -aE -A8 'error|FAILED' "$folder/build.log" | head -n 40
    echo "$compiler $level: the golden program does not build; see $folder/build.log"
    exit 1
  fi
  program=$folder/golden
fi

# Threads that wait let others have the processor: there may be more of them than processors.
export OMP_WAIT_POLICY=passive
failed=0
targets=$("${runner[@]}" "$program" --targets)
grep -qx spec <<<"$targets" || { echo "no target called spec among: $targets"; exit 1; }
counts=(1)
for target in $targets; do
  [ "${counts[0]}" = 4 ] && counts=(1) || counts=(4)
  [ -z "${5:-}" ] || counts=(1 2 4)
  for n in "${counts[@]}"; do
    echo "$(basename "$compiler") $level, $target, threads $n:"
    VERIGAN_SIMD=$target "${runner[@]}" "$program" --threads "$n" --check "$list" || failed=1
  done
done
for target in avx2 avx512; do
  [ "${runner[*]}" ] || grep -qx "$target" <<<"$targets" || echo "$target: this processor lacks it"
done
exit $failed

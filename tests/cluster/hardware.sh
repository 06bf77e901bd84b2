#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The same trainings on "nodes" of different hardware: a folder of results for each vector width that this
# processor has, and for each further build, and all merged have one hash a run.
#   hardware.sh VERIGAN ALPHA_TOY [NODE=PROGRAM …]
# PROGRAM: alpha_toy of another compiler or machine, or a script that runs it in an emulator.
set -euo pipefail
verigan=$1 toy=$2
shift 2
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
sweep() {  # sweep NODE PROGRAM TARGET
  mkdir -p "bin-$1"
  cp "$verigan" "bin-$1/verigan"
  cp "$2" "bin-$1/alpha_toy"
  echo '{"experiments": [{"name": "alpha_toy", "title": "Toys"}], "tables": [], "figures": []}' >"bin-$1/catalogue.json"
  env SLURMD_NODENAME="$1" ${3:+VERIGAN_SIMD=$3} "bin-$1/verigan" sweep alpha_toy --preset smoke --steps 20 \
    --samples 200 --fresh-steps 5 --seed 1-2 --out "$1" --jobs 2 >/dev/null 2>words || { cat words; exit 1; }
  nodes+=("$1")
}
nodes=()
for target in avx512 avx2 spec neon sve; do
  if ! VERIGAN_SIMD=$target "$toy" --version >/dev/null 2>&1; then
    echo "SKIPPED, not of this processor: $target"
    continue
  fi
  sweep "node-$target" "$toy" "$target"
  grep -q "\"simd_target\": \"$target\"" "node-$target"/alpha_toy/*/manifest.json
done
for further in "$@"; do sweep "node-${further%%=*}" "$(realpath "${further#*=}")" ""; done
[ "${#nodes[@]}" -ge 2 ]
"$verigan" merge "${nodes[@]}" --out all | tee merged
grep -q "2 runs, 2 copied; $((2 * (${#nodes[@]} - 1))) duplicates confirmed, 0 runs differ; 0 damaged" merged
echo "${nodes[*]}: one hash a run"

#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs that are committed are made again, the end of them or the whole, and compared bit by bit:
#   replay.sh VERIGAN SOURCE_DIR
# Then one number of a copy is changed, and that is seen.
set -euo pipefail
verigan=$1 runs=$2/paper/data/replay
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
seen=0
for run in "$runs"/*/*/; do
  window=()
  [ -e "$run/checkpoint.safetensors" ] && {
    steps=$(sed -n 's/^steps = //p' "$run/config.toml")
    window=(--window "$((steps - steps / 10)):$steps")
  }
  "$verigan" replay "$run" "${window[@]}"
  seen=$((seen + 1))
done
[ "$seen" -eq 3 ]

# A manifest that agrees with a changed file is found by the replay alone.
run=$(echo "$runs"/direct_vs_indirect/*/)
copy=$scratch/direct_vs_indirect/$(basename "$run")
mkdir -p "$(dirname "$copy")"
cp -r "$run" "$copy"
old=$(sha256sum "$copy/training.csv" | cut -d' ' -f1)
sed -i '$ s/[0-9]$/x/; $ y/x/7/' "$copy/training.csv"
new=$(sha256sum "$copy/training.csv" | cut -d' ' -f1)
[ "$old" != "$new" ] || sed -i '$ s/.$/3/' "$copy/training.csv"
new=$(sha256sum "$copy/training.csv" | cut -d' ' -f1)
sed -i "s/$old/$new/" "$copy/manifest.json"
if "$verigan" replay "$copy"; then
  echo "a changed number was not seen"
  exit 1
fi

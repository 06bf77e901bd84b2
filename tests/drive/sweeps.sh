#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Every run of a committed sweep is one that its preset plans:
#   sweeps.sh SOURCE_DIR PROGRAM_DIR
set -euo pipefail
source=$1 programs=$2
folders() { grep -o '"folder":"[^"]*"' | cut -d'"' -f4 | sort; }
for file in "$source"/sweeps/*.toml; do
  name=$(basename "$file" .toml)
  experiment=$(sed -n 's/^experiment = "\(.*\)"/\1/p' "$file")
  preset=$(sed -n 's/^preset = "\(.*\)"/\1/p' "$file")
  case $name in
    small) continue ;;
    alpha_mnist) [ -n "${VERIGAN_DATA:-}" ] || { echo "$name: skipped, VERIGAN_DATA is not set"; continue; } ;;
  esac
  planned=$("$programs/$experiment" --plan --preset "$preset" | folders)
  swept=$("$programs/verigan" plan "$file" | grep "^$experiment/" | cut -d' ' -f1 | sort)
  [ -n "$swept" ]
  foreign=$(comm -13 <(echo "$planned") <(echo "$swept"))
  [ -z "$foreign" ] || { echo "$name: not in the preset's plan: $foreign"; exit 1; }
  echo "$name: $(wc -l <<<"$swept") of the preset's $(wc -l <<<"$planned") runs"
done

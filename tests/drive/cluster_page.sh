#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Every command of docs/cluster.md, one after another, in a folder of its own:
#   cluster_page.sh SOURCE_DIR PROGRAM_DIR
set -euo pipefail
source=$1
PATH=$2:$PATH
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
cp -r "$source/sweeps" .
mapfile -t commands < <(sed -n '/^```sh$/,/^```$/p' "$source/docs/cluster.md" | grep -v '^```' | sed 's/ *#.*//')
ran=0
for command in "${commands[@]}"; do
  case $command in
    "verigan "*) ;;
    *) echo "not a command of verigan's: $command"; exit 1 ;;
  esac
  echo "\$ $command"
  bash -c "$command" || { echo "exit code $?"; exit 1; }
  ran=$((ran + 1))
done
[ "$ran" -ge 10 ]
# The file that the page shows is the one that is there, but for its comments.
page=$(sed -n '/^```toml$/,/^```$/p' "$source/docs/cluster.md" | grep -v '^```' | sed 's/ *#.*//;/^$/d')
file=$(grep -v '^#\|^title\|^$' "$source/sweeps/small.toml")
[ "$page" = "$file" ] || { diff <(echo "$page") <(echo "$file"); exit 1; }
[ "$(wc -l <results/small.csv)" -eq 7 ]
echo "$ran commands of docs/cluster.md run"

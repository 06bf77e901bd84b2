#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Runs the sample runs at the head of an experiment's source:  sample_runs.sh SOURCE PROGRAM
# Each run must end well, leave a finished folder, and do nothing
# when called again. Exit code 77 (skipped) where the images it learns from are missing.
set -euo pipefail
source_file=$1
program=$2
name=$(basename "$program")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export VERIGAN_CACHE=$work/cache  # classifiers trained on the way go with it
[ -n "${VERIGAN_DATA:-}" ] || export VERIGAN_DATA=$(dirname "$source_file")/../data
mapfile -t lines < <(sed -n '/^\/\/ Sample runs:/,/^[^\/]/p' "$source_file" | sed -n "s|^//   $name||p")
[ "${#lines[@]}" -gt 0 ] || { echo "$source_file shows no sample run of $name" >&2; exit 1; }
# "$(generator MODEL)" in a sample run: the folder of a smoke run that trained one.
generator() {
  local experiment=kth_models
  case "$1" in c*) experiment=conditional ;; esac
  "$(dirname "$program")/$experiment" --preset smoke --model "$1" --out "$work" --progress none
}
for options in "${lines[@]}"; do
  echo "$name$options"
  eval "words=($options)" 2>"$work/errors" || made=failed  # quoted as a shell reads it
  if grep -q 'scripts/fetch_data obtains' "$work/errors"; then
    echo "skipped: no image files"
    exit 77
  fi
  [ -z "${made:-}" ] || { cat "$work/errors"; exit 1; }
  status=0
  folder=$("$program" "${words[@]}" --out "$work" --progress none 2>"$work/errors") || status=$?
  cat "$work/errors"
  if [ "$status" -eq 2 ] && grep -q 'scripts/fetch_data obtains' "$work/errors"; then
    echo "skipped: no image files"
    exit 77
  fi
  [ "$status" -eq 0 ] || exit 1
  grep -q '"finished": true' "$folder/manifest.json"
  before=$(stat -c %Y.%i "$folder/manifest.json")
  "$program" "${words[@]}" --out "$work" --progress plain 2>&1 | grep 'nothing to do'
  [ "$(stat -c %Y.%i "$folder/manifest.json")" = "$before" ]
done
echo "${#lines[@]} sample runs"

#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# `verigan doctor` is content here, and neither it nor an experiment is with a library in the process
# that switches flush-to-zero on.   doctor.sh VERIGAN EXPERIMENT FLUSH_TO_ZERO_LIBRARY
set -euo pipefail
verigan=$1 experiment=$2 library=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
poisoned() {  # with the library, under sanitizers too, whose run-time wants to come first
  ASAN_OPTIONS=${ASAN_OPTIONS:-}:verify_asan_link_order=0 LD_PRELOAD=$library "$@"
}

"$verigan" doctor | tee "$work/words"
"$verigan" doctor --threads 1 --json >"$work/json"
# One commit, with the "+" of a changed tree, wherever it is told.
commit=$(sed -n 's/^ *"commit": "\(.*\)",$/\1/p' "$work/json")
short=${commit:0:12}
[[ $commit != ?????????????*+ ]] || short+=+
grep -qE "commit ${short/+/\\+}\$" "$work/words"
changes=', as committed'
[ "$short" = "${short%+}" ] || changes=', with changes'
[[ $("$verigan" version) == "verigan "*", commit ${short%+}$changes" ]]
[ "$("$verigan" --version)" = "$("$verigan" version)" ]
grep -q '"healthy": true' "$work/json"
grep -q '"golden_matches": true' "$work/json"
grep -q '"fuses": true' "$work/json"

status=0
poisoned "$verigan" doctor --threads 1 >"$work/words" || status=$?
cat "$work/words"
[ "$status" -eq 1 ]
grep -q 'WRONG: lost (FTZ or DAZ is on)' "$work/words"
grep -qE 'spec, 1 thread .*WRONG: other bits in .*exp' "$work/words"
grep -q '^Not well: .*(FTZ).*(DAZ)' "$work/words"
status=0
poisoned "$verigan" doctor --threads 1 --json >"$work/json" || status=$?
[ "$status" -eq 1 ]
grep -q '"healthy": false' "$work/json"
grep -q '"flushes_to_zero": true' "$work/json"
grep -q '"fuses": false' "$work/json"

status=0
poisoned "$experiment" --preset smoke --out "$work/results" >"$work/words" 2>&1 || status=$?
cat "$work/words"
[ "$status" -eq 2 ]
[ "$(wc -l <"$work/words")" -eq 1 ]
grep -q 'flushed to zero (FTZ)' "$work/words"
[ ! -e "$work/results" ]

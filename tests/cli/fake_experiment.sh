#!/bin/sh
# SPDX-License-Identifier: MIT
# An experiment that honours docs/results.md and does nothing but count to five, a line in OUT/log for
# each number, so that a test sees what was done, and done twice. FAKE_PAUSE: seconds a number takes.
# FAKE_RUNS: its runs; the run `bad` fails at 2, `silent` ends well without a result, `unfed` has no data.
experiment=$(basename "$0")
out= progress= plan= run=
while [ $# -gt 0 ]; do
  case "$1" in
    --plan) plan=yes; shift; continue ;;
    --run) run=$2 ;;
    --out) out=$2 ;;
    --progress) progress=$2 ;;
    --preset) preset=$2 ;;
    --threads) [ "$2" = 1 ] || exit 2 ;;
    *) echo "$experiment: unknown option $1" >&2; exit 2 ;;
  esac
  shift 2
done
config() { printf 'preset = "%s"\nrun = "%s"\nseed = 7\n' "$preset" "$1"; }
hash() { sha256sum | cut -d' ' -f1; }
folder_of() { echo "$experiment/$(config "$1" | hash | cut -c1-12)"; }
if [ "$plan" ]; then
  [ "$FAKE_RUNS" != none ] || { echo "$experiment: no data" >&2; exit 2; }
  for name in $FAKE_RUNS; do
    if [ "$name" = unfed ]; then
      echo "{\"experiment\": \"$experiment\", \"folder\": \"\", \"label\": \"unfed\", \"args\": []," \
           "\"cost\": 1, \"skipped\": \"no <fodder> here\"}"
      continue
    fi
    echo "{\"experiment\": \"$experiment\", \"folder\": \"$(folder_of "$name")\", \"label\": \"$name\"," \
         "\"args\": [\"--preset\", \"$preset\", \"--run\", \"$name\"], \"cost\": 5}"
  done
  exit 0
fi
[ "$progress" = machine ] || exit 2
folder=$out/$(folder_of "$run")
[ ! -e "$folder" ] || { echo "$folder"; exit 0; }
mkdir -p "$folder.partial"
count=0
[ ! -e "$folder.partial/count" ] || read -r count <"$folder.partial/count"
# Not in the middle of a number: its line and the count go together.
stop=
trap 'stop=130' INT
trap 'stop=143' TERM
trap 'sleep 0.3; echo "$run saved" >>"$out/log"; exit 129' HUP  # saving takes a moment
trap '' PIPE  # so that a driver's death is not noticed by its closed pipe alone
while [ "$count" -lt 5 ]; do
  sleep "${FAKE_PAUSE:-0}"
  [ -z "$stop" ] || exit "$stop"
  if [ "$run" = bad ] && [ "$count" -eq 2 ]; then echo "the loss is not a number" >&2; exit 1; fi
  count=$((count + 1))
  echo "$run $count" >>"$out/log"
  echo "$count" >"$folder.partial/count"
  echo "@progress $count 5 counting" >&2
done
[ "$run" != silent ] || exit 0
config "$run" >"$folder.partial/config.toml"
echo "$run" >"$folder.partial/counted.csv"
rm "$folder.partial/count"
counted=$(hash <"$folder.partial/counted.csv")
cat >"$folder.partial/manifest.json" <<END
{"experiment": "$experiment", "preset": "$preset", "title": "$experiment, $run", "finished": true,
 "config": {"preset": "$preset", "run": "$run", "seed": 7}, "seed": 7,
 "result_hash": "$(echo "$counted  counted.csv" | hash)",
 "files": {"config.toml": "$(config "$run" | hash)", "counted.csv": "$counted"},
 "result_files": ["counted.csv"], "seconds": 2.5, "started": "2026-01-01T00:00:00Z",
 "provenance": {"compiler": "none", "version": "0"}}
END
mv "$folder.partial" "$folder"
echo "$folder"

#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Three "nodes" make the same four trainings; on one a single bit of a single product is wrong. `merge` names
# it by comparing duplicates, of two folders and of three, and so does an audit, without duplicates.
#   faulty_node.sh VERIGAN ALPHA_TOY_FAULTY
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
mkdir "$place/bin"
cp "$1" "$place/bin/verigan"
cp "$2" "$place/bin/alpha_toy"
echo '{"experiments": [{"name": "alpha_toy", "title": "Toys"}], "tables": [], "figures": []}' \
  >"$place/bin/catalogue.json"
cd "$place"
export VERIGAN_FAULTY_NODE=n2
sweep() {  # sweep NODE SEEDS OUT
  SLURMD_NODENAME=$1 bin/verigan sweep alpha_toy --preset smoke --steps 20 --samples 200 --fresh-steps 5 \
    --seed "$2" --out "$3" --jobs 2 2>/dev/null
}
merge() {  # merge WORDS...: its output in merge.txt, its exit code in $code
  code=0
  SLURMD_NODENAME=n0 bin/verigan merge "$@" >merge.txt || code=$?
  cat merge.txt
}
sweep n1 1-4 one
sweep n2 1-4 two
sweep n3 1-2 three
echo "-- a healthy pair"
merge one three --out healthy
[ "$code" -eq 0 ]
grep -q '4 runs, 4 copied; 2 duplicates confirmed, 0 runs differ' merge.txt
echo "-- three votes, and where there are two, the other runs"
merge two one three --out all
[ "$code" -eq 1 ]
grep -q ' 4 runs differ;' merge.txt
[ "$(grep -c 'suspect: n2$' merge.txt)" -eq 4 ]
grep -q '^HOST     n2: nobody else has its bits in 4 of the 4 runs that others made too' merge.txt
echo "-- no duplicates: an audit by another node"
merge one --audit 100 --seed 1
[ "$code" -eq 0 ]
grep -q '4 runs repeated here, on n0, drawn by --seed 1: 4 confirmed' merge.txt
merge two --audit 50 --seed 1
[ "$code" -eq 1 ]
[ "$(grep -c '^DIFFERS  alpha_toy/.*, made by n2: ' merge.txt)" -eq 2 ]
grep -q '^HOST     n2: nobody else has its bits in 2 of the 2 runs' merge.txt
echo "-- an audit that is interrupted has not confirmed"
bin/verigan merge one --audit 100 --seed 1 --jobs 1 >merge.txt &
audit=$!
for _ in $(seq 100); do pgrep -P "$audit" >/dev/null && break; sleep 0.05; done
kill -TERM "$audit"
code=0
wait "$audit" || code=$?
cat merge.txt
[ "$code" -eq 143 ]
grep -q '^NOT DONE ' merge.txt

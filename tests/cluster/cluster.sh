#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# 60 runs by `verigan submit` on three nodes of a real Slurm, of which one crashes, one's daemon freezes,
# and one task gets the signal that its time is up; then every run is there, with the bits of a run made here. On a
# fourth node meanwhile a run longer than its time limit of a minute. Then trainings on the three, of which one
# computes a bit wrongly and is named.
#   cluster.sh VERIGAN COUNTING ALPHA_TOY_FAULTY
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
here=$(cd "$(dirname "$0")" && pwd)
for program in munged slurmctld slurmd sbatch; do
  command -v "$program" >/dev/null || { echo "skipped: no $program (Debian: slurmctld slurmd slurm-client munge)"; exit 77; }
done
place=$(mktemp -d /tmp/vg-XXXXXX)
slurm() { "$here/slurm.sh" "$1" "$place/slurm" "${@:2}"; }
end() {
  code=$?
  [ "$code" -eq 0 ] || { squeue 2>/dev/null; sinfo -N 2>/dev/null; tail -n 5 "$place"/all/work/logs/* "$place"/slurm/*.log 2>/dev/null; } || true
  slurm down || true
  rm -rf "$place"
  exit "$code"
}
trap end EXIT

mkdir "$place/bin"
cp "$1" "$place/bin/verigan"
cp "$2" "$place/bin/counting"
cp "$3" "$place/bin/alpha_toy"
echo '{"experiments": [{"name": "counting", "title": "A logistic map"}, {"name": "alpha_toy", "title": "Toys"}],
       "tables": [], "figures": []}' >"$place/bin/catalogue.json"
verigan=$place/bin/verigan out=$place/all
slurm up 4
export SLURM_CONF=$place/slurm/slurm.conf

# Slurm looks at limits every half minute: the signal comes 15 to 45 seconds before the end.
long=(counting --preset smoke --steps 1000)
"$verigan" submit "${long[@]}" --pause 0.065 --time 1 --partition long --out "$place/long"
grep -qx '#SBATCH --signal=B:USR1@15' "$place/long/work/submit.sh"

runs=(counting --preset smoke --start low --seed 1-60)
"$verigan" submit "${runs[@]}" --pause 0.05 --checkpoint-every 0 --bundle 0.08 --out "$out"
until_true() {  # until_true SECONDS COMMAND...
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || { echo "not in time: $*"; return 1; }
    sleep 0.2
  done
}
done_bundles() { [ "$(ls "$out/work/done" | wc -l)" -ge "$1" ]; }
none_queued() { [ -z "$(squeue -h)" ]; }
task_on() { squeue -h -t R -w "$1" -o '%F_%K' | head -n 1; }

until_true 60 done_bundles 2
echo "crash of n2 with task $(task_on n2)"
slurm crash n2
until_true 60 done_bundles 4
told=$(task_on n1)
echo "task $told is told that its time is up"
timeout 3 scancel --signal=USR1 --batch "$told" || true  # it waits for the task that is queued again
until_true 60 done_bundles 6
echo "the daemon of n3 freezes with task $(task_on n3)"
slurm freeze n3
slurm start n2
until_true 60 done_bundles 8
slurm thaw n3
until_true 120 none_queued  # the long run's task, which was queued again, too
grep -l "is free again; this task is queued again" "$out"/work/logs/*.log >/dev/null
grep -l "again$" "$out"/work/logs/*.log >/dev/null   # the crashed node's bundle, taken up by its task
"$verigan" status "$out"
"$verigan" submit "${runs[@]}" --pause 0.05 --checkpoint-every 0 --out "$out" | tee "$place/second"
until_true 60 none_queued
"$verigan" sweep "${runs[@]}" --out "$place/local" --jobs 2 2>/dev/null
"$verigan" merge "$place/local" "$out" --out "$place/merged" | tee "$place/merge"
grep -q '60 runs, 60 copied; 60 duplicates confirmed, 0 runs differ; 0 damaged, 0 failed, 0 missing' "$place/merge"
hosts=$(grep -ho '"host": "n[123]"' "$out"/counting/*/manifest.json | sort | uniq -c)
echo "$hosts"
[ "$(wc -l <<<"$hosts")" -eq 3 ]

echo "-- the time limit"
cat "$place"/long/work/logs/*.log
grep -q "this task is queued again" "$place"/long/work/logs/*.log
"$verigan" sweep "${long[@]}" --out "$place/long-local" 2>/dev/null
"$verigan" merge "$place/long" "$place/long-local" --out "$place/long-merged" | tee "$place/merge"
grep -q '1 runs, 1 copied; 1 duplicates confirmed, 0 runs differ; 0 damaged' "$place/merge"
seconds=$(sed -n 's/^ *"seconds": \([0-9]*\).*/\1/p' "$place"/long/counting/*/manifest.json)
[ "$seconds" -ge 60 ]

echo "-- a faulty node"
runs=(alpha_toy --preset smoke --steps 20 --samples 200 --fresh-steps 5 --seed 1-6)
VERIGAN_FAULTY_NODE=n2 "$verigan" submit "${runs[@]}" --bundle 0.001 --out "$place/faulty"
until_true 60 none_queued
"$verigan" merge "$place/faulty"
"$verigan" sweep "${runs[@]}" --out "$place/sound" --jobs 2 2>/dev/null
code=0
"$verigan" merge "$place/sound" "$place/faulty" --out "$place/toys" >"$place/merge" || code=$?
cat "$place/merge"
[ "$code" -eq 1 ]
by_n2=$(grep -l '"host": "n2"' "$place"/faulty/alpha_toy/*/manifest.json | wc -l)
[ "$by_n2" -ge 1 ]
[ "$(grep -c '^DIFFERS' "$place/merge")" -eq "$by_n2" ]
[ "$(grep -c 'suspect: n2$' "$place/merge")" -eq "$by_n2" ]

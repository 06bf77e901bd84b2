#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# 60 runs by `verigan submit` on three nodes of a real Slurm, of which one crashes, one's daemon freezes,
# and one task is told that its time is up; then every run is there, with the bits of a run made here.
#   cluster.sh VERIGAN COUNTING
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
echo '{"experiments": [{"name": "counting", "title": "A logistic map"}], "tables": [], "figures": []}' \
  >"$place/bin/catalogue.json"
verigan=$place/bin/verigan out=$place/all
slurm up 3
export SLURM_CONF=$place/slurm/slurm.conf

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
until_true 120 none_queued
grep -l "is free again; Slurm is asked to queue this task again" "$out"/work/logs/*.log >/dev/null
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

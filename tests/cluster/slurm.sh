#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A cluster of Slurm's on the loopback of one machine, for tests; everything it makes is below DIR.
#   slurm.sh up DIR [NODES]     munged, slurmctld and NODES (3) slurmd of one processor each, the first three in the
#                             partition main, the others in `long`
#   slurm.sh crash DIR NODE     ends a node's slurmd, its step daemons and tasks at once, as a power cut would
#   slurm.sh freeze DIR NODE    stops a node's slurmd, whose tasks go on; `thaw` lets it continue
#   slurm.sh start DIR NODE     starts a node's slurmd again
#   slurm.sh down DIR           ends the daemons that `up` started, and their jobs
# Needs slurmctld, slurmd, slurm-client and munge of Debian. SLURM_CONF=DIR/slurm.conf talks to it.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin
action=$1 dir=$(mkdir -p "$2" && cd "$2" && pwd -P)
export SLURM_CONF=$dir/slurm.conf
port=${SLURM_PORT:-17817}

pid_of() {  # pid_of NAME: of a daemon that runs
  local pid
  pid=$(cat "$dir/$1.pid" 2>/dev/null) && [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null && echo "$pid"
}

wait_until() {  # wait_until TENTHS COMMAND...
  local left=$1
  shift
  until "$@" >/dev/null 2>&1; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || { echo "slurm.sh: still not true: $*" >&2; return 1; }
    sleep 0.1
  done
}

configuration() {
  local user host
  user=$(id -un) host=$(hostname -s)
  cat <<END
ClusterName=loopback
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$dir/munge.socket,cred_expire=5
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/%n.pid
SlurmctldLogFile=$dir/slurmctld.log
SlurmdLogFile=$dir/%n.log
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool.%n
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SwitchType=switch/none
MpiDefault=none
PlugStackConfig=$dir/plugstack.conf
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/builtin
SchedulerParameters=sched_interval=1,batch_sched_delay=0,sched_min_interval=0
SlurmdTimeout=5
TCPTimeout=2
MessageTimeout=10
KillWait=3
CompleteWait=0
JobRequeue=1
ReturnToService=2
MaxArraySize=1001
SlurmdParameters=config_overrides
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
END
  for i in $(seq "$1"); do
    echo "NodeName=n$i NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + i)) CPUs=1 RealMemory=2000"
  done
  echo "PartitionName=main Nodes=n[1-3] Default=YES MaxTime=INFINITE State=UP"
  [ "$1" -lt 4 ] || echo "PartitionName=long Nodes=n[4-$1] MaxTime=INFINITE State=UP"
}

start_node() {
  mkdir -p "$dir/spool.$1"
  pid_of "$1" >/dev/null || slurmd -N "$1" -f "$SLURM_CONF"
}

descendants() {
  local child
  for child in $(cat "/proc/$1"/task/*/children 2>/dev/null); do
    echo "$child"
    descendants "$child"
  done
}

# The step daemons of a node's jobs, which outlive its slurmd, and all that they started.
step_processes() {
  local job process
  for process in /proc/[0-9]*; do
    case $(readlink "$process/exe" 2>/dev/null) in */slurmstepd*) ;; *) continue ;; esac
    for job in "$@"; do
      cat "$process/cmdline" 2>/dev/null | tr '\0' ' ' | grep -qF "[$job." || continue
      echo "${process#/proc/}"
      descendants "${process#/proc/}"
    done
  done
}

jobs_on() { timeout 10 squeue -h -t R -w "$1" -o %A; }

case $action in
  up)
    nodes=${3:-3}
    mkdir -p "$dir/state"
    configuration "$nodes" >"$SLURM_CONF"
    : >"$dir/plugstack.conf"
    [ -s "$dir/munge.key" ] || (umask 077; head -c 1024 /dev/urandom >"$dir/munge.key")
    pid_of munged >/dev/null ||
      munged --force --key-file="$dir/munge.key" --seed-file="$dir/munge.seed" --log-file="$dir/munged.log" \
             --pid-file="$dir/munged.pid" --socket="$dir/munge.socket" --num-threads=2
    wait_until 50 munge --socket="$dir/munge.socket" -n
    pid_of slurmctld >/dev/null || slurmctld -f "$SLURM_CONF"
    for i in $(seq "$nodes"); do start_node "n$i"; done
    ready() { [ "$(sinfo -h -N -o %T | grep -c '^idle$')" -eq "$nodes" ]; }
    wait_until 300 ready
    ;;
  start) start_node "$3" ;;
  crash)
    slurmd=$(pid_of "$3")
    # shellcheck disable=SC2046
    doomed=$(step_processes $(jobs_on "$3"))
    kill -KILL "$slurmd"
    # shellcheck disable=SC2086
    kill -KILL $doomed 2>/dev/null || true
    rm -f "$dir/$3.pid"
    ;;
  freeze) kill -STOP "$(pid_of "$3")" ;;
  thaw) kill -CONT "$(pid_of "$3")" ;;
  down)
    timeout 10 scancel --quiet --user="$(id -un)" 2>/dev/null || true
    none() { [ -z "$(timeout 5 squeue -h)" ]; }
    wait_until 100 none || true
    for file in "$dir"/n*.pid "$dir/slurmctld.pid" "$dir/munged.pid"; do
      name=$(basename "$file" .pid)
      pid=$(pid_of "$name") || continue
      kill -CONT "$pid"
      kill -TERM "$pid"
      gone() { ! kill -0 "$pid"; }
      wait_until 50 gone || kill -KILL "$pid"
    done
    ;;
  *) echo "slurm.sh: unknown action '$action', expected up, crash, freeze, thaw, start or down" >&2; exit 2 ;;
esac

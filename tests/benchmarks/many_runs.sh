#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What many runs cost the driver: the local pool for each tiny run in addition to the run's own time, and plan,
# status, merge and collect of many finished runs, in seconds by the clock and of the processors.
#   many_runs.sh VERIGAN COUNTING [TINY=1000] [FINISHED=10000] [FOLDER]
# COUNTING is the program of the tests. The finished runs are left in FOLDER, and not made again if they are there.
set -euo pipefail
tiny=${3:-1000} finished=${4:-10000}
place=$(mktemp -d)
kept=${5:-$place/kept}
trap 'rm -rf "$place"' EXIT
mkdir "$place/bin"
cp "$1" "$place/bin/verigan"
cp "$2" "$place/bin/counting"
echo '{"experiments": [{"name": "counting", "title": "A logistic map"}], "tables": [], "figures": []}' \
  >"$place/bin/catalogue.json"
PATH=$place/bin:$PATH
TIMEFORMAT='%R %U %S'
seconds() { { time "$@" >/dev/null 2>"$place/words"; } 2>&1 || { cat "$place/words"; exit 1; }; }  # wall, user, system
report() { awk -v what="$1" '{printf "%-34s %7.2f s, %7.2f s of processors\n", what, $1, $2 + $3}' <<<"$2"; }

# A run's own time: the median of eleven, alone.
own=$(for seed in $(seq 11); do
        seconds counting --preset smoke --start low --seed "$seed" --progress none --out "$place/own"
      done | sort -g | sed -n 6p)
all=$(seconds verigan sweep counting --preset smoke --start low --seed "1-$tiny" --jobs 1 --out "$place/tiny")
awk -v n="$tiny" -v own="$own" -v all="$all" 'BEGIN {
  split(own, o); split(all, a)
  printf "%d tiny runs, one at a time: %.1f ms a run by the clock, of which its own %.1f ms, overhead %.1f ms\n",
         n, 1000 * a[1] / n, 1000 * o[1], 1000 * (a[1] / n - o[1]) }'
runs=(counting --preset smoke --start low --seed "1-$finished")
report "plan of $finished runs" "$(seconds verigan plan "${runs[@]}")"
verigan sweep "${runs[@]}" --out "$kept" >/dev/null 2>&1
report "status of $finished finished runs" "$(seconds verigan status "$kept")"
report "merge, verifying every hash" "$(seconds verigan merge "$kept")"
report "collect" "$(seconds verigan collect "$kept" --csv "$place/all.csv")"

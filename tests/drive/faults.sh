#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What goes wrong on other people's machines: one clear line each, nothing lost, nothing wrong. Where a part
# is not possible (no right to mount, no emulator) it is skipped by name.
#   faults.sh VERIGAN COUNTING ALPHA_TOY FAILING_CALLS FLUSH_TO_ZERO
set -euo pipefail
place=$(mktemp -d)
failing=$4 flush=$5
trap 'umount "$place/small" 2>/dev/null || true; rm -rf "$place"' EXIT
mkdir "$place/bin"
cp "$1" "$place/bin/verigan"
cp "$2" "$place/bin/counting"
cp "$3" "$place/bin/alpha_toy"
echo '{"experiments": [{"name": "counting", "title": "A logistic map"}], "tables": [], "figures": []}' \
  >"$place/bin/catalogue.json"
cd "$place"
PATH=$place/bin:$PATH
export ASAN_OPTIONS=${ASAN_OPTIONS:-}:verify_asan_link_order=0
readonly no_space=28 read_only=30 quota=122
long=(--preset smoke --steps 100 --checkpoint-every 1000 --progress none)
sweep=(counting --preset smoke --start low --seed 1-3)

die() { echo "$*" >&2; [ ! -e words ] || cat words >&2; exit 1; }
call() { code=0; "$@" >printed 2>words || code=$?; }                       # its exit code: $code
with() { call env LD_PRELOAD="$failing" "$@"; }                            # with VARIABLE=VALUE… COMMAND
one_line() {  # one_line CODE TEXT: the last call ended with it and one line that holds the text
  [ "$code" -eq "$1" ] || die "exit code $code, expected $1"
  [ "$(wc -l <words)" -eq 1 ] || die "not one line"
  grep -qF -- "$2" words || die "not said: $2"
}
hash_of() { sed -n 's/^ *"result_hash": "\(.*\)",$/\1/p' "$1/manifest.json" | head -n 1; }
only_run_in() { [ "$(ls "$1/counting" | wc -l)" -eq 1 ] || die "left over: $(ls "$1/counting")"; echo "$1"/counting/*; }

call counting "${long[@]}" --out sound
sound=$(hash_of "$(only_run_in sound)")

echo "-- a disk that is full at the N-th write of a run, for every N"
for ((n = 1; ; ++n)); do
  rm -rf full
  with VERIGAN_TEST_FAIL_AT=$n VERIGAN_TEST_FAIL_WITH=$no_space counting "${long[@]}" --out full
  [ "$code" -ne 0 ] || break
  one_line 2 "No space left on device"
  call counting "${long[@]}" --out full
  [ "$code" -eq 0 ] || die "write $n: does not go on"
  [ "$(hash_of "$(only_run_in full)")" = "$sound" ] || die "write $n: other bits"
done
[ "$n" -gt 30 ] || die "only $n writes"
echo "$((n - 1)) writes"

echo "-- a quota, and a file system that becomes read-only"
for n in 2 9 16 23 30; do
  rm -rf full
  with VERIGAN_TEST_FAIL_AT=$n VERIGAN_TEST_FAIL_WITH=$quota counting "${long[@]}" --out full
  one_line 2 "Disk quota exceeded"
  with VERIGAN_TEST_FAIL_AT=$((n + 3)) VERIGAN_TEST_FAIL_WITH=$read_only counting "${long[@]}" --out full
  one_line 2 "Read-only file system"
  call counting "${long[@]}" --out full
  [ "$(hash_of "$(only_run_in full)")" = "$sound" ]
done

echo "-- the same for sweep, merge, collect and reproduce"
for n in 1 2 4 8 12 20; do
  rm -rf full
  with VERIGAN_TEST_FAIL_AT=$n VERIGAN_TEST_FAIL_WITH=$no_space verigan sweep "${sweep[@]}" --out full
  [ "$code" -ne 0 ] && grep -q "No space left on device" words || die "sweep, write $n"
  call verigan sweep "${sweep[@]}" --out full
  [ "$code" -eq 0 ] && grep -q "^3 of 3 runs are done" printed || die "sweep does not go on after write $n"
  call verigan check full
  [ "$code" -eq 0 ] && ! grep -q unfinished printed || die "sweep, write $n: $(cat printed)"
done
for n in 1 3 5 9; do
  rm -rf gathered
  with VERIGAN_TEST_FAIL_AT=$n VERIGAN_TEST_FAIL_WITH=$no_space verigan merge full --out gathered
  one_line 2 "No space left on device"
  call verigan merge full --out gathered
  [ "$code" -eq 0 ] && grep -q "^gathered: 3 runs.* 0 missing" printed || die "merge, write $n"
  call verigan check gathered
  [ "$code" -eq 0 ] || die "merge, write $n: $(cat printed)"
done
echo "mine" >all.csv
with VERIGAN_TEST_FAIL_AT=1 VERIGAN_TEST_FAIL_WITH=$no_space verigan collect full --csv all.csv
one_line 2 "cannot write all.csv: No space left on device"
[ "$(cat all.csv)" = mine ]
for n in 1 2 4; do
  with VERIGAN_TEST_FAIL_AT=$n VERIGAN_TEST_FAIL_WITH=$no_space verigan reproduce --preset smoke --only counting --out again
  [ "$code" -ne 0 ] && grep -q "No space left on device\|cannot be written" words || die "reproduce, write $n"
done

if mkdir small && mount -t tmpfs -o size=48k none small 2>/dev/null; then
  echo "-- a real file system of 48 kB, and a real one that is read-only"
  longer=(--preset smoke --steps 5000 --progress none)
  call counting "${longer[@]}" --checkpoint-every 0 --out small/results
  one_line 2 "No space left on device"
  mount -o remount,size=8m small
  call counting "${longer[@]}" --out small/results
  [ "$code" -eq 0 ] || die "does not go on"
  call counting "${longer[@]}" --out sound
  [ "$(hash_of small/results/counting/*)" = "$(hash_of "$(tail -n 1 printed)")" ]
  cp -r full small/swept
  mount -o remount,ro small
  call verigan sweep counting --preset smoke --start low --seed 1-4 --out small/swept
  one_line 2 "Read-only file system"
  for words_of in "status small/swept" "merge small/swept --out elsewhere" "collect small/swept" "check small/swept"; do
    # shellcheck disable=SC2086
    call verigan $words_of
    [ "$code" -eq 0 ] || die "verigan $words_of of a read-only folder"
  done
else
  echo "-- SKIPPED, no right to mount: a real full and a real read-only file system"
fi

echo "-- a file system that does not rename over a file"
rm -rf full
with VERIGAN_TEST_NO_REPLACE=1 counting "${long[@]}" --out full
one_line 2 "a file there is not replaced by renaming another, expected a file system that does"
call counting "${long[@]}" --out full
[ "$(hash_of "$(only_run_in full)")" = "$sound" ]

echo "-- a clock that was set back a year, or goes a day ahead"
for offset in -31536000 86400; do
  rm -rf full
  with VERIGAN_TEST_CLOCK=$offset counting "${long[@]}" --stop-at 40 --out full
  call counting "${long[@]}" --out full
  [ "$(hash_of "$(only_run_in full)")" = "$sound" ]
  grep -qE '^ *"seconds": [0-9]' full/counting/*/manifest.json || die "negative seconds"
  rm -rf slow
  verigan sweep "${sweep[@]}" --pause 0.1 --out slow --jobs 1 >/dev/null 2>&1 &
  worker=$!
  until ls slow/.at_work/* >/dev/null 2>&1; do sleep 0.05; done
  with VERIGAN_TEST_CLOCK=$offset verigan status slow
  grep -q '^running ' printed && ! grep -q '^stale' printed || die "$(cat printed)"
  kill -TERM "$worker"
  wait "$worker" || true
done

echo "-- a manifest cut short"
rm -rf full
call verigan sweep "${sweep[@]}" --out full
for length in 0 1 300 600; do
  manifest=$(ls full/counting/????????????/manifest.json | head -n 1)
  head -c "$length" "$manifest" >cut
  cp cut "$manifest"
  call verigan status full
  [ "$code" -eq 0 ] && grep -q "manifest.json is cut short" printed || die "status"
  call verigan merge full --out cut-merged
  [ "$code" -eq 1 ] && grep -q "^DAMAGED .*damaged manifest" printed && rm -rf cut-merged || die "merge"
  call verigan collect full --csv cut.csv
  one_line 1 "damaged manifest"
  call verigan sweep "${sweep[@]}" --out full
  [ "$code" -eq 0 ] || die "sweep"
  call verigan status full
  ! grep -q "^failed" printed || die "$(cat printed)"
done
[ "$(ls -d full/counting/*.changed-* | wc -l)" -eq 4 ]  # what was there is kept

echo "-- two sweeps in one folder at the same time, some of whose runs are the same"
rm -rf both
verigan sweep counting --preset smoke --start low --seed 1-4 --pause 0.02 --out both >/dev/null 2>one &
other=$!
call verigan sweep counting --preset smoke --start low --seed 3-6 --pause 0.02 --out both
wait "$other" || true
[ "$code" -eq 0 ] || grep -q "another process, number [0-9]*, is at work on this run" words || die "unclear"
call verigan sweep counting --preset smoke --start low --seed 1-6 --out both
[ "$code" -eq 0 ] && grep -q "^6 of 6 runs are done" printed || die "not whole"
call verigan check both
[ "$code" -eq 0 ] && ! grep -q "unfinished\|unknown" printed || die "$(cat printed)"

echo "-- a sweep with a typo"
printf 'experiment = "counting"\n[cross]\nratte = [3.5, 3.7]\n' >typo.toml
call verigan sweep typo.toml --out typo
one_line 2 "typo.toml: unknown key 'ratte', did you mean 'rate'?"
[ ! -e typo ]

echo "-- a checkpoint of another architecture that says it is of this one"
toy=(--preset smoke --steps 40 --samples 200 --fresh-steps 5 --progress plain)
call alpha_toy "${toy[@]}" --noise-dim 3 --out toys
toy_hash=$(hash_of "$(tail -n 1 printed)")
rm -rf toys
call alpha_toy "${toy[@]}" --noise-dim 2 --stop-at 20 --out toys
two=$(tail -n 1 printed)
call alpha_toy "${toy[@]}" --noise-dim 3 --stop-at 20 --out toys
three=$(tail -n 1 printed)
cp "$two"/*.csv "$three"
LC_ALL=C sed 's/noise-dim = 2/noise-dim = 3/' "$two/checkpoint.safetensors" >"$three/checkpoint.safetensors"
call alpha_toy "${toy[@]}" --noise-dim 3 --out toys
[ "$code" -eq 0 ] && tr -s "\n " " " <words | grep -q "the unfinished run is begun again: .*generator" || die "unnoticed"
[ "$(hash_of "$(tail -n 1 printed)")" = "$toy_hash" ] || die "other bits"

echo "-- a node with FTZ switched on"
code=0
LD_PRELOAD=$flush verigan sweep "${sweep[@]}" --out ftz >printed 2>words || code=$?
[ "$code" -ne 0 ] && grep -q "flushed to zero (FTZ)" words || die "FTZ is not refused"
! ls ftz/counting >/dev/null 2>&1 || die "it computed"

if command -v qemu-x86_64 >/dev/null; then
  echo "-- a node without AVX2"
  for program in counting verigan; do
    call qemu-x86_64 -cpu Nehalem "$(command -v "$program")" --version
    one_line 2 "this processor lacks AVX2, FMA or BMI2"
  done
else
  echo "-- SKIPPED, no qemu-x86_64: a node without AVX2"
fi

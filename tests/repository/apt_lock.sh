#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# scripts/apt_get waits for apt's locks: the real apt-get, in a folder of its own, meets each of them
# held by another process.   apt_lock.sh SOURCE_DIR      Exit code 77 (skipped) without apt or Python.
set -euo pipefail
command -v apt-get >/dev/null && [ -x /usr/bin/python3 ] || { echo "no apt-get or Python"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{lists/partial,archives/partial,sources,dpkg,bin}
: >"$work/dpkg/status"
: >"$work/Packages"
echo "deb [trusted=yes] file:$work ./" >"$work/sources/here.list"
printf '%s\n' "Dir::State::Lists \"$work/lists\";" "Dir::State::status \"$work/dpkg/status\";" \
  "Dir::Cache \"$work\";" "Dir::Etc::SourceList \"/dev/null\";" \
  "Dir::Etc::SourceParts \"$work/sources\";" >"$work/apt.conf"
export APT_CONFIG=$work/apt.conf
printf '#!/bin/sh\necho 0\n' >"$work/bin/id"  # nothing here needs root
chmod +x "$work/bin/id"
export PATH=$work/bin:$PATH

hold() {  # hold FILE SECONDS: returns when the lock is held
  rm -f "$work/held"
  /usr/bin/python3 -c 'import fcntl, sys, time
file = open(sys.argv[1], "a"); fcntl.lockf(file, fcntl.LOCK_EX); open(sys.argv[3], "w"); time.sleep(float(sys.argv[2]))' \
    "$1" "$2" "$work/held" &
  while [ ! -e "$work/held" ]; do sleep 0.05; done
}

for case in "lists/lock update" "dpkg/lock-frontend install -y" "dpkg/lock install -y"; do
  read -r lock arguments <<<"$case"
  hold "$work/$lock" 2
  words=$("$1/scripts/apt_get" $arguments 2>&1) || { echo "$arguments: failed: $words"; exit 1; }
  wait
  echo "$arguments: $words"
  [[ $words == "Waiting for apt's lock, which is held by process "*"(python3)"* ]]
done
# Patience ends; what is no lock is not waited for.
hold "$work/lists/lock" 3
! words=$(APT_LOCK_WAIT=1 "$1/scripts/apt_get" update 2>&1)
grep -q "still held by process" <<<"$words"
wait
! words=$(timeout 20 "$1/scripts/apt_get" install -y no-such-package-1 2>&1)
grep -q "Unable to locate package" <<<"$words"

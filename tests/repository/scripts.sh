#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Scripts as a user meets them:  scripts.sh SOURCE_DIR
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# 1. --help is help, and does nothing else: run in an empty folder with nothing but reading tools.
mkdir "$work/bin" "$work/empty"
for tool in bash env cat sed tr dirname; do ln -s "$(command -v $tool)" "$work/bin/$tool"; done
for script in "$1"/scripts/* "$1/check" "$1/reproduce"; do
  [ "${script##*/}" != apt_get ] || continue  # it hands on what it is given
  words=$(cd "$work/empty" && PATH=$work/bin "$script" --help 2>&1) || { echo "$script: $words"; exit 1; }
  grep -qi '^usage: ' <<<"$words" || { echo "$script --help says: $words"; exit 1; }
  [ -z "$(ls -A "$work/empty")" ] || { echo "$script --help left $(ls -A "$work/empty")"; exit 1; }
done
for script in build fetch_data install_dependencies pack python_environment; do
  status=0
  words=$(cd "$work/empty" && PATH=$work/bin "$1/scripts/$script" --no-such-option 2>&1) || status=$?
  [ "$status" -eq 2 ] && [ "$(wc -l <<<"$words")" -eq 1 ] || { echo "$script: $status: $words"; exit 1; }
done

# CIFAR-10 without a way to fetch it: one line that says what to do; as it is, when it is there.
for tool in mkdir mktemp rm md5sum cut grep chmod mv; do ln -s "$(command -v $tool)" "$work/bin/$tool"; done
status=0
words=$(cd "$work/empty" && PATH=$work/bin "$1/scripts/fetch_data" --cifar10 "$work/cifar" 2>&1) || status=$?
[ "$status" -eq 1 ] && [ "$(wc -l <<<"$words")" -eq 1 ] || { echo "fetch_data --cifar10: $status: $words"; exit 1; }
grep -q 'neither curl nor wget is installed; fetch https' <<<"$words"
printf '#!/bin/bash\nwhile [ $# -gt 1 ]; do [ "$1" = -o ] && echo wrong >"$2"; shift; done\n' >"$work/bin/curl"
chmod +x "$work/bin/curl"
status=0
words=$(cd "$work/empty" && PATH=$work/bin "$1/scripts/fetch_data" --cifar10 "$work/cifar" 2>&1) || status=$?
[ "$status" -eq 1 ] && grep -q 'has not the checksum' <<<"$words" || { echo "a wrong archive: $status: $words"; exit 1; }
[ -z "$(ls -A "$work/cifar/cifar10")" ] || { echo "fetch_data left $(ls -A "$work/cifar/cifar10")"; exit 1; }
rm "$work/bin/curl"

# 2. A piped build tells how far it is, and shows what went wrong: a copy of it, with a ninja that fails
# at the third of four steps.
mkdir -p "$work/tree/scripts" "$work/tree/build/dev"
cp "$1/scripts/build" "$work/tree/scripts/"
cp "$1/CMakePresets.json" "$work/tree/"
touch "$work/tree/build/dev/build.ninja"
cat >"$work/bin/ninja" <<'END'
#!/bin/bash
case " $* " in *" -n "*) echo "[1/4] something"; exit ;; esac
for step in 1 2 3; do echo "[$step/4] Building CXX object $step"; done
echo "FAILED: three.o"; echo "three.cpp:3: error: a three"
exit "${FAKE_STATUS:-0}"
END
chmod +x "$work/bin/ninja"
export BUILD_LINE_EVERY=0 PATH=$work/bin:$PATH
words=$("$work/tree/scripts/build" dev | cat)
echo "$words"
[ "$words" = "Building preset dev …
  25 %: 1 of 4
  50 %: 2 of 4
  75 %: 3 of 4" ]
status=0
words=$(FAKE_STATUS=1 "$work/tree/scripts/build" dev 2>&1) || status=$?
[ "$status" -eq 1 ]
grep -q 'three.cpp:3: error: a three' <<<"$words"
grep -q "preset 'dev' failed; the whole output is in build/dev/build.log" <<<"$words"

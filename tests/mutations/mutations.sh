#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Shows that rows of the theorem catalogue and tests exercise the library itself: one source of src at a
# time is compiled with one change in it (table.sh), linked before the libraries of the main build, and
# what stands next to the change must fail. Without a change all of it must pass.
#   mutations.sh SOURCE_DIR WORK_DIR SET COMPILER "FLAGS"
# SET: check, slow, or a file of src, for its changes alone. WORK_DIR holds PROGRAM.link: what each
# program is linked from.
set -euo pipefail
source_dir=$1 work_dir=$2 set=$3 compiler=$4 flags=$5
instances=25  # five of T35, which looks at one in five: all its kinds of law
failed=0
declare -A passes

fail() { echo "  NOT SHOWN: $*"; failed=1; }

# program RED: the program in which it goes red.
program() { case $1 in T[0-9]*) echo verify_rows ;; *) echo "${1%%:*}" ;; esac; }

# run PROGRAM RED: the row T07 or the test "test_nn: name*", its output in $words. True if it passes.
run() {
  local status=0
  case $2 in
    T[0-9]*)
      words=$("$1" $instances "$2" 2>&1) || status=$?
      [ $status -eq 0 ] && grep -q '^1 of 1 theorems hold' <<<"$words" ;;
    *)
      words=$("$1" "${2#*: }" 2>&1) || status=$?
      [ $status -eq 0 ] && grep -q '^All tests passed' <<<"$words" ;;
  esac
}

# goes_red PROGRAM RED: it runs and says that it fails; a program that dies shows nothing.
goes_red() {
  run "$1" "$2" && return 1
  case $2 in
    T[0-9]*) grep -qE "^1 of 1 theorems FAIL|: $2, instance|^verify_rows: $2, instance" <<<"$words" ;;
    *) grep -qE '^test cases: .* failed' <<<"$words" ;;
  esac
}

# link FOLDER PROGRAM [OBJECT]
link() {
  local objects=${3:-}
  $compiler $objects "@$work_dir/$2.link" -fopenmp -o "$1/$2" >>"$1/log" 2>&1 ||
    { cat "$1/log"; fail "it does not link"; return 1; }
}

# unchanged RED: it passes in the program as it is; looked at once.
unchanged() {
  [ -z "${passes[$1]:-}" ] || return 0
  local folder=$work_dir/unchanged name
  name=$(program "$1")
  mkdir -p "$folder"
  [ -x "$folder/$name" ] && [ "$folder/$name" -nt "$work_dir/started" ] || link "$folder" "$name" || return 0
  passes[$1]=yes
  run "$folder/$name" "$1" || fail "$1 fails without any change: $words"
}

# alter SET FILE SED RED…: with FILE of src changed by SED, every RED fails.
alter() {
  local of_set=$1 file=$2 change=$3 folder object red name
  shift 3
  [ "$set" = "$of_set" ] || [ "$set" = "$file" ] || return 0
  number=$((${number:-0} + 1))
  echo "$file: $change"
  folder=$work_dir/$of_set.$number object=$work_dir/$of_set.$number/mutant.o
  rm -rf "$folder"
  mkdir -p "$folder/$(dirname "$file")"
  sed -E "$change" "$source_dir/src/$file" >"$folder/$file"
  if cmp -s "$folder/$file" "$source_dir/src/$file"; then
    fail "the change no longer matches anything in src/$file"
    return 0
  fi
  # Word splitting of the flags, and of a compiler behind a launcher, is meant.
  $compiler $flags -I"$folder" -I"$source_dir/src" -c "$folder/$file" -o "$object" >"$folder/log" 2>&1 ||
    { cat "$folder/log"; fail "it does not compile"; return 0; }
  for red in "$@"; do
    unchanged "$red"
    name=$(program "$red")
    [ -x "$folder/$name" ] || link "$folder" "$name" "$object" || return 0
    if goes_red "$folder/$name" "$red"; then echo "  red: $red"; else fail "$red: $words"; fi
  done
  rm -rf "$folder"
}

touch "$work_dir/started"
source "$source_dir/tests/mutations/table.sh"
[ "${number:-0}" -gt 0 ] || fail "there is no change of '$set'"
rm -rf "$work_dir/unchanged"
exit $failed

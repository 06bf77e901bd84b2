#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The tarball works from another folder, with the libraries that lie in it:  pack.sh REPOSITORY BUILD_DIR
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
packed=$("$1/scripts/pack" --build "$2" --out "$work/out")
mkdir "$work/else where"
tar -xzf "$packed" -C "$work/else where"
place=$(echo "$work/else where"/verigan-*)
[ -f "$place/LICENSE" ] && [ -f "$place/INSTALL" ]
"$place/bin/verigan" version | grep -q '^verigan '
[ "$("$place/bin/verigan" list | wc -l)" -gt 20 ]
(cd "$work" && "$place/bin/absolute_error_gan" --preset smoke --progress none --out "$work/results" >/dev/null)
# Every library it packed is found there, not on this machine.
for library in "$place"/lib/*; do
  found=$(ldd "$place/bin/verigan" | awk -v l="$(basename "$library")" '$1 == l { sub(/^[^>]*> /, ""); sub(/ \(0x.*/, ""); print }')
  [ -z "$found" ] || [ "$(realpath "$found")" = "$(realpath "$library")" ] || { echo "$library: $found"; exit 1; }
done
ldd "$place/bin/verigan" | grep -q "$place/lib/\|$place/bin/../lib/"
[ "$("$1/scripts/pack" --build "$work/none" 2>&1 >/dev/null || true)" = \
  "pack: no $work/none/bin/verigan; scripts/build release makes it" ]

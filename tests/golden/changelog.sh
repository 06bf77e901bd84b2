#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Bits may move only with a reason: the newest golden line of CHANGELOG.md quotes the SHA-256 of
# tests/golden/golden.txt and says why.   changelog.sh SOURCE_DIR
set -euo pipefail
list=$1/tests/golden/golden.txt changelog=$1/CHANGELOG.md
sum=$(sha256sum <"$list" | cut -d' ' -f1)
newest=$(grep -m1 '^\* golden ' "$changelog") || { echo "CHANGELOG.md has no line '* golden ...'"; exit 1; }
if ! grep -qE "^\* golden \`$sum\`: .{20,}" <<<"$newest"; then
  echo "tests/golden/golden.txt changed. Say why bits moved in a new line above the newest one of"
  echo "CHANGELOG.md:   * golden \`$sum\`: why"
  echo "newest now:     $newest"
  exit 1
fi

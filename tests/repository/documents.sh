#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Every file that README, CONTRIBUTING and the documents name in backticks or link to is there:
#   documents.sh SOURCE_DIR
# A path may leave out .cpp and .hpp; a bare file name may stand anywhere; what a build or a run makes
# (build/, results/, bin/, DIR/, …) is not looked for.
set -euo pipefail
cd "$1"
files=$(find . -path ./build -prune -o -path ./.git -prune -o -type f -print)

exists() {  # exists PATH FOLDER_OF_THE_DOCUMENT
  local path=${1#./} ending
  for ending in "" .cpp .hpp; do
    if [ -e "$path$ending" ] || [ -e "$2/$path$ending" ] || [ -e "src/$path$ending" ]; then return 0; fi
  done
  [[ $path != */* ]] && grep -qF "/$path" <<<"$files" && grep -q "/${path//./\\.}\$" <<<"$files"
}

missing=0 seen=0
for document in "${2:-README.md}" CONTRIBUTING.md docs/architecture.md docs/metrics.md docs/numerics.md docs/speed.md; do
  # Words in backticks that look like paths, and the targets of links, outside blocks of code.
  paths=$(sed '/^```/,/^```/d' "$document" |
    { grep -oE '`[^` ]+`|\]\([^)#: ]+\)' || true; } | tr -d '`()]' |
    { grep -E '^[A-Za-z0-9_.][A-Za-z0-9_./-]*$' || true; } |
    { grep -E '/|\.(cpp|hpp|md|txt|sh|py|csv|json|cmake|cff)$' || true; } |
    { grep -vE '^(build|results|bin|tables|figures|report|data|MNIST)/|^\.?/?(manifest|summary|catalogue|plan|verify)\.json$|^(metrics|quality|theory)\.csv$|^[0-9.]+/' || true; } | sort -u)
  for path in $paths; do
    seen=$((seen + 1))
    exists "$path" "$(dirname "$document")" && continue
    echo "$document names '$path', which does not exist"
    missing=$((missing + 1))
  done
done
echo "$seen paths named, $missing of them missing"
[ "$missing" -eq 0 ] && [ "$seen" -ge 40 ]

#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs a Python script:  python.sh ENVIRONMENT SCRIPT [ARGUMENT …]
# with the environment's Python or the one in PATH; exit code 77 (skipped) where there is none.
environment=$1
shift
[ -x "$environment/bin/python" ] && exec "$environment/bin/python" "$@"
command -v python3 >/dev/null || { echo "skipped: no Python"; exit 77; }
exec python3 "$@"

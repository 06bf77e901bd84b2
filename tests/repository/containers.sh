#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Builds the container where there is an engine:  containers.sh REPOSITORY
set -euo pipefail
cd "$1"
tried=no
if command -v docker >/dev/null && timeout 20 docker info >/dev/null 2>&1; then
  tried=yes
  docker build -q -t verigan-test . >/dev/null
  docker run --rm verigan-test version | grep -q '^verigan '
  docker image rm verigan-test >/dev/null
fi
if command -v apptainer >/dev/null; then
  tried=yes
  image=$(mktemp -u).sif
  trap 'rm -f "$image"' EXIT
  apptainer build "$image" apptainer.def >/dev/null
  apptainer run "$image" version | grep -q '^verigan '
fi
[ "$tried" = yes ] || { echo "no docker daemon and no apptainer here"; exit 77; }

#!/bin/sh
# SPDX-License-Identifier: MIT
# A figure program: figure_f01 writes F01.svg, F01.png, F01.json and a line in RESULTS/log.
id=F$(basename "$0" | sed 's/figure_f//')
[ "$1" = --results ] && [ "$3" = --out ] || exit 2
mkdir -p "$4"
echo "$id" >>"$2/log"
echo "<svg xmlns='http://www.w3.org/2000/svg'><title>$id</title></svg>" >"$4/$id.svg"
echo png >"$4/$id.png"
echo "{\"id\": \"$id\", \"title\": \"Title of $id\", \"caption\": \"Caption of $id, p < 1.\"}" >"$4/$id.json"

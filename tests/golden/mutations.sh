#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Shows that the golden list sees what it is there to see: one source at a time is compiled with a
# mistake in it, linked before the libraries of the main build, and the golden program must name the
# part that changed. The same done without a mistake must pass.
#   mutations.sh SOURCE_DIR WORK_DIR COMPILER "FLAGS" MAIN_OBJECT LIBRARY…
set -euo pipefail
source_dir=$1 work_dir=$2 compiler=$3 flags=$4 main=$5
shift 5
list=$source_dir/tests/golden/golden.txt
failed=0

fail() { echo "  NOT SHOWN: $*"; failed=1; }

# build NAME FILE SED FLAGS LIBRARY…: $work_dir/NAME/program, with FILE of src changed by SED.
build() {
  local name=$1 file=$2 change=$3 extra=$4 folder=$work_dir/$1 unit=$2
  shift 4
  rm -rf "$folder"
  mkdir -p "$folder/$(dirname "$file")"
  sed -E "$change" "$source_dir/src/$file" >"$folder/$file"
  if [ -n "$change" ] && cmp -s "$folder/$file" "$source_dir/src/$file"; then
    fail "the change no longer matches anything in src/$file"
    return 1
  fi
  [ "${file%.cpp}" != "$file" ] || unit=$unit_of_header
  mkdir -p "$folder/$(dirname "$unit")"
  [ -f "$folder/$unit" ] || cp "$source_dir/src/$unit" "$folder/$unit"
  # Word splitting of the flags is meant.
  $compiler $flags $extra -I"$folder" -I"$source_dir/src" -c "$folder/$unit" -o "$folder/mutant.o" \
    >"$folder/log" 2>&1 || return 2
  "$compiler" "$main" "$folder/mutant.o" -Wl,--start-group "$@" -Wl,--end-group -fopenmp \
    -o "$folder/program" >>"$folder/log" 2>&1 || { cat "$folder/log"; fail "it does not link"; return 1; }
}

# mutant NAME PART TARGET FILE SED FLAGS LIBRARY…: golden must call PART different with that target.
mutant() {
  local name=$1 part=$2 target=$3 words
  shift 3
  echo "$name: $part on ${target:-the best target}"
  build "$name" "$@" || { [ $? -eq 1 ] || { cat "$work_dir/$name/log"; fail "it does not compile"; }; return 0; }
  if [ "$part" = none ]; then
    words=$(VERIGAN_SIMD=$target "$work_dir/$name/program" --check "$list") || fail "$words"
    return 0
  fi
  words=$(${target:+env VERIGAN_SIMD=$target} "$work_dir/$name/program" --only "$part" --check "$list" 2>&1) &&
    fail "the list still holds"
  grep -q "^differs: $part is" <<<"$words" && echo "  red: $part differs" || fail "$words"
}

mutant unchanged none spec simd/gemm_spec.cpp '' '' "$@"
mutant swapped_terms reductions spec simd/reduce_spec.cpp \
  's/chain \+ x\(i, j\)/chain + x(i == 1 ? 2 : i == 2 ? 1 : i, j)/' '' "$@"
mutant swapped_terms_wide reductions '' simd/reduce_wide.cpp \
  's/x\.data \+ i \* x\.ld \+ j/x.data + (i == 1 ? 2 : i == 2 ? 1 : i) * x.ld + j/
   s/p = x \+ i \* ld;/p = x + (i == 1 ? 2 : i == 2 ? 1 : i) * ld;/' '' "$@"
mutant split_k gemm_nn spec simd/gemm_spec.cpp \
  's/float chain = (.*);/float chain = \1, odd = 0;/
   s/chain = fma\((.*), chain\);/(k % 2 ? odd : chain) = fma(\1, k % 2 ? odd : chain);/
   s/c\(i, j\) = chain;/c(i, j) = chain + odd;/' '' "$@"
unit_of_header=golden/kernels.cpp
mutant rounded_to_nearest fused spec simd/fma.hpp 's/bits \+ 1 : bits - 1/bits : bits/' '' "$@"
unit_of_header=simd/vector_math_spec.cpp
mutant last_bit_of_a_coefficient exp spec simd/elementary_inl.hpp 's/0x1\.fffffcp-2f/0x1.fffffep-2f/' '' "$@"
mutant contraction mlp_gan spec data/batch.cpp '' -ffp-contract=fast "$@"
mutant fast_math exp spec simd/vector_math_spec.cpp '' -ffast-math "$@"

# A whole build with such flags does not even start: the golden program refuses to run with the first,
# and the second does not compile.
echo "contraction and fast-math of a whole build"
if build contraction_refused core/environment.cpp '' -ffp-contract=fast "$@"; then
  words=$("$work_dir/contraction_refused/program" 2>&1) && fail "it runs"
  grep -q 'ffp-contract=fast' <<<"$words" && echo "  refused: $words" || fail "$words"
fi
status=0
build fast_math_refused core/environment.cpp '' -ffast-math "$@" || status=$?
if [ $status -eq 2 ] && grep -q 'which -ffast-math and -Ofast make impossible' "$work_dir/fast_math_refused/log"; then
  echo "  refused: -ffast-math does not compile"
else
  fail "-ffast-math compiles"
fi
exit $failed

// SPDX-License-Identifier: MIT
// Transposition of matrices of float, blocks of four columns at a time inside the registers.
#include "simd/wide_targets.hpp"
// After wide_targets.hpp:
#include <hwy/highway.h>

#include <cstddef>

#include "simd/wide_inl.hpp"

// Compiled again for each target, as wide_inl.hpp is.
#if defined(VERIGAN_TRANSPOSE_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VERIGAN_TRANSPOSE_INL
#undef VERIGAN_TRANSPOSE_INL
#else
#define VERIGAN_TRANSPOSE_INL
#endif

HWY_BEFORE_NAMESPACE();
namespace verigan::simd::HWY_NAMESPACE {
#if VERIGAN_HAS_FMA

#if HWY_TARGET != HWY_SVE
/// Elements 0 … 3 of rows 0, 4, 8, … of `from`, side by side in one vector.
HWY_INLINE Vector gather_rows(const float* from, std::size_t ld) {
  const Floats d;
#if HWY_TARGET == HWY_AVX3
  const auto v = hn::LoadDup128(d, from);
  const auto v1 = hn::IfThenElse(hn::Not(hn::FirstN(d, 4)), hn::LoadDup128(d, from + 4 * ld), v);
  const auto v2 = hn::IfThenElse(hn::Not(hn::FirstN(d, 8)), hn::LoadDup128(d, from + 8 * ld), v1);
  return hn::IfThenElse(hn::Not(hn::FirstN(d, 12)), hn::LoadDup128(d, from + 12 * ld), v2);
#elif HWY_TARGET == HWY_AVX2
  return hn::ConcatUpperLower(d, hn::LoadDup128(d, from + 4 * ld), hn::LoadDup128(d, from));
#else
  static_cast<void>(ld);
  return hn::LoadU(d, from);
#endif
}

/// to (4, lanes) = from (lanes, 4) transposed.
HWY_INLINE void transpose_four(const float* from, std::size_t ld, float* to, std::size_t to_ld) {
  const Floats d;
  const hn::RepartitionToWide<Floats> dw;
  const Vector r0 = gather_rows(from, ld), r1 = gather_rows(from + ld, ld);
  const Vector r2 = gather_rows(from + 2 * ld, ld), r3 = gather_rows(from + 3 * ld, ld);
  const auto low01 = hn::BitCast(dw, hn::InterleaveLower(d, r0, r1));
  const auto low23 = hn::BitCast(dw, hn::InterleaveLower(d, r2, r3));
  const auto up01 = hn::BitCast(dw, hn::InterleaveUpper(d, r0, r1));
  const auto up23 = hn::BitCast(dw, hn::InterleaveUpper(d, r2, r3));
  hn::StoreU(hn::BitCast(d, hn::InterleaveLower(dw, low01, low23)), d, to);
  hn::StoreU(hn::BitCast(d, hn::InterleaveUpper(dw, low01, low23)), d, to + to_ld);
  hn::StoreU(hn::BitCast(d, hn::InterleaveLower(dw, up01, up23)), d, to + 2 * to_ld);
  hn::StoreU(hn::BitCast(d, hn::InterleaveUpper(dw, up01, up23)), d, to + 3 * to_ld);
}
#endif

/// to (columns, rows) = from (rows, columns) transposed.
static HWY_NOINLINE HWY_MAYBE_UNUSED void transpose(const float* from, std::size_t ld,
                                                    std::size_t rows, std::size_t columns,
                                                    float* to, std::size_t to_ld) {
  std::size_t whole_rows = 0;
#if HWY_TARGET != HWY_SVE
  const std::size_t N = hn::Lanes(Floats()), whole_columns = columns / 4 * 4;
  for (; whole_rows + N <= rows; whole_rows += N) {
    const float* block = from + whole_rows * ld;
    float* target = to + whole_rows;
    for (std::size_t j = 0; j < whole_columns; j += 4) {
      if (j % 16 == 0) {  // so many short rows are more than processors prefetch by themselves
        for (std::size_t i = 0; i < N; ++i) __builtin_prefetch(block + i * ld + j + 64, 0, 2);
      }
      transpose_four(block + j, ld, target + j * to_ld, to_ld);
    }
    for (std::size_t j = whole_columns; j < columns; ++j) {
      for (std::size_t i = 0; i < N; ++i) target[j * to_ld + i] = block[i * ld + j];
    }
  }
#endif
  for (std::size_t i = whole_rows; i < rows; ++i) {
    for (std::size_t j = 0; j < columns; ++j) to[j * to_ld + i] = from[i * ld + j];
  }
}

#endif  // VERIGAN_HAS_FMA
}  // namespace verigan::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per target

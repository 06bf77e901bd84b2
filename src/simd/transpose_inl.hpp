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
/// As many rows as a vector has lanes, by the first of every four of them: a pointer for each would not
/// fit into the registers, and fetching those back costs a tenth of the time.
struct Rows {
  const float *r0, *r4, *r8, *r12;

  HWY_INLINE Rows(const float* from, std::size_t ld)
      : r0(from), r4(from), r8(from), r12(from) {
    const std::size_t N = hn::Lanes(Floats());
    if (N > 4) r4 += 4 * ld;
    if (N > 8) r8 += 8 * ld, r12 += 12 * ld;
  }
  HWY_INLINE void advance(std::size_t n) { r0 += n, r4 += n, r8 += n, r12 += n; }

  /// Four elements from `offset` on of rows 0, 4, 8, …, side by side in one vector.
  HWY_INLINE Vector gather(std::size_t offset) const {
    const Floats d;
#if HWY_TARGET == HWY_AVX3
    const auto four = [offset](const float* p) { return _mm_loadu_ps(p + offset); };
    __m512 v = _mm512_broadcast_f32x4(four(r0));
    v = _mm512_mask_broadcast_f32x4(v, 0x00f0, four(r4));
    v = _mm512_mask_broadcast_f32x4(v, 0x0f00, four(r8));
    return Vector{_mm512_mask_broadcast_f32x4(v, 0xf000, four(r12))};
#elif HWY_TARGET == HWY_AVX2
    return hn::ConcatUpperLower(d, hn::LoadDup128(d, r4 + offset), hn::LoadDup128(d, r0 + offset));
#else
    return hn::LoadU(d, r0 + offset);
#endif
  }
};

/// to (4, lanes) = the first four elements of each row, transposed.
HWY_INLINE void transpose_four(const Rows& rows, std::size_t ld, float* to, std::size_t to_ld) {
  const Floats d;
  const hn::RepartitionToWide<Floats> dw;
  const Vector r0 = rows.gather(0), r1 = rows.gather(ld);
  const Vector r2 = rows.gather(2 * ld), r3 = rows.gather(3 * ld);
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
    Rows at(block, ld);
    for (std::size_t j = 0; j < whole_columns; j += 4, at.advance(4))
      transpose_four(at, ld, target + j * to_ld, to_ld);
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

// SPDX-License-Identifier: MIT
#include "simd/convolution_tile.hpp"

#include <type_traits>
#include <utility>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "simd/convolution_wide.cpp"
#include "simd/wide_targets.hpp"
// Compiles this file once for each target.
#include <hwy/foreach_target.h>

#include "simd/kernels.hpp"
#include "simd/transpose_inl.hpp"
#include "simd/wide_inl.hpp"

// Tiles are arrays of vectors, which those of SVE cannot be: there NEON's kernels serve, which every
// processor with SVE has.
#if HWY_TARGET == HWY_SVE
namespace verigan::simd {
namespace N_NEON {
void install_convolution(Kernels& kernels);
}
namespace N_SVE {
void install_convolution(Kernels& kernels) { N_NEON::install_convolution(kernels); }
}  // namespace N_SVE
}  // namespace verigan::simd
#else

HWY_BEFORE_NAMESPACE();
namespace verigan::simd::HWY_NAMESPACE {
#if VERIGAN_HAS_FMA
namespace {

using V = Vector;
constexpr std::size_t kLanes = hn::MaxLanes(Floats());

// Registers of a tile: rows × vectors sums, as many vectors of b and one of a.
#if HWY_TARGET == HWY_AVX2
constexpr std::size_t kSampleVectors = 2, kOutputs = 4;
#else
constexpr std::size_t kSampleVectors = 4, kOutputs = 4;
#endif
static_assert(kOutputs <= kMostNarrow);

/// body(0), body(1), … written out, for compilers to keep arrays of vectors in registers.
template <std::size_t... i, class Body>
HWY_INLINE void unrolled(std::index_sequence<i...>, Body body) {
  (body(std::integral_constant<std::size_t, i>()), ...);
}
template <std::size_t kCount>
using Count = std::make_index_sequence<kCount>;

/// One step of kHeight × kVectors chains.
template <std::size_t kHeight, std::size_t kVectors>
HWY_INLINE void chain_step(V (&sum)[kHeight][kVectors], const float* const* a, std::size_t row,
                           const float* b) {
  const Floats d;
  V right[kVectors];
  unrolled(Count<kVectors>(), [&](auto j) HWY_ATTR { right[j] = hn::LoadU(d, b + j * kLanes); });
  unrolled(Count<kHeight>(), [&](auto i) HWY_ATTR {
    const V left = hn::Set(d, a[i / 3][i % 3 * row]);
    unrolled(Count<kVectors>(),
             [&](auto j) HWY_ATTR { sum[i][j] = hn::MulAdd(left, right[j], sum[i][j]); });
  });
}

template <std::size_t kHeight, std::size_t kVectors>
void tile(const Tile& t) {
  const Floats d;
  V sum[kHeight][kVectors];
  unrolled(Count<kHeight>(), [&](auto i) HWY_ATTR {
    const float* from = t.start != nullptr ? t.start : t.c + i * t.c_row;
    unrolled(Count<kVectors>(),
             [&](auto j) HWY_ATTR { sum[i][j] = hn::LoadU(d, from + j * kLanes); });
  });
  constexpr std::size_t kPointers = (kHeight + 2) / 3;  // three rows each: an addressing mode's reach
  const std::size_t row = t.a_row, step = t.a_step, b_step = t.b_step;
  for (const Run *run = t.runs, *end = run + t.run_count; run != end; ++run) {
    const float* a[kPointers];
    const float* a2[kPointers];
    unrolled(Count<kPointers>(), [&](auto i) HWY_ATTR { a[i] = t.a + run->a + 3 * i * row; });
    const float* b = t.b + run->b;
    for (std::size_t k = run->length / 2; k != 0; --k) {
      chain_step(sum, a, row, b);
      unrolled(Count<kPointers>(), [&](auto i) HWY_ATTR { a2[i] = a[i] + step; });
      chain_step(sum, a2, row, b + b_step);
      unrolled(Count<kPointers>(), [&](auto i) HWY_ATTR { a[i] = a2[i] + step; });
      b += 2 * b_step;
    }
    if (run->length % 2 != 0) chain_step(sum, a, row, b);
  }
  unrolled(Count<kHeight>(), [&](auto i) HWY_ATTR {
    unrolled(Count<kVectors>(), [&](auto j) HWY_ATTR {
      hn::StoreU(sum[i][j], d, t.c + i * t.c_row + j * kLanes);
    });
  });
}

template <std::size_t kHeight, std::size_t kVectors>
void tile_of(std::size_t rows, const Tile& t) {
  if (rows == kHeight) return tile<kHeight, kVectors>(t);
  if constexpr (kHeight > 1) tile_of<kHeight - 1, kVectors>(rows, t);
}

template <std::size_t kCount>
void narrow(std::size_t length, const float* a, const float* const* b, float* const* c) {
  const Floats d;
  V sum[kCount][kSampleVectors];
  for (std::size_t i = 0; i < kCount; ++i)
    for (std::size_t j = 0; j < kSampleVectors; ++j) sum[i][j] = hn::Load(d, c[i] + j * kLanes);
  for (std::size_t k = 0; k < length; ++k) {
    V left[kSampleVectors];
    for (std::size_t j = 0; j < kSampleVectors; ++j) left[j] = hn::Load(d, a + j * kLanes);
    for (std::size_t i = 0; i < kCount; ++i) {
      const V right = hn::Set(d, b[i][k]);
      for (std::size_t j = 0; j < kSampleVectors; ++j)
        sum[i][j] = hn::MulAdd(left[j], right, sum[i][j]);
    }
    a += kSampleVectors * kLanes;
  }
  for (std::size_t i = 0; i < kCount; ++i)
    for (std::size_t j = 0; j < kSampleVectors; ++j) hn::Store(sum[i][j], d, c[i] + j * kLanes);
}

template <std::size_t kCount = kOutputs>
void narrow_of(std::size_t outputs, std::size_t length, const float* a, const float* const* b,
               float* const* c) {
  if (outputs == kCount) return narrow<kCount>(length, a, b, c);
  if constexpr (kCount > 1) narrow_of<kCount - 1>(outputs, length, a, b, c);
}

template <std::size_t kRows, std::size_t kVectors>
constexpr ConvolutionTile table(const ConvolutionTile* narrower) {
  static_assert(kRows * kVectors * kLanes <= kLargestTile);
  return {.panel = kVectors * kLanes,
          .rows = kRows,
          .narrower = narrower,
          .tile = tile_of<kRows, kVectors>,
          .samples = kSampleVectors * kLanes,
          .outputs = kOutputs,
          .narrow = narrow_of<>,
          .transpose = transpose};
}

#if HWY_TARGET == HWY_AVX3
constexpr ConvolutionTile kNarrower = table<14, 2>(nullptr), kTable = table<6, 4>(&kNarrower);
#elif HWY_TARGET == HWY_AVX2
constexpr ConvolutionTile kTable = table<6, 2>(nullptr);
#else
constexpr ConvolutionTile kTable = table<6, 4>(nullptr);
#endif

}  // namespace

void install_convolution(Kernels& kernels) { kernels.convolution = &kTable; }
#endif  // VERIGAN_HAS_FMA
}  // namespace verigan::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif  // not SVE

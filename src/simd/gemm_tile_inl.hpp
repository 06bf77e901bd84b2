// SPDX-License-Identifier: MIT
// The register tile of the matrix products: `height` rows of one or two vectors of results.
#include "simd/wide_targets.hpp"
// After wide_targets.hpp:
#include <hwy/highway.h>

#include <array>
#include <cstddef>
#include <utility>

#include "simd/kernels.hpp"
#include "simd/wide_inl.hpp"

// Compiled again for each target, as wide_inl.hpp is.
#if defined(VERIGAN_GEMM_TILE_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VERIGAN_GEMM_TILE_INL
#undef VERIGAN_GEMM_TILE_INL
#else
#define VERIGAN_GEMM_TILE_INL
#endif

HWY_BEFORE_NAMESPACE();
namespace verigan::simd::HWY_NAMESPACE {
#if VERIGAN_HAS_FMA
namespace {

// Rows of the tile: as many as the registers hold next to two vectors of the panel.
#if HWY_TARGET == HWY_AVX3
constexpr std::size_t kTileRows = 14;
#elif HWY_TARGET == HWY_AVX2
constexpr std::size_t kTileRows = 6;
#else
constexpr std::size_t kTileRows = 12;
#endif

/// How a tile comes by its panel: packed before; packing it on the way, side by side for the tiles
/// below this one; or packing it and adding its rows up, too.
enum class Way { dense, packing, summing };

struct TileArguments {
  std::size_t steps;
  const float* scalars;  // number (row, k) at row·stride + k, or k_major: row + k·stride
  std::size_t stride;
  const float* panel;    // two (or one) vectors for each k, panel_ld apart unless dense
  std::size_t panel_ld;
  float* packed;         // where a packing tile copies the panel to
  float* c;
  std::size_t ldc;
  bool accumulate;
  // Where the fourth steps (those with step & pause == 0, by default none) fetch two lines each into the
  // second-level cache, `ahead_ld` further every time; and as many again from two more places if they are
  // given.
  const float* ahead = nullptr;
  std::size_t ahead_ld = 0;
  std::size_t pause = ~std::size_t{0};
  std::ptrdiff_t second = 0, third = 0;  // bytes from `ahead`
  // What becomes of the results before they are stored; `operand` is the bias of these columns, or the
  // activation's outputs of these rows and columns, finish.ld apart.
  Finish finish{};
  const float* operand = nullptr;
  // Where a summing tile puts, or adds, the sums of the panel's rows.
  float* sums = nullptr;
};

HWY_INLINE void fetch_lines(const float* p, std::ptrdiff_t bytes) {
  const char* at = reinterpret_cast<const char*>(p) + bytes;
  __builtin_prefetch(at, 0, 2);
  __builtin_prefetch(at + 64, 0, 2);
}

// One row's share of what a tile is about to touch, into the first-level cache: where its results go,
// what they are finished with, and the numbers the tile below begins with. Results that find no line
// there hold up their stores and with them the next tile: six per cent of a toy's step.
HWY_INLINE void fetch_row(const float* c, const float* operand, const float* below) {
  __builtin_prefetch(c, 1, 3);
  __builtin_prefetch(c + 16, 1, 3);
  __builtin_prefetch(below, 0, 3);
  if (operand != nullptr) {
    __builtin_prefetch(operand, 0, 3);
    __builtin_prefetch(operand + 16, 0, 3);
  }
}

// With 28 sums alive, g++ 12 and clang 14 spill some of them or the pointers to the rows, which costs a
// tenth to a quarter of the speed; written out, neither does. The instructions are those of the other
// branch.
#if HWY_TARGET == HWY_AVX3 && (HWY_COMPILER_GCC || HWY_COMPILER_CLANG)
/// The number at s + row·bytes + 4·offset in all lanes, row ≤ 3; bytes3 is 3·bytes.
template <int row, int offset>
HWY_INLINE Vector number(const float* s, std::size_t bytes, std::size_t bytes3) {
  Vector v;
  const auto& memory = *reinterpret_cast<const float(*)[1 << 20]>(s);
  if constexpr (row == 0) {
    asm("vbroadcastss %c2(%1), %0" : "=v"(v.raw) : "r"(s), "i"(4 * offset), "m"(memory));
  } else {
    asm("vbroadcastss %c3(%1,%2,%c4), %0"
        : "=v"(v.raw)
        : "r"(s), "r"(row == 3 ? bytes3 : bytes), "i"(4 * offset), "i"(row == 3 ? 1 : row),
          "m"(memory));
  }
  return v;
}
HWY_INLINE void multiply_add(Vector a, Vector b, Vector& sum) {
  asm("vfmadd231ps %2, %1, %0" : "+v"(sum.raw) : "v"(a.raw), "v"(b.raw));
}
#else
template <int row, int offset>
HWY_INLINE Vector number(const float* s, std::size_t bytes, std::size_t) {
  return hn::Set(Floats(), s[row * (bytes / sizeof(float)) + offset]);
}
HWY_INLINE void multiply_add(Vector a, Vector b, Vector& sum) { sum = hn::MulAdd(a, b, sum); }
#endif

// A tile's rows are named variables, because vectors of SVE cannot live in arrays.
#define VERIGAN_ROWS(ROW) \
  ROW(0) ROW(1) ROW(2) ROW(3) ROW(4) ROW(5) ROW(6) ROW(7) ROW(8) ROW(9) ROW(10) ROW(11) ROW(12) ROW(13)

#define VERIGAN_LOAD(i)                                                                           \
  Vector c##i##0 = hn::Zero(d), c##i##1 = c##i##0;                                                \
  if constexpr (i < height) {                                                                     \
    if (t.accumulate) {                                                                           \
      c##i##0 = hn::LoadU(d, t.c + i * t.ldc);                                                    \
      if constexpr (vectors == 2) c##i##1 = hn::LoadU(d, t.c + i * t.ldc + N);                    \
    }                                                                                             \
  }

// f(z + bias), or f′ dy operand y = f(z), of f a (leaky) rectifier: the bits of the passes of
// activation_wide.cpp.
#define VERIGAN_ACTIVATE(i)                                                                       \
  if constexpr (i < height) {                                                                     \
    c##i##0 = leaky_relu_lanes(WideLanes(), hn::Add(c##i##0, operand0), slope);                    \
    if constexpr (vectors == 2)                                                                   \
      c##i##1 = leaky_relu_lanes(WideLanes(), hn::Add(c##i##1, operand1), slope);                  \
  }

#define VERIGAN_DIFFERENTIATE(i)                                                                  \
  if constexpr (i < height) {                                                                     \
    const float* y = t.operand + i * t.finish.ld;                                                  \
    c##i##0 = leaky_relu_gradient(WideLanes(), hn::LoadU(d, y), c##i##0, slope);                  \
    if constexpr (vectors == 2)                                                                   \
      c##i##1 = leaky_relu_gradient(WideLanes(), hn::LoadU(d, y + N), c##i##1, slope);            \
  }

#define VERIGAN_FINISH(rectifier_slope)                                                           \
  {                                                                                               \
    const float slope = rectifier_slope;                                                          \
    if (t.finish.kind == Finish::Kind::activate) {                                                \
      const Vector operand0 = hn::LoadU(d, t.operand);                                              \
      const Vector operand1 = vectors == 2 ? hn::LoadU(d, t.operand + N) : operand0;                 \
      VERIGAN_ROWS(VERIGAN_ACTIVATE)                                                              \
    } else {                                                                                      \
      VERIGAN_ROWS(VERIGAN_DIFFERENTIATE)                                                         \
    }                                                                                             \
  }

#define VERIGAN_STORE(i)                                                                          \
  if constexpr (i < height) {                                                                     \
    hn::StoreU(c##i##0, d, t.c + i * t.ldc);                                                      \
    if constexpr (vectors == 2) hn::StoreU(c##i##1, d, t.c + i * t.ldc + N);                      \
  }

#define VERIGAN_ROW(i, pointer, row)                                                              \
  if constexpr (i < height) {                                                                     \
    const Vector a = k_major ? number<u, i>(s0, bytes, bytes3)                                   \
                             : number<row, u>(pointer, bytes, bytes3);                            \
    multiply_add(a, b0, c##i##0);                                                                 \
    if constexpr (vectors == 2) multiply_add(a, b1, c##i##1);                                     \
  }

// One pointer serves three rows, or four steps: its addressing modes reach so far.
#define VERIGAN_STEP(offset)                                                                      \
  {                                                                                               \
    constexpr int u = offset;                                                                     \
    const float* from = b + u * (packing ? t.panel_ld : width);                                   \
    const Vector b0 = hn::LoadU(d, from), b1 = vectors == 2 ? hn::LoadU(d, from + N) : b0;        \
    if constexpr (packing) {                                                                      \
      hn::StoreU(b0, d, packed + u * width);                                                      \
      if constexpr (vectors == 2) hn::StoreU(b1, d, packed + u * width + N);                      \
    }                                                                                             \
    if constexpr (summing) sum0 = hn::Add(sum0, b0), sum1 = hn::Add(sum1, b1);                    \
    VERIGAN_ROW(0, s0, 0) VERIGAN_ROW(1, s0, 1) VERIGAN_ROW(2, s0, 2)                             \
    VERIGAN_ROW(3, s3, 0) VERIGAN_ROW(4, s3, 1) VERIGAN_ROW(5, s3, 2)                             \
    VERIGAN_ROW(6, s6, 0) VERIGAN_ROW(7, s6, 1) VERIGAN_ROW(8, s6, 2)                             \
    VERIGAN_ROW(9, s9, 0) VERIGAN_ROW(10, s9, 1) VERIGAN_ROW(11, s9, 2)                           \
    VERIGAN_ROW(12, s12, 0) VERIGAN_ROW(13, s12, 1)                                               \
  }

#define VERIGAN_ADVANCE(count)                                                                    \
  b += count * (packing ? t.panel_ld : width);                                                    \
  if constexpr (packing) packed += count * width;                                                 \
  if constexpr (k_major) {                                                                        \
    s0 += count * stride;                                                                         \
  } else {                                                                                        \
    s0 += count, s3 += count, s6 += count, s9 += count, s12 += count;                             \
  }

/// c (height, vectors) = or += scalars · panel over `steps` values of k.
template <int height, int vectors, bool k_major, Way way>
void tile(const TileArguments& t) {
  constexpr bool packing = way != Way::dense, summing = way == Way::summing;
  const Floats d;
  const std::size_t N = hn::Lanes(d), width = vectors * N;
  const std::size_t stride = t.stride, bytes = stride * sizeof(float);
  const float* b = t.panel;
  float* packed = t.packed;
  const float *s0 = t.scalars, *s3 = s0 + 3 * stride, *s6 = s3 + 3 * stride, *s9 = s6 + 3 * stride,
              *s12 = s9 + 3 * stride;
  const float *ahead = t.ahead, *c = t.c, *below = t.scalars + height * stride;
  const float* operand = t.finish.kind == Finish::Kind::differentiate ? t.operand : nullptr;
  const std::size_t bytes3 = 3 * bytes;
  VERIGAN_ROWS(VERIGAN_LOAD)
  [[maybe_unused]] Vector sum0 = hn::Zero(d), sum1 = sum0;
  if constexpr (summing) {
    if (t.accumulate) {
      sum0 = hn::LoadU(d, t.sums);
      if constexpr (vectors == 2) sum1 = hn::LoadU(d, t.sums + N);
    }
  }
  std::size_t k = t.steps;
  for (; k >= 4; k -= 4) {
    VERIGAN_STEP(0) VERIGAN_STEP(1) VERIGAN_STEP(2) VERIGAN_STEP(3)
    VERIGAN_ADVANCE(4)
    // But for gradients on their way into an Adam update, which stay near.
    if ((!k_major || t.second == 0) && k < 4 * height + 4) {
      fetch_row(c, operand, below);
      c += t.ldc;
      if constexpr (!k_major) below += stride;
      if (operand != nullptr) operand += t.finish.ld;
    }
    if ((k & t.pause) == 0) {
      fetch_lines(ahead, 0);
      if (t.second != 0) {
        fetch_lines(ahead, t.second);
        fetch_lines(ahead, t.third);
      }
      ahead += t.ahead_ld;
    }
  }
  for (; k > 0; --k) {
    VERIGAN_STEP(0)
    VERIGAN_ADVANCE(1)
  }
  if constexpr (!k_major) {
    if (t.finish.kind != Finish::Kind::none) {
      if (t.finish.slope == 0.0f) {
        VERIGAN_FINISH(0.0f)
      } else {
        VERIGAN_FINISH(t.finish.slope)
      }
    }
  }
  VERIGAN_ROWS(VERIGAN_STORE)
  if constexpr (summing) {
    hn::StoreU(sum0, d, t.sums);
    if constexpr (vectors == 2) hn::StoreU(sum1, d, t.sums + N);
  }
}

#undef VERIGAN_ADVANCE
#undef VERIGAN_STEP
#undef VERIGAN_ROW
#undef VERIGAN_STORE
#undef VERIGAN_FINISH
#undef VERIGAN_DIFFERENTIATE
#undef VERIGAN_ACTIVATE
#undef VERIGAN_LOAD
#undef VERIGAN_ROWS

using Tile = void(const TileArguments&);

template <int vectors, bool k_major, Way way, int... heights>
constexpr std::array<Tile*, kTileRows + 1> tiles(std::integer_sequence<int, heights...>) {
  return {nullptr, tile<heights + 1, vectors, k_major, way>...};
}

/// The tile of a height and width, for scalars in k-major order or not, packing or not.
HWY_INLINE Tile* tile_of(std::size_t height, std::size_t vectors, bool k_major, bool packing) {
  constexpr auto heights = std::make_integer_sequence<int, kTileRows>();
  static constexpr std::array<std::array<Tile*, kTileRows + 1>, 8> table = {
      tiles<1, false, Way::dense>(heights), tiles<1, false, Way::packing>(heights),
      tiles<1, true, Way::dense>(heights),  tiles<1, true, Way::packing>(heights),
      tiles<2, false, Way::dense>(heights), tiles<2, false, Way::packing>(heights),
      tiles<2, true, Way::dense>(heights),  tiles<2, true, Way::packing>(heights)};
  return table[4 * (vectors - 1) + 2 * k_major + packing][height];
}

/// The summing tile of a height and width: of dW alone, whose scalars are in k-major order.
HWY_INLINE Tile* summing_tile_of(std::size_t height, std::size_t vectors) {
  constexpr auto heights = std::make_integer_sequence<int, kTileRows>();
  static constexpr std::array<std::array<Tile*, kTileRows + 1>, 2> table = {
      tiles<1, true, Way::summing>(heights), tiles<2, true, Way::summing>(heights)};
  return table[vectors - 1][height];
}

}  // namespace
#endif  // VERIGAN_HAS_FMA
}  // namespace verigan::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per target

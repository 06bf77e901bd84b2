// SPDX-License-Identifier: MIT
#include "simd/gemm.hpp"

#include <algorithm>
#include <array>
#include <utility>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "simd/gemm_wide.cpp"
#include "simd/wide_targets.hpp"
// Compiles this file once for each target.
#include <hwy/foreach_target.h>

#include "core/parallel.hpp"
#include "simd/kernels.hpp"
#include "simd/transpose_inl.hpp"
#include "simd/wide_inl.hpp"

// One engine for the three products. Its inner loop holds a tile of C in registers: `height` rows of
// two vectors. Each step k takes one row of a packed panel (two vectors of the operand laid over the
// lanes) and `height` numbers of the other operand, each broadcast to all lanes.
//
// Either operand may be the one over the lanes. Laying A over the lanes computes Cᵀ = Bᵀ Aᵀ, the same
// chains in the same order of k, so the choice changes no bits, only the cost: of transposing, and of
// lanes left empty (the two columns of a toy's last layer).
HWY_BEFORE_NAMESPACE();
namespace verigan::simd::HWY_NAMESPACE {
#if VERIGAN_HAS_FMA
namespace {

// Rows of the register tile: as many as the registers hold beside two vectors of the panel.
#if HWY_TARGET == HWY_AVX3
constexpr std::size_t kTileRows = 14;
#elif HWY_TARGET == HWY_AVX2
constexpr std::size_t kTileRows = 6;
#else
constexpr std::size_t kTileRows = 12;
#endif

// Steps of k between two visits of a tile: a panel of so many rows stays in the first-level cache.
constexpr std::size_t kBlock = 256;

HWY_INLINE std::size_t panel_width() { return 2 * hn::Lanes(Floats()); }

/// An operand seen as numbers to broadcast: element (row, k) at data[row·by_row + k·by_k], one of the
/// strides being 1.
struct Scalars {
  const float* data;
  std::size_t by_row, by_k, rows;
};

/// An operand seen as vectors: element (k, column), stored (k, column) or, if transposed, (column, k).
struct Lanes {
  const float* data;
  std::size_t ld, columns;
  bool transposed;
};

// A register tile's rows are named variables, because vectors of SVE cannot live in arrays.
#define VERIGAN_TILE(ROW) \
  ROW(0) ROW(1) ROW(2) ROW(3) ROW(4) ROW(5) ROW(6) ROW(7) ROW(8) ROW(9) ROW(10) ROW(11) ROW(12) ROW(13)

struct TileArguments {
  std::size_t steps;
  const float* scalars;
  std::size_t stride;  // of the scalars: by row, or by k when k_major
  const float* panel;
  std::size_t panel_ld;
  float* packed;  // where a packing tile copies the panel to
  float* c;
  std::size_t ldc;
  bool accumulate;
};

/// c (height, two vectors) = or += scalars · panel over `steps` values of k. `packing` also copies the
/// panel's rows side by side to `packed`, for the tiles below this one.
template <int height, bool k_major, bool packing>
void tile(const TileArguments& t) {
  const Floats d;
  const std::size_t N = hn::Lanes(d);
  const float* HWY_RESTRICT s = t.scalars;
  const float* HWY_RESTRICT b = t.panel;
  float* HWY_RESTRICT packed = t.packed;
  const std::size_t stride = t.stride, ld = t.panel_ld;
#define VERIGAN_LOAD(i)                                                                       \
  Vector c##i##0 = hn::Zero(d), c##i##1 = c##i##0;                                            \
  if constexpr (i < height) {                                                                 \
    if (t.accumulate) {                                                                       \
      c##i##0 = hn::LoadU(d, t.c + i * t.ldc);                                                \
      c##i##1 = hn::LoadU(d, t.c + i * t.ldc + N);                                            \
    }                                                                                         \
  }
  VERIGAN_TILE(VERIGAN_LOAD)
#undef VERIGAN_LOAD
  for (std::size_t k = 0; k < t.steps; ++k) {
    const Vector b0 = hn::LoadU(d, b), b1 = hn::LoadU(d, b + N);
    if constexpr (packing) {
      hn::StoreU(b0, d, packed);
      hn::StoreU(b1, d, packed + N);
      packed += 2 * N;
    }
    b += ld;
#define VERIGAN_STEP(i)                                            \
  if constexpr (i < height) {                                      \
    const Vector a = hn::Set(d, s[k_major ? i : i * stride]);      \
    c##i##0 = hn::MulAdd(a, b0, c##i##0);                          \
    c##i##1 = hn::MulAdd(a, b1, c##i##1);                          \
  }
    VERIGAN_TILE(VERIGAN_STEP)
#undef VERIGAN_STEP
    s += k_major ? stride : 1;
  }
#define VERIGAN_STORE(i)                               \
  if constexpr (i < height) {                          \
    hn::StoreU(c##i##0, d, t.c + i * t.ldc);           \
    hn::StoreU(c##i##1, d, t.c + i * t.ldc + N);       \
  }
  VERIGAN_TILE(VERIGAN_STORE)
#undef VERIGAN_STORE
}

using Tile = void(const TileArguments&);

template <bool k_major, bool packing, int... heights>
constexpr std::array<Tile*, kTileRows + 1> tiles(std::integer_sequence<int, heights...>) {
  return {nullptr, tile<heights + 1, k_major, packing>...};
}

/// The tile of a height, for scalars in k-major order or not, packing or not.
HWY_INLINE Tile* tile_of(std::size_t height, bool k_major, bool packing) {
  constexpr auto heights = std::make_integer_sequence<int, kTileRows>();
  static constexpr std::array<std::array<Tile*, kTileRows + 1>, 4> table = {
      tiles<false, false>(heights), tiles<false, true>(heights), tiles<true, false>(heights),
      tiles<true, true>(heights)};
  return table[2 * k_major + packing][height];
}

/// Columns first … first + width − 1 of `lanes`, steps k … k + steps − 1, side by side in `packed`, the
/// missing columns of the last panel zero.
void pack(const Lanes& lanes, std::size_t first, std::size_t k, std::size_t steps, float* packed) {
  const Floats d;
  const std::size_t N = hn::Lanes(d), width = 2 * N;
  const std::size_t columns = std::min(width, lanes.columns - first);
  if (lanes.transposed) {
    const float* from = lanes.data + first * lanes.ld + k;
    transpose(from, lanes.ld, columns, steps, packed, width);
    if (columns < width) {
      for (std::size_t i = 0; i < steps; ++i) {
        std::fill(packed + i * width + columns, packed + (i + 1) * width, 0.0f);
      }
    }
    return;
  }
  const std::size_t in_first = std::min(columns, N), in_second = columns - in_first;
  for (std::size_t i = 0; i < steps; ++i) {
    const float* from = lanes.data + (k + i) * lanes.ld + first;
    const Vector v0 = in_first == N ? hn::LoadU(d, from) : load_first(d, from, in_first);
    const Vector v1 = in_second == 0   ? hn::Zero(d)
                      : in_second == N ? hn::LoadU(d, from + N)
                                       : load_first(d, from + N, in_second);
    hn::StoreU(v0, d, packed + i * width);
    hn::StoreU(v1, d, packed + i * width + N);
  }
}

/// Where the engine's result goes: C itself, or Cᵀ when A lies over the lanes.
struct Output {
  MatrixView<float> c;
  bool transposed;

  /// Rows r …, lanes j … of the result, to or from a small dense copy.
  void get(std::size_t r, std::size_t rows, std::size_t j, std::size_t columns, float* copy,
           std::size_t ld) const {
    if (transposed) return transpose(c.data + j * c.ld + r, c.ld, columns, rows, copy, ld);
    for (std::size_t i = 0; i < rows; ++i) std::copy_n(&c(r + i, j), columns, copy + i * ld);
  }
  void put(std::size_t r, std::size_t rows, std::size_t j, std::size_t columns, const float* copy,
           std::size_t ld) const {
    if (transposed) return transpose(copy, ld, rows, columns, c.data + j * c.ld + r, c.ld);
    for (std::size_t i = 0; i < rows; ++i) std::copy_n(copy + i * ld, columns, &c(r + i, j));
  }
};

/// One panel of lanes against all rows of scalars, for one block of k.
void panel(const Scalars& scalars, const Lanes& lanes, std::size_t first, std::size_t k,
           std::size_t steps, bool accumulate, const Output& out, float* packed) {
  const std::size_t width = panel_width(), columns = std::min(width, lanes.columns - first);
  const bool direct = !out.transposed && columns == width;
  const bool k_major = scalars.by_row == 1;
  HWY_ALIGN float copy[kTileRows * 2 * HWY_MAX_BYTES / sizeof(float)];

  // Heights as equal as can be: 100 rows are 8 tiles of 12 or 13.
  const std::size_t count = (scalars.rows + kTileRows - 1) / kTileRows;
  const bool pack_on_the_way = !lanes.transposed && columns == width;
  if (!pack_on_the_way) pack(lanes, first, k, steps, packed);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t row = scalars.rows * i / count;
    const std::size_t height = scalars.rows * (i + 1) / count - row;
    TileArguments t{.steps = steps,
                    .scalars = scalars.data + row * scalars.by_row + k * scalars.by_k,
                    .stride = k_major ? scalars.by_k : scalars.by_row,
                    .panel = packed,
                    .panel_ld = width,
                    .packed = packed,
                    .c = direct ? &out.c(row, first) : copy,
                    .ldc = direct ? out.c.ld : width,
                    .accumulate = accumulate};
    const bool from_source = pack_on_the_way && i == 0;
    if (from_source) {
      t.panel = lanes.data + k * lanes.ld + first;
      t.panel_ld = lanes.ld;
    }
    if (!direct && accumulate) out.get(row, height, first, columns, copy, width);
    tile_of(height, k_major, from_source && count > 1)(t);
    if (!direct) out.put(row, height, first, columns, copy, width);
  }
}

void multiply(const Scalars& scalars, const Lanes& lanes, std::size_t inner, const Output& out,
              bool accumulate) {
  if (scalars.rows == 0 || lanes.columns == 0) return;
  if (inner == 0) {
    if (!accumulate) {
      for (std::size_t i = 0; i < out.c.rows; ++i) std::fill_n(&out.c(i, 0), out.c.cols, 0.0f);
    }
    return;
  }
  const std::size_t width = panel_width(), panels = (lanes.columns + width - 1) / width;
  const auto one_panel = [&](std::size_t p) {
    static thread_local Matrix<float> buffer(1, kBlock * 2 * HWY_MAX_BYTES / sizeof(float));
    for (std::size_t k = 0; k < inner; k += kBlock) {
      panel(scalars, lanes, p * width, k, std::min(kBlock, inner - k), accumulate || k > 0, out,
            buffer.data());
    }
  };
  parallel_for(panels, one_panel);
}

/// Which operand to lay over the lanes, by a count of cycles: products, with partly filled panels
/// counted whole, and a quarter of a cycle for each element that has to be transposed.
bool a_over_lanes(std::size_t m, std::size_t n, std::size_t k, std::size_t transposed_if_not,
                  std::size_t transposed_if) {
  const std::size_t N = hn::Lanes(Floats());
  const auto cycles = [&](std::size_t rows, std::size_t columns, std::size_t transposed) {
    const std::size_t lanes = (columns + 2 * N - 1) / (2 * N) * 2 * N;
    const std::size_t busy = std::max<std::size_t>(rows, 4);  // fewer do not fill the pipelines
    return busy * lanes * k / (2 * N) + transposed / 4;
  };
  return cycles(n, m, transposed_if) < cycles(m, n, transposed_if_not);
}

void gemm_nn(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
             bool accumulate) {
  const std::size_t m = c.rows, n = c.cols, k = a.cols;
  if (a_over_lanes(m, n, k, 0, m * k + m * n)) {
    multiply({b.data, 1, b.ld, n}, {a.data, a.ld, m, true}, k, {c, true}, accumulate);
  } else {
    multiply({a.data, a.ld, 1, m}, {b.data, b.ld, n, false}, k, {c, false}, accumulate);
  }
}

void gemm_nt(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
             bool accumulate) {
  const std::size_t m = c.rows, n = c.cols, k = a.cols;
  if (a_over_lanes(m, n, k, n * k, m * k + m * n)) {
    multiply({b.data, b.ld, 1, n}, {a.data, a.ld, m, true}, k, {c, true}, accumulate);
  } else {
    multiply({a.data, a.ld, 1, m}, {b.data, b.ld, n, true}, k, {c, false}, accumulate);
  }
}

void gemm_tn(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
             bool accumulate) {
  const std::size_t m = c.rows, n = c.cols, k = a.rows;
  if (a_over_lanes(m, n, k, 0, m * n)) {
    multiply({b.data, 1, b.ld, n}, {a.data, a.ld, m, false}, k, {c, true}, accumulate);
  } else {
    multiply({a.data, 1, a.ld, m}, {b.data, b.ld, n, false}, k, {c, false}, accumulate);
  }
}

}  // namespace

void install_gemm(Kernels& kernels) {
  kernels.gemm_nn = gemm_nn;
  kernels.gemm_nt = gemm_nt;
  kernels.gemm_tn = gemm_tn;
}
#endif  // VERIGAN_HAS_FMA
}  // namespace verigan::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

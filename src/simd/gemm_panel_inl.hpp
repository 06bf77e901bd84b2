// SPDX-License-Identifier: MIT
// One panel of a matrix product: its packing, its tiles one below the other, what becomes of results.
#include "simd/wide_targets.hpp"
// After wide_targets.hpp:
#include <hwy/highway.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "simd/adam_inl.hpp"
#include "simd/gemm_tile_inl.hpp"
#include "simd/kernels.hpp"
#include "simd/transpose_inl.hpp"
#include "simd/wide_inl.hpp"

// Compiled again for each target, as wide_inl.hpp is.
#if defined(VERIGAN_GEMM_PANEL_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef VERIGAN_GEMM_PANEL_INL
#undef VERIGAN_GEMM_PANEL_INL
#else
#define VERIGAN_GEMM_PANEL_INL
#endif

HWY_BEFORE_NAMESPACE();
namespace verigan::simd::HWY_NAMESPACE {
#if VERIGAN_HAS_FMA
namespace {

// Steps of k between two visits of a tile: a panel of so many rows stays in the first-level cache.
constexpr std::size_t kBlock = 256;

// Floats of a cache line, and no fewer than a tile has rows.
constexpr std::size_t kLine = 16;
static_assert(kTileRows <= kLine);

/// An operand seen as numbers to broadcast: element (row, k) at data[row·by_row + k·by_k], one of the
/// strides being 1.
struct Scalars {
  const float* data;
  std::size_t by_row, by_k, rows;
  bool k_major() const { return by_row == 1; }
};

/// An operand seen as vectors: element (k, column), stored (k, column) or, if transposed, (column, k).
struct Lanes {
  const float* data;
  std::size_t ld, columns;
  bool transposed;
};

/// Columns first … first + columns − 1 of `lanes`, steps k … k + steps − 1, side by side in `packed`
/// (steps, width), the missing columns zero.
void pack(const Lanes& lanes, std::size_t first, std::size_t columns, std::size_t k,
          std::size_t steps, float* packed, std::size_t width) {
  const Floats d;
  const std::size_t N = hn::Lanes(d);
  if (lanes.transposed) {
    if (columns < width) std::fill_n(packed, steps * width, 0.0f);
    transpose(lanes.data + first * lanes.ld + k, lanes.ld, columns, steps, packed, width);
    return;
  }
  for (std::size_t i = 0; i < steps; ++i) {
    const float* from = lanes.data + (k + i) * lanes.ld + first;
    float* to = packed + i * width;
    std::size_t j = 0;
    for (; j + N <= columns; j += N) hn::StoreU(hn::LoadU(d, from + j), d, to + j);
    if (j < columns) hn::StoreU(load_first(d, from + j, columns - j), d, to + j);
  }
}

/// What becomes of a result that is a gradient.
struct ParameterUpdate {
  AdamMatrices target;
  AdamLanes lanes;
};

/// One product: its operands, its result (transposed when A lies over the lanes) and how to start. With
/// an update, the result is used up tile by tile instead of reaching C.
struct Product {
  Scalars scalars;
  Lanes lanes;
  std::size_t inner;
  MatrixView<float> c;
  bool c_transposed, accumulate;
  const ParameterUpdate* update = nullptr;
  Finish finish{};
  float* sums = nullptr;  // the sums of the lanes' columns over k, too
};

/// Scratch of one thread: a packed panel, and a panel of results on its way to C.
struct Scratch {
  Matrix<float> packed{1, kBlock * 2 * HWY_MAX_BYTES / sizeof(float)};
  Matrix<float> results;
};

// Between the columns first … and rows top … of the product's result, C or Cᵀ, and a dense copy.
void get_results(const Product& p, std::size_t first, std::size_t columns, std::size_t top,
                 std::size_t rows, float* copy, std::size_t width) {
  if (p.c_transposed) return transpose(&p.c(first, top), p.c.ld, columns, rows, copy, width);
  for (std::size_t i = 0; i < rows; ++i) std::copy_n(&p.c(top + i, first), columns, copy + i * width);
}
void put_results(const Product& p, std::size_t first, std::size_t columns, std::size_t top,
                 std::size_t rows, const float* copy, std::size_t width) {
  if (p.c_transposed) return transpose(copy, width, rows, columns, &p.c(first, top), p.c.ld);
  for (std::size_t i = 0; i < rows; ++i) std::copy_n(copy + i * width, columns, &p.c(top + i, first));
}

/// The update by a tile of gradients, columns first … and rows top … of the target.
void apply_update(const ParameterUpdate& update, std::size_t first, std::size_t columns, std::size_t top,
             std::size_t rows, const float* gradients, std::size_t width) {
  const auto [w, m, v] = update.target;
  const AdamLanes lanes = update.lanes;
  for (std::size_t i = 0; i < rows; ++i)
    adam_row(lanes, gradients + i * width, &w(top + i, first), &m(top + i, first),
             &v(top + i, first), columns);
}

/// The target's lines for that update are requested while the tile's products are computed.
void fetch_target(const ParameterUpdate& update, std::size_t first, std::size_t row, TileArguments& t) {
  const AdamMatrices& target = update.target;
  const auto bytes = [&](const MatrixView<float>& x) {
    return reinterpret_cast<std::intptr_t>(x.data) - reinterpret_cast<std::intptr_t>(target.w.data);
  };
  t.ahead = &target.w(row, first);
  t.ahead_ld = target.w.ld;
  t.second = bytes(target.m);
  t.third = bytes(target.v);
  // Among steps/4 visits, once for each row of the tile or a little more often.
  t.pause = t.steps >= 16 * kTileRows ? 12 : t.steps >= 8 * kTileRows ? 4 : 0;
}

/// Two lines of each of some rows are requested.
void fetch_rows(const Lanes& lanes, std::size_t first, std::size_t row, std::size_t end) {
  for (; row < end; ++row) fetch_lines(lanes.data + row * lanes.ld + first, 0);
}

/// What depends on one panel of `lanes`, the columns from `first` on, and on rows top … end − 1 of
/// `scalars`, which may be packed.
void panel(const Product& p, std::size_t first, std::size_t top, std::size_t end,
           const float* packed_scalars, Scratch& scratch) {
  const std::size_t N = hn::Lanes(Floats()), rows = end - top;
  const std::size_t columns = std::min(2 * N, p.lanes.columns - first);
  const std::size_t vectors = columns > N ? 2 : 1, width = vectors * N;
  const bool k_major = p.scalars.k_major();
  const std::size_t stride = packed_scalars != nullptr ? kLine
                             : k_major                 ? p.scalars.by_k
                                                       : p.scalars.by_row;

  // Results go straight to C if their vectors are whole and lie the way C does. Gradients that are
  // finished after one visit of their tile need no more room than that.
  float* c = p.c.data + top * p.c.ld + first;
  std::size_t ldc = p.c.ld;
  const std::size_t blocks = (p.inner + kBlock - 1) / kBlock;
  const bool in_passing = p.update != nullptr && blocks == 1;
  const bool direct = !in_passing && !p.c_transposed && columns == width;
  if (!direct) {
    const std::size_t size = (in_passing ? kTileRows : rows) * width;
    if (scratch.results.cols() < size) scratch.results = Matrix<float>(1, size);
    c = scratch.results.data();
    ldc = width;
    if (p.accumulate) get_results(p, first, columns, top, rows, c, width);
  }

  // Blocks of k and heights of tiles as equal as can be: 100 rows are 8 tiles of 12 or 13.
  const std::size_t tiles_down = (rows + kTileRows - 1) / kTileRows;
  // The next panel is fetched while so many tiles are computed, evenly.
  const std::size_t fetching = tiles_down >= 16 ? 16 : tiles_down >= 8 ? 8 : 4;
  // Many prefetches in one place cost more than the waiting they save.
  const bool few_at_a_time = kBlock <= 8 * tiles_down;
  const bool pack_on_the_way = !p.lanes.transposed && columns == width;
  float* packed = scratch.packed.data();
  for (std::size_t block = 0; block < blocks; ++block) {
    const std::size_t k = p.inner * block / blocks, steps = p.inner * (block + 1) / blocks - k;
    if (!pack_on_the_way) pack(p.lanes, first, columns, k, steps, packed, width);
    for (std::size_t i = 0; i < tiles_down; ++i) {
      const std::size_t row = rows * i / tiles_down, height = rows * (i + 1) / tiles_down - row;
      const float* numbers =
          packed_scalars != nullptr
              ? packed_scalars + i * (p.inner + 1) * kLine
              : p.scalars.data + (top + row) * p.scalars.by_row + k * p.scalars.by_k;
      TileArguments t{.steps = steps,
                      .scalars = numbers,
                      .stride = stride,
                      .panel = packed,
                      .panel_ld = width,
                      .packed = packed,
                      .c = in_passing ? c : c + row * ldc,
                      .ldc = ldc,
                      .accumulate = p.accumulate || block > 0};
      const bool from_source = pack_on_the_way && i == 0, last = block + 1 == blocks;
      if (p.finish.kind != Finish::Kind::none && last) {
        t.finish = p.finish;
        t.operand = p.finish.operand + (top + row) * p.finish.ld + first;
      }
      if (from_source) {
        t.panel = p.lanes.data + k * p.lanes.ld + first;
        t.panel_ld = p.lanes.ld;
        if (p.sums != nullptr && top == 0) t.sums = p.sums + first;
      }
      if (p.update != nullptr && last) {
        fetch_target(*p.update, first, top + row, t);
        if (few_at_a_time)
          fetch_rows(p.lanes, first + width, steps * i / tiles_down, steps * (i + 1) / tiles_down);
      } else if (i < fetching && !p.lanes.transposed) {
        const std::size_t next_k = (last ? 0 : k + steps) + i * (steps / fetching);
        t.ahead = p.lanes.data + next_k * p.lanes.ld + (last ? first + width : first);
        t.ahead_ld = p.lanes.ld;
        t.pause = 4 * (fetching / 4 - 1);
      }
      if (t.sums != nullptr) {
        summing_tile_of(height, vectors)(t);
      } else {
        tile_of(height, vectors, k_major, from_source)(t);
      }
      if (p.update != nullptr && last)
        apply_update(*p.update, first, columns, top + row, height, t.c, ldc);
    }
  }
  if (!direct && p.update == nullptr) put_results(p, first, columns, top, rows, c, width);
}

}  // namespace
#endif  // VERIGAN_HAS_FMA
}  // namespace verigan::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per target

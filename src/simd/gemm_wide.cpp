// SPDX-License-Identifier: MIT
#include "simd/gemm.hpp"

#include <algorithm>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "simd/gemm_wide.cpp"
#include "simd/wide_targets.hpp"
// Compiles this file once for each target.
#include <hwy/foreach_target.h>

#include "core/parallel.hpp"
#include "simd/gemm_panel_inl.hpp"
#include "simd/kernels.hpp"

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

// Numbers of the broadcast operand that stay in the second-level cache from panel to panel.
constexpr std::size_t kChunk = 65536;

/// Floats that pack_numbers writes: a line for each step of each tile, and one between tiles, without
/// which the same step of all tiles would fall into one set of the cache.
std::size_t packed_numbers(std::size_t rows, std::size_t inner) {
  return (rows + kTileRows - 1) / kTileRows * (inner + 1) * kLine;
}

/// The numbers of rows top … end − 1 for all k, tile after tile, those of one step on one line.
void pack_numbers(const Scalars& scalars, std::size_t inner, std::size_t top, std::size_t end,
                  float* packed) {
  const std::size_t rows = end - top, tiles_down = (rows + kTileRows - 1) / kTileRows;
  constexpr std::size_t together = 16;  // steps of one tile, before the next tile's: few pages at once
  parallel_for((inner + together - 1) / together, [&](std::size_t piece) {
    const std::size_t first = piece * together, last = std::min(first + together, inner);
    for (std::size_t i = 0; i < tiles_down; ++i) {
      const std::size_t row = rows * i / tiles_down, height = rows * (i + 1) / tiles_down - row;
      const float* from = scalars.data + top + row;
      float* to = packed + i * (inner + 1) * kLine;
      const bool whole = row + kLine <= rows;
      for (std::size_t k = first; k < last; ++k) {
        if (whole) {
          std::memcpy(to + k * kLine, from + k * scalars.by_k, kLine * sizeof(float));
        } else {
          std::copy_n(from + k * scalars.by_k, height, to + k * kLine);
        }
      }
    }
  });
}

/// Whether packing the numbers costs less than it saves: many panels read them, k-major and too many
/// for the first-level cache, where lines fetched one a step would come late.
bool worth_packing(const Product& p, std::size_t panels) {
  return p.scalars.k_major() && p.inner <= kBlock && panels >= 16 &&
         p.scalars.rows * p.inner >= 32768;
}

void multiply(const Product& p) {
  if (p.scalars.rows == 0 || p.lanes.columns == 0) return;
  if (p.inner == 0) {
    if (p.accumulate) return;
    for (std::size_t i = 0; i < p.c.rows; ++i) std::fill_n(&p.c(i, 0), p.c.cols, 0.0f);
    return;
  }
  const std::size_t width = 2 * hn::Lanes(Floats()), rows = p.scalars.rows;
  const std::size_t panels = (p.lanes.columns + width - 1) / width;
  const bool packing = worth_packing(p, panels);
  // Chunks of rows, so that all panels find the numbers of one in the second-level cache. Those that
  // lie along k are near each other anyway.
  const std::size_t numbers = p.scalars.k_major() ? rows * std::min(p.inner, kBlock) : 0;
  const std::size_t chunks = std::max<std::size_t>(1, (numbers + kChunk - 1) / kChunk);
  static thread_local Matrix<float> buffer;
  for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
    const std::size_t top = rows * chunk / chunks, end = rows * (chunk + 1) / chunks;
    const std::size_t size = packed_numbers(end - top, p.inner);
    if (packing) {
      if (buffer.cols() < size) buffer = Matrix<float>(1, size);
      pack_numbers(p.scalars, p.inner, top, end, buffer.data());
    }
    const float* packed = packing ? buffer.data() : nullptr;
    parallel_for(panels, [&](std::size_t i) {
      static thread_local Scratch scratch;
      panel(p, i * width, top, end, packed, scratch);
    });
  }
}

/// Which operand to lay over the lanes, by a count of cycles: products, with partly filled vectors
/// counted whole, and what it takes to transpose. Measured on AVX-512: a quarter of a cycle for each
/// element of an operand on its way to the packed panel, three quarters for one of C, whose writing is
/// then no longer hidden behind the products.
bool a_over_lanes(std::size_t m, std::size_t n, std::size_t k, std::size_t operand_if_not,
                  std::size_t operand_if) {
  const std::size_t N = hn::Lanes(Floats());
  const auto cycles = [&](std::size_t rows, std::size_t columns) {
    const std::size_t lanes = (columns + N - 1) / N * N;
    const std::size_t busy = std::max<std::size_t>(rows, 4);  // fewer do not fill the pipelines
    return busy * lanes * k / (2 * N);
  };
  return cycles(n, m) + (operand_if + 3 * m * n) / 4 < cycles(m, n) + operand_if_not / 4;
}

/// Multiplies, and finishes the results in passing where all their vectors are whole and lie along the
/// rows of C, by the tiles that know how.
bool multiply_and_finish(Product p, const Finish& finish) {
  const bool finishes = !p.c_transposed && p.c.cols % hn::Lanes(Floats()) == 0 && p.inner > 0 &&
                        !p.scalars.k_major();
  if (finishes) p.finish = finish;
  multiply(p);
  return finishes;
}

bool gemm_nn(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
             bool accumulate, const Finish& finish) {
  const std::size_t m = c.rows, n = c.cols, k = a.cols;
  if (a_over_lanes(m, n, k, 0, m * k)) {
    return multiply_and_finish(
        {{b.data, 1, b.ld, n}, {a.data, a.ld, m, true}, k, c, true, accumulate}, finish);
  }
  return multiply_and_finish(
      {{a.data, a.ld, 1, m}, {b.data, b.ld, n, false}, k, c, false, accumulate}, finish);
}

bool gemm_nt(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
             bool accumulate, const Finish& finish) {
  const std::size_t m = c.rows, n = c.cols, k = a.cols;
  if (a_over_lanes(m, n, k, n * k, m * k)) {
    return multiply_and_finish(
        {{b.data, b.ld, 1, n}, {a.data, a.ld, m, true}, k, c, true, accumulate}, finish);
  }
  return multiply_and_finish(
      {{a.data, a.ld, 1, m}, {b.data, b.ld, n, true}, k, c, false, accumulate}, finish);
}

/// Multiplies, and sums b's columns in passing where all vectors of its panels are whole.
bool multiply_and_sum(Product p, float* sums) {
  const bool in_passing = p.c.cols % hn::Lanes(Floats()) == 0 && p.c.rows > 0 && p.inner > 0;
  if (in_passing) p.sums = sums;
  multiply(p);
  return in_passing;
}

bool gemm_tn(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
             bool accumulate, float* sums) {
  const std::size_t m = c.rows, n = c.cols, k = a.rows;
  if (a_over_lanes(m, n, k, 0, 0)) {
    multiply({{b.data, 1, b.ld, n}, {a.data, a.ld, m, false}, k, c, true, accumulate});
    return false;
  }
  return multiply_and_sum({{a.data, 1, a.ld, m}, {b.data, b.ld, n, false}, k, c, false, accumulate},
                          sums);
}

bool gemm_tn_adam(MatrixView<const float> a, MatrixView<const float> b, MatrixView<float> c,
                  bool accumulate, const AdamMatrices& target, const AdamStep& step, float* sums) {
  const std::size_t m = c.rows, n = c.cols, k = a.rows;
  const ParameterUpdate update{target, AdamLanes(step)};
  // Continued gradients belong to batches taken in blocks, whose weights lie in the cache anyway.
  if (k == 0 || accumulate || a_over_lanes(m, n, k, 0, 0)) {
    const bool summed = gemm_tn(a, b, c, accumulate, sums);
    apply_update(update, 0, n, 0, m, c.data, c.ld);
    return summed;
  }
  return multiply_and_sum(
      {{a.data, 1, a.ld, m}, {b.data, b.ld, n, false}, k, c, false, false, &update}, sums);
}

}  // namespace

void install_gemm(Kernels& kernels) {
  kernels.gemm_nn = gemm_nn;
  kernels.gemm_nt = gemm_nt;
  kernels.gemm_tn = gemm_tn;
  kernels.gemm_tn_adam = gemm_tn_adam;
}
#endif  // VERIGAN_HAS_FMA
}  // namespace verigan::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

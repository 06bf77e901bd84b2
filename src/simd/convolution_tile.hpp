// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

// What the convolutions need of an instruction set: three small kernels over registers. The geometry
// around them (convolution.cpp) is compiled once. Internal to src/simd.
namespace verigan::simd {

/// `length` consecutive steps of a chain: step k reads a[run.a + k·a_step] and b[run.b + k·b_step].
struct Run {
  std::size_t a = 0, b = 0, length = 0;
};

/// c(i, j) = start[j] (or c(i, j) itself) and then, in order of the runs and of their steps,
/// c(i, j) = fma(a[i·a_row + run.a + k·a_step], b[run.b + k·b_step + j], c(i, j)), j < panel.
struct Tile {
  const Run* runs = nullptr;
  std::size_t run_count = 0;
  const float* a = nullptr;
  std::size_t a_row = 0, a_step = 1;
  const float* b = nullptr;
  std::size_t b_step = 0;
  const float* start = nullptr;  // `panel` floats, or null: the chains start from c
  float* c = nullptr;
  std::size_t c_row = 0;
};

/// At least rows · panel and outputs of any ConvolutionTile.
inline constexpr std::size_t kLargestTile = 512, kMostNarrow = 8;

struct ConvolutionTile {
  std::size_t panel = 0;  ///< columns of a tile
  std::size_t rows = 0;   ///< most rows of a tile
  const ConvolutionTile* narrower = nullptr;  ///< one of smaller panels and more rows, or null
  void (*tile)(std::size_t rows, const Tile& tile) = nullptr;

  std::size_t samples = 0;  ///< samples side by side in a row of the narrow kernel
  std::size_t outputs = 0;  ///< most outputs of the narrow kernel
  /// c[i] (samples) = fma(a (length, samples), b[i] (length), c[i]) in order of length.
  void (*narrow)(std::size_t outputs, std::size_t length, const float* a, const float* const* b,
                 float* const* c) = nullptr;

  /// to (columns, rows) = transpose of from (rows, columns).
  void (*transpose)(const float* from, std::size_t from_row, std::size_t rows, std::size_t columns,
                    float* to, std::size_t to_row) = nullptr;
};

}  // namespace verigan::simd

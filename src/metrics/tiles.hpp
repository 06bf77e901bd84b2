// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/matrix.hpp"

// Sums over the dimensions of pairs of samples, Σ_c term(x_c, y_c), for many pairs at a time: tiles of 4
// by 16 that stay in registers, each sum in the order of c, so that the bits do not depend on the tile.
namespace verigan::metrics {

inline constexpr std::size_t kTileRows = 4, kTileColumns = 16;

/// Samples as columns, in T, sixteen side by side in a row: element (j / 16, 16·c + j mod 16) is number c of
/// sample j; what is left of the last row is 0. So a tile's numbers lie behind each other in memory.
template <class T>
Matrix<T> columns_of(MatrixView<const float> x) {
  Matrix<T> out((x.rows + kTileColumns - 1) / kTileColumns, x.cols * kTileColumns);
  for (std::size_t j = 0; j < x.rows; ++j)
    for (std::size_t c = 0; c < x.cols; ++c)
      out(j / kTileColumns, c * kTileColumns + j % kTileColumns) = static_cast<T>(x(j, c));
  return out;
}

/// use(i, j, the sum for rows x_i and y_j) for i in [first, last) and all j below `count`, the columns of
/// yt being the y; for each i in the order of j. T: float or double.
template <class T, class Term, class Use>
void for_each_pair(MatrixView<const float> x, std::size_t first, std::size_t last, const Matrix<T>& yt,
                   std::size_t count, const Term& term, const Use& use) {
  const std::size_t d = x.cols;
  for (std::size_t j = 0; j < count; j += kTileColumns) {
    const T* const tile = yt.row(j / kTileColumns).data();
    const std::size_t columns = std::min(kTileColumns, count - j);
    for (std::size_t i = first; i < last; i += kTileRows) {
      const std::size_t rows = std::min(kTileRows, last - i);
      std::array<const float*, kTileRows> row;
      for (std::size_t r = 0; r < kTileRows; ++r) row[r] = x.row(i + std::min(r, rows - 1)).data();
      T sums[kTileRows][kTileColumns] = {};
      const T* y = tile;
      for (std::size_t c = 0; c < d; ++c, y += kTileColumns)
        for (std::size_t r = 0; r < kTileRows; ++r) {
          const T own = static_cast<T>(row[r][c]);
          for (std::size_t k = 0; k < kTileColumns; ++k) sums[r][k] += term(own, y[k]);
        }
      for (std::size_t r = 0; r < rows; ++r)
        for (std::size_t k = 0; k < columns; ++k) use(i + r, j + k, sums[r][k]);
    }
  }
}

}  // namespace verigan::metrics

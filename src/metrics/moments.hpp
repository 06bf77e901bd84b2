// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/matrix.hpp"

namespace verigan::metrics {

/// What a sample of n points in d dimensions says of its distribution up to second order, in double.
struct Moments {
  std::size_t count = 0;      // n
  std::vector<double> mean;   // (d)
  Matrix<double> covariance;  // (d, d), over n − 1
};

/// Mean and covariance of x (n, d) in two passes, every sum in the order of the rows: the same bits on
/// every machine and with any number of threads; in another order of the rows, the same to rounding.
/// Throws verigan::Error for fewer than 2 rows, and naming the first row and value that is not finite.
Moments moments(MatrixView<const float> x);

/// A sample cut into `blocks` consecutive parts of n/blocks rows, the first n mod blocks of them one row
/// larger, whose moments can be put together: those of any choice of parts cost d² operations a part,
/// not a pass over the sample. For resampling a sample whose rows come in random order.
class BlockMoments {
 public:
  /// Throws what moments() throws, and unless 2 ≤ blocks ≤ n.
  BlockMoments(MatrixView<const float> x, std::size_t blocks);

  std::size_t blocks() const { return counts_.size(); }
  /// Moments of the rows of part b taken times[b] times, b = 0, 1, …; at least 2 rows in all.
  Moments take(std::span<const std::size_t> times) const;

 private:
  std::vector<double> centre_;               // of all rows: what the sums below are taken about
  std::vector<std::size_t> counts_;          // of rows
  std::vector<std::vector<double>> sums_;    // Σ(x − centre)
  std::vector<std::vector<double>> squares_; // Σ(x − centre)(x − centre)ᵀ, lower triangle row by row
};

/// The first row of part b, b = 0 … blocks, of n rows.
std::size_t block_begin(std::size_t n, std::size_t blocks, std::size_t b);

}  // namespace verigan::metrics

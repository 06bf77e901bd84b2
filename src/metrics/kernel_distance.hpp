// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

#include "core/matrix.hpp"

namespace verigan::metrics {

/// The kernel distance of two samples (Bińkowski et al. 2018, "KID"): MMD² with the polynomial kernel
/// k(x, y) = (⟨x, y⟩/d + 1)³, unbiased, so that it is 0 on average when both come from one distribution and
/// below 0 about half of the time. All pairs are taken, in double; in kernel units. x (n, d), y (m, d),
/// n, m ≥ 2. Time (n²/2 + m²/2 + n·m)·d. The same bits everywhere. Throws verigan::Error for fewer
/// samples, different dimensions and, naming it, a number that is not finite.
double kernel_distance(MatrixView<const float> x, MatrixView<const float> y);

/// The same kernel summed between parts of the samples, so that the distance of any choice of parts costs
/// blocks² operations: for resampling.
class BlockKernel {
 public:
  /// Parts as BlockMoments makes them. Throws what kernel_distance throws, and unless 1 ≤ blocks ≤ n, m.
  BlockKernel(MatrixView<const float> x, MatrixView<const float> y, std::size_t blocks);

  std::size_t blocks() const { return xx_.rows(); }
  /// The unbiased statistic of part b of x taken times_x[b] times, of y likewise. Pairs of a sample with
  /// itself and of one part with another copy of it are left out.
  double take(std::span<const std::size_t> times_x, std::span<const std::size_t> times_y) const;

 private:
  std::size_t n_, m_;
  Matrix<double> xx_, yy_, xy_;  // sums over pairs, without those of a sample with itself
};

}  // namespace verigan::metrics

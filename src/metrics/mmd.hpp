// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

#include "core/matrix.hpp"
#include "random/stream.hpp"

// Maximum mean discrepancy between two samples (Gretton et al. 2012) with the Gaussian kernel
// k(x, y) = exp(−‖x − y‖² / (2 bandwidth²)), or the mean of several such kernels. What the
// statistics estimate is in theory/mmd.hpp for normal laws.
namespace verigan::metrics {

struct Mmd {
  double unbiased;  // U-statistic (their equation 3): mean 0 when p = q, so it may be below 0
  double biased;    // V-statistic (their equation 5): the squared distance of the two samples, >= 0
};

/// MMD² of x (n, d) and y (m, d), in kernel units. Kernel values in float (relative error below
/// 1e-5, or 1e-37), sums in double in a fixed order; time n·m + (n² + m²)/2 for each bandwidth.
/// Throws verigan::Error for fewer than 2 samples, different dimensions, no bandwidth, or one that
/// is not positive. NaN in, NaN out.
Mmd mmd2(MatrixView<const float> x, MatrixView<const float> y, double bandwidth = 0.2);
Mmd mmd2(MatrixView<const float> x, MatrixView<const float> y, std::span<const double> bandwidths);

/// Whether two samples come from one law.
struct TwoSampleTest {
  double statistic;  // the unbiased MMD² of the samples as they are
  double p_value;  // (1 + #{relabelled statistics >= it})/(1 + permutations): at p = q, a test that
                   // rejects where p_value <= level errs at most that often, whatever the law
};

/// The permutation test with the unbiased statistic (Gretton et al. 2012, section 5; Phipson &
/// Smyth 2010 for the 1): labels are shuffled `permutations` times, number b by permutation b of
/// `stream`. Time (n + m)²·permutations, memory (n + m)·permutations floats. Throws what mmd2
/// throws, and for no permutations.
TwoSampleTest mmd_test(MatrixView<const float> x, MatrixView<const float> y,
                       std::span<const double> bandwidths, std::size_t permutations,
                       const random::Stream& stream);

}  // namespace verigan::metrics

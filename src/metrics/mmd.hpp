// SPDX-License-Identifier: MIT
#pragma once

#include "core/matrix.hpp"

// Maximum mean discrepancy between two samples (Gretton et al. 2012) with the Gaussian kernel
// k(x, y) = exp(−‖x − y‖² / (2 bandwidth²)).
namespace verigan::metrics {

struct Mmd {
  double unbiased;  // U-statistic (their equation 3): mean 0 when p = q, so it may be below 0
  double biased;    // V-statistic (their equation 5): the squared distance of the two samples, >= 0
};

/// MMD² of x (n, d) and y (m, d), in kernel units. Kernel values in float (relative error below 1e-5),
/// sums in double in a fixed order; time n·m + (n² + m²)/2. Throws verigan::Error for fewer than 2
/// samples, different dimensions, or a bandwidth that is not positive. NaN in, NaN out.
Mmd mmd2(MatrixView<const float> x, MatrixView<const float> y, double bandwidth = 0.2);

}  // namespace verigan::metrics

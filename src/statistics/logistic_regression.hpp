// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include "core/matrix.hpp"

namespace verigan::statistics {

/// Ridge logistic regression by Newton's method: the coefficients w that minimise
///   Σ_i weight_i·ln(1 + e^{−s_i·w·x_i}) + ½·penalty·Σ_{k>0} w_k²,
/// s_i = +1 where positive[i], else −1; w_0 belongs to column 0, the intercept, and is free. features (n, p);
/// weights sum to 1; penalty > 0. Steps are halved until the loss falls. Time n·p² a step.
/// Throws Error for sizes that do not fit or a penalty that is not positive.
std::vector<double> logistic_regression(MatrixView<const double> features,
                                        const std::vector<bool>& positive,
                                        std::span<const double> weights, double penalty);

}  // namespace verigan::statistics

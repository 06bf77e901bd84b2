// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "statistics/interval.hpp"

// One-dimensional series made readable and summed up.
namespace verigan::analysis {

using statistics::mean;

/// The sample's standard deviation as a cell of a table, "" of a single value: six digits. Throws
/// Error if there are no values.
std::string deviation_text(std::span<const double> values);

/// Mean over the last `share` of the steps: those with step > (1 − share) · last step. `steps`
/// rises; share in (0, 1]. Throws Error if there are none.
double tail_mean(std::span<const double> steps, std::span<const double> values, double share = 0.1);

/// Local linear regression: the value at i of the line fitted to the values at most `half` places
/// away. Where the window is whole that is its mean; at both ends it neither lags behind nor
/// follows the noise of the last value. A straight line stays what it is.
std::vector<double> smoothed(std::span<const double> values, std::size_t half);

/// A series cut into at most `bins` pieces of equal length: the middle of each piece's x, and the
/// smallest, mean and largest of its y. What a long noisy curve looks like from afar.
struct Envelope {
  std::vector<double> x, low, middle, high;
};
Envelope envelope(std::span<const double> x, std::span<const double> y, std::size_t bins);

/// The q-quantile (0 … 1) of the finite values, by linear interpolation. Throws Error if there is
/// none.
double quantile(std::span<const double> values, double q);

}  // namespace verigan::analysis

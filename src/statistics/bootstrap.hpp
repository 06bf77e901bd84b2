// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "statistics/interval.hpp"

// Intervals of statistics that have no formula, by resampling the seeds.
namespace verigan::statistics {

struct BootstrapOptions {
  double confidence = 0.95;
  std::size_t resamples = 2000;
  std::uint64_t seed = 20261130;  // of a stream of fixed addresses: the same interval every time
};

/// The statistic of the values and its bias-corrected and accelerated interval (Efron 1987). It rests on
/// the spread of the sample alone, so its coverage is near the confidence only from some 20 values on
/// (with 10 about 0.9); fewer than 5, or equal values, give (−∞, ∞). Throws Error if there are no
/// values, or for fewer than 100 resamples.
Interval bootstrap_interval(std::span<const double> values,
                            const std::function<double(std::span<const double>)>& statistic,
                            const BootstrapOptions& options = {});

}  // namespace verigan::statistics

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <string>

// Means over seeds with their uncertainty, and the verdicts drawn from them.
namespace verigan::analysis {

struct Interval {
  double mean = 0, low = 0, high = 0;
};

/// The mean and Student's interval at `confidence` in (0, 1). Of a single value the interval is
/// (−∞, ∞): one seed says nothing of the next. Throws Error if there are no values.
Interval mean_interval(std::span<const double> values, double confidence = 0.95);

/// A mean over trials and its standard error, the sample's deviation over the root of their number; of
/// a single trial that is infinite. Throws Error if there are no values.
struct Estimate {
  double mean = 0, error = 0;
  std::size_t trials = 0;
};
Estimate estimate(std::span<const double> values);

/// The difference of two means, a less b, and its interval at `confidence` by Welch (1947): Student's,
/// with (e_a² + e_b²)²/(e_a⁴/(n_a − 1) + e_b⁴/(n_b − 1)) degrees of freedom. With an infinite error it
/// is (−∞, ∞), with none the difference alone; NaN stays NaN.
Interval difference_interval(const Estimate& a, const Estimate& b, double confidence = 0.95);

/// The share of `successes` in `trials` and its exact interval (Clopper & Pearson 1934), which holds the
/// true share with probability `confidence` or more. Throws Error if there are no trials, or more
/// successes than those.
Interval proportion_interval(std::size_t successes, std::size_t trials, double confidence = 0.95);

/// "supported" if the whole interval lies in [low, high], "contradicted" if it lies outside,
/// "inconclusive" otherwise.
std::string verdict(const Interval& interval, double low, double high);

}  // namespace verigan::analysis

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>

#include "statistics/interval.hpp"

// The smallest effects that a test would have seen: with probability `power` its interval would have
// excluded "no effect". What an inconclusive verdict must say, for without it nobody knows whether
// nothing is there or nothing could be seen. Nothing is returned where no effect is large enough.
namespace verigan::statistics {

struct PowerOptions {
  double confidence = 0.95, power = 0.8;
};

/// The mean shift seen by Student's two-sided test of `trials` values of standard deviation `sd`, by the
/// noncentral t distribution. Nothing for fewer than two trials or an unknown spread.
std::optional<double> detectable_shift(std::size_t trials, double sd,
                                       const PowerOptions& options = {});
/// The same for the mean that an estimate has, of one sample or of paired differences.
std::optional<double> detectable_shift(const Estimate& estimate, const PowerOptions& options = {});

/// The smallest share above `null_share` whose exact interval excludes it. Throws Error unless
/// 0 ≤ null_share < 1 and there are trials.
std::optional<double> detectable_share(std::size_t trials, double null_share,
                                       const PowerOptions& options = {});

/// The smallest share of a above `share_b` that Boschloo's two-sided test tells from it.
std::optional<double> detectable_difference(std::size_t trials_a, std::size_t trials_b,
                                            double share_b, const PowerOptions& options = {});

/// The smallest P(A > B) above ½ that the Mann–Whitney test sees, by Noether's approximation (1987);
/// nothing where the test can reject nothing, which is certain below 4 values of each.
std::optional<double> detectable_superiority(std::size_t a, std::size_t b,
                                             const PowerOptions& options = {});

}  // namespace verigan::statistics

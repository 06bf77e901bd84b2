// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>

#include "statistics/sample_distance.hpp"

// Divergences of two distributions with densities, by the nearest neighbours of a sample of each, in nats.
// Nothing bounds the error of such estimates: with finite samples they are biased, the more so in many
// dimensions. The interval is the estimate ± Student's reach over disjoint groups of the samples, whose
// estimates vary as that of all does but for their size, ± what the bias may be: as extrapolated from
// halves of the samples (bias ~ n^{−2/(d+2)}, the rate for thin tails; Zhao & Lai 2020), at least a
// standard error.
namespace verigan::statistics {

struct NeighbourOptions {
  std::size_t k = 5;         ///< which neighbour
  double confidence = 0.95;  ///< in (0, 1)
};

/// The fewest points of each sample.
inline constexpr std::size_t kFewestForNeighbours = 60;

/// KL(p‖q) from x ~ p and y ~ q: (d/n) Σ ln(ν(x_i)/ρ(x_i)) + ln(m/(n−1)), ρ and ν the distances to the
/// k-th nearest other x and to the k-th nearest y (Wang, Kulkarni & Verdú 2009, (14)). None where a
/// distance is 0: repeated points have no density. Where more than 5 % of the x have no y as near as the
/// loneliest y has its k-th nearest, nothing shows how small q is there: the interval then ends at ∞. Rows must come in random order. Time n(n + m)d.
/// Throws Error for fewer than kFewestForNeighbours points or different dimensions.
std::optional<Interval> neighbour_kl(Points x, Points y, const NeighbourOptions& options = {});

/// JSD(p, q), the information on which of both a point is from, in min(n, m) points of each:
/// ψ(N) − ψ(N/2) + ψ(k) − mean ψ(l), l the points of both at most as far as the k-th nearest of its own
/// (Ross 2014). In (−0.1, ln 2] about; the interval is cut to [0, ln 2]. None and throws as above.
std::optional<Interval> neighbour_jsd(Points x, Points y, const NeighbourOptions& options = {});

}  // namespace verigan::statistics

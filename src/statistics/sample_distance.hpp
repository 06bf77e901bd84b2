// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/matrix.hpp"
#include "statistics/interval.hpp"

// Distances of two distributions known by a sample of each, with bootstrap intervals that hold whether or
// not the distributions agree. Each distance is a norm of the difference P − Q: of distribution functions
// (W₁, sliced W₁) or in a Hilbert space (MMD, energy distance; Sejdinovic et al. 2013). So
//   | ‖P̂ − Q̂‖ − ‖P − Q‖ | ≤ ‖(P̂ − P) − (Q̂ − Q)‖,
// and the right-hand side is resampled (Giné & Zinn 1990): P̂* − P̂ for P̂ − P. The interval is that of the
// norm ± the quantile of the resampled norms. It is an estimate's interval: its confidence is reached for
// large samples, and exceeded where P and Q are far apart.
namespace verigan::statistics {

/// A sample: a row for each point, a column for each coordinate.
using Points = MatrixView<const double>;

struct Resampling {
  std::uint64_t seed = 1;       ///< of the streams of random/addresses.hpp, program "samples"
  std::size_t resamples = 400;  ///< at least 100
  double confidence = 0.95;     ///< in (0, 1)
};

/// W₁ = ∫|F − G| of two samples on the line, in their units: the distance of the samples is exact.
/// Time resamples·(n + m). Throws Error for no values, for fewer than 100 resamples, and for a confidence
/// outside (0, 1); so do the others.
Interval wasserstein1_interval(std::span<const double> x, std::span<const double> y,
                               const Resampling& options = {});
/// The quantile of ∫|F* − F̂| of one sample: half the width of the interval of its distance W₁ to a
/// distribution that is known.
double wasserstein1_radius(std::span<const double> x, const Resampling& options = {});

/// The mean over `directions` unit vectors θ, drawn uniformly on the sphere, of W₁ between the projections
/// θ·x and θ·y (Bonneel et al. 2015). d ≥ 2. The interval is of the mean over all directions: the normal
/// interval of the choice of directions is added to the resampled one.
Interval sliced_wasserstein1_interval(Points x, Points y, std::size_t directions,
                                      const Resampling& options = {});

/// 2E‖X−Y‖ − E‖X−X′‖ − E‖Y−Y′‖ (Székely & Rizzo 2013), in units of x; on the line 2∫(F−G)². The value is
/// the U-statistic, without bias and so below 0 at times; the interval, from 0 on, is about the V-statistic.
/// Time (n + m)²·resamples/2, memory (n + m)·resamples.
Interval energy_interval(Points x, Points y, const Resampling& options = {});

/// MMD² with the mean of the Gaussian kernels exp(−‖x−y‖²/(2s²)) of these bandwidths s (Gretton et al.
/// 2012), likewise: the U-statistic and an interval about the V-statistic.
Interval mmd2_interval(Points x, Points y, std::span<const double> bandwidths,
                       const Resampling& options = {});

/// The median of the distances between all pairs of points of both samples: the usual bandwidth. 0 where
/// more than half of the pairs are equal.
double median_distance(Points x, Points y);

}  // namespace verigan::statistics

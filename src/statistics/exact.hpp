// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

#include "statistics/interval.hpp"

// Intervals that hold with at least their confidence whatever the truth is, at any number of trials:
// for shares, for counts and for means of bounded numbers. Zero of three is no proof of never: the
// exact upper limit is 0.708.
namespace verigan::statistics {

/// The share of `successes` in `trials` and its interval by Clopper & Pearson (1934). Throws Error if
/// there are no trials, or more successes than those.
Interval proportion_interval(std::size_t successes, std::size_t trials, double confidence = 0.95);

/// The rate of Poisson events, `events` over `exposure` (seeds, say), and its interval by Garwood
/// (1936). Throws Error unless exposure > 0.
Interval rate_interval(std::size_t events, double exposure, double confidence = 0.95);

/// The mean of numbers that cannot leave [least, most], and the interval of Anderson (1969): the
/// distribution function lies within the exact one-sided Kolmogorov–Smirnov distance of the empirical
/// one, on each side with probability (1 + confidence)/2; the mean's limits are the means of the two
/// distributions at the ends of that band. Wide, and true of every distribution: of n equal values at
/// `least` the upper limit is that of a share of 0 in n. Throws Error if there are no values or one
/// lies outside [least, most].
Interval bounded_mean_interval(std::span<const double> values, double least, double most,
                               double confidence = 0.95);

/// d with P(max (F − F_n) ≥ d) = level, for n draws from a continuous F (Birnbaum & Tingey 1951).
double kolmogorov_distance(std::size_t n, double level);

}  // namespace verigan::statistics

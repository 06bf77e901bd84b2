// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

// Means over seeds and what the seeds leave open about them. Student's intervals are for numbers that
// may lie anywhere (losses, logarithms of ratios); counts, shares and other bounded numbers have exact
// ones (exact.hpp).
namespace verigan::statistics {

/// An estimate and the interval that holds what is estimated.
struct Interval {
  double value = 0, low = 0, high = 0;
};

/// Throws Error unless `confidence` lies in (0, 1).
void require_confidence(double confidence);

/// Throws Error if there are no values.
double mean(std::span<const double> values);

/// The median, of an even number the mean of the two in the middle; infinities count as numbers.
/// Throws Error if there are no values or one is NaN.
double median(std::span<const double> values);

/// A mean over trials and its standard error, the sample's deviation over the root of their number.
/// It is infinite where the trials say nothing of their spread: of one alone, and of equal ones, for
/// n equal values are no certainty. Throws Error if there are no values.
struct Estimate {
  double mean = 0, error = 0;
  std::size_t trials = 0;
};
Estimate estimate(std::span<const double> values);

/// The mean and Student's interval at `confidence` (Student 1908); (−∞, ∞) with an infinite error.
/// NaN stays NaN. Throws Error if there are no values.
Interval mean_interval(std::span<const double> values, double confidence = 0.95);

/// The mean of a − b over pairs of one seed each, and Student's interval of it. Throws Error unless
/// there are as many a as b, at least one.
Interval paired_interval(std::span<const double> a, std::span<const double> b,
                         double confidence = 0.95);

/// The difference of two means, a less b, by Welch (1947): Student's, with
/// (e_a² + e_b²)²/(e_a⁴/(n_a − 1) + e_b⁴/(n_b − 1)) degrees of freedom.
Interval difference_interval(const Estimate& a, const Estimate& b, double confidence = 0.95);

/// The share of `successes` in `trials` and the interval of Wilson (1927): every share p with |successes/trials −
/// p| ≤ z·√(p(1 − p)/trials), z the normal quantile. Within [0, 1], and of about its confidence from some ten
/// trials on; exact.hpp has one that never has less. Throws Error if there are no trials, or more successes
/// than those.
Interval wilson_interval(std::size_t successes, std::size_t trials, double confidence = 0.95);

/// Two one-sided tests (Schuirmann 1987) that a mean lies within `margin` of 0. `interval` is that at
/// confidence 1 − 2·level, which lies within the margin exactly if both tests reject at `level`; p is
/// the larger of their two p-values, 1 where nothing is known of the spread.
struct Equivalence {
  Interval interval;
  double p = 1;
  bool equivalent = false;
};
/// Throws Error unless margin > 0 and level lies in (0, ½).
Equivalence equivalence(const Estimate& difference, double degrees, double margin,
                        double level = 0.05);
/// Of differences, one a seed.
Equivalence equivalence(std::span<const double> differences, double margin, double level = 0.05);

}  // namespace verigan::statistics

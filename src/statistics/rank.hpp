// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <span>
#include <vector>

#include "statistics/interval.hpp"

// Tests by ranks, which ask nothing of the distributions. Infinities are numbers like others: a run
// that never arrived is later than all that did. Equal values share their mean rank; p-values are those
// of the permutation distribution of the very ranks there are, exact where said.
namespace verigan::statistics {

/// P(a statistic as small as the observed one or smaller), as large or larger, and twice the smaller of
/// the two (at most 1), when nothing but chance is at work.
struct PValues {
  double less = 1, greater = 1, two_sided = 1;
};
PValues p_values(double less, double greater);

struct RankTest {
  double statistic = 0;
  PValues p;
  /// Hodges & Lehmann's estimate of the shift and the interval that inverts the test; limits are
  /// infinite where so few values could not exclude anything.
  Interval shift;
  bool exact = true;
};

/// Mann & Whitney (1947): is a smaller or greater than b? The statistic is U, the number of pairs with
/// a > b, equal ones counted half; the shift is a − b. Exact up to 50 values in all, else by the normal
/// distribution with the correction for ties. Throws Error if either is empty or holds NaN.
RankTest mann_whitney(std::span<const double> a, std::span<const double> b,
                      double confidence = 0.95);

/// Wilcoxon (1945): are differences of pairs below or above 0? Zeros are left out, as there. The
/// statistic is the sum of the ranks of the positive ones. Exact up to 50. Throws as above.
RankTest signed_rank(std::span<const double> differences, double confidence = 0.95);

/// The mean ranks of values, 1 the smallest. Throws Error for NaN.
std::vector<double> mid_ranks(std::span<const double> values);

struct Correlation {
  Interval rho;  // Bonett & Wright (2000) by Fisher's z; (−1, 1) for fewer than four pairs
  PValues p;
  bool exact = true;
  /// The smallest ρ that is significant at 2.5 % on its side where there are no ties; NaN if none is, or if
  /// p is not exact.
  double critical = NAN;
};
/// Spearman's ρ. Its p-values are exact up to 8 pairs, else from 20,000 permutations that are the same
/// every time. ρ is NaN where all x or all y are equal. Throws Error unless there are two pairs.
Correlation spearman(std::span<const double> x, std::span<const double> y);

/// Page (1963): do the values of each block (a seed) rise with their place in it? ρ is the mean over
/// blocks of Spearman's between place and value, its interval Anderson's of numbers in [−1, 1]; the
/// p-values are exact: all orders within each block are equally likely when nothing but chance is at
/// work. Blocks of equal values count as ρ = 0. Throws Error unless there is a block and each has 2 to
/// 8 values.
Correlation trend(std::span<const std::vector<double>> blocks);

}  // namespace verigan::statistics

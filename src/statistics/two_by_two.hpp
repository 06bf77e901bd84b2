// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "statistics/rank.hpp"

// Two shares of few trials: did a succeed more often than b?
namespace verigan::statistics {

struct TwoByTwo {
  std::size_t successes_a = 0, trials_a = 0, successes_b = 0, trials_b = 0;
};

/// Fisher's exact test (1935): given all successes together, those of a are hypergeometric. `less`
/// says that a succeeds less often; two_sided sums what is no likelier than the table there is. Throws
/// Error if there are no trials, or fewer than successes.
PValues fisher(const TwoByTwo& table);

/// Boschloo's exact test (1970), never less powerful than Fisher's: the chance, at the common share
/// where it is largest, of a one-sided p-value of Fisher's as small as that there is. two_sided is twice
/// the smaller. Throws as fisher, and above 300 trials of either.
PValues boschloo(const TwoByTwo& table);

/// Whether each outcome is significant by Boschloo's two-sided test: [a·(trials_b + 1) + b].
std::vector<bool> boschloo_region(std::size_t trials_a, std::size_t trials_b, double level = 0.05);

/// share_a − share_b, and an interval of at least `confidence`: the differences of the exact limits of
/// either, each at half of the error (Bonferroni; Clopper & Pearson).
Interval share_difference(const TwoByTwo& table, double confidence = 0.95);

}  // namespace verigan::statistics

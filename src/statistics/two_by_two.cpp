// SPDX-License-Identifier: MIT
#include "statistics/two_by_two.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "statistics/distributions.hpp"
#include "statistics/exact.hpp"

namespace verigan::statistics {
namespace {

constexpr std::size_t kMost = 300;
constexpr double kEqual = 1 + 1e-7;  // probabilities that differ by rounding alone are equal

void require_table(const TwoByTwo& t) {
  require(t.trials_a > 0 && t.trials_b > 0 && t.successes_a <= t.trials_a &&
              t.successes_b <= t.trials_b && t.trials_a <= kMost && t.trials_b <= kMost,
          t.successes_a, " of ", t.trials_a, " and ", t.successes_b, " of ", t.trials_b,
          " successes, expected 1 to ", kMost, " trials and no more successes");
}

/// Fisher's one-sided p-value that a succeeds more often (or, `less`, less often) for every outcome,
/// at [a·(trials_b + 1) + b].
std::vector<double> fisher_ordering(std::size_t n_a, std::size_t n_b, bool less) {
  std::vector<double> p((n_a + 1) * (n_b + 1));
  for (std::size_t both = 0; both <= n_a + n_b; ++both) {
    const std::size_t first = both > n_b ? both - n_b : 0, last = std::min(n_a, both);
    const double all = choices(n_a + n_b, both);
    double sum = 0;
    for (std::size_t step = 0; step <= last - first; ++step) {
      const std::size_t a = less ? first + step : last - step;
      sum += choices(n_a, a) * choices(n_b, both - a) / all;
      p[a * (n_b + 1) + (both - a)] = std::min(1.0, sum);
    }
  }
  return p;
}

/// Σ_s ways[s]·π^s·(1 − π)^(n − s) at its largest over π in [0, 1].
double largest_chance(const std::vector<double>& ways) {
  const double n = static_cast<double>(ways.size() - 1);
  const auto chance = [&](double share) {
    double sum = 0;
    for (std::size_t s = 0; s < ways.size(); ++s)
      if (ways[s] > 0)
        sum += ways[s] * std::pow(share, static_cast<double>(s)) *
               std::pow(1 - share, n - static_cast<double>(s));
    return sum;
  };
  constexpr int kGrid = 400;
  int best = 0;
  double most = chance(0);
  for (int i = 1; i <= kGrid; ++i)
    if (const double here = chance(i / double{kGrid}); here > most) most = here, best = i;
  double low = std::max(0, best - 1) / double{kGrid}, high = std::min(kGrid, best + 1) / double{kGrid};
  for (int i = 0; i < 60; ++i) {
    const double a = low + (high - low) / 3, b = high - (high - low) / 3;
    (chance(a) < chance(b) ? low : high) = chance(a) < chance(b) ? a : b;
  }
  return std::min(1.0, std::max(most, chance((low + high) / 2)));
}

/// Boschloo's one-sided p-value of the outcomes whose Fisher p-value is at most `bound`.
double boschloo_tail(const std::vector<double>& ordering, std::size_t n_a, std::size_t n_b,
                     double bound) {
  std::vector<double> ways(n_a + n_b + 1);
  for (std::size_t a = 0; a <= n_a; ++a)
    for (std::size_t b = 0; b <= n_b; ++b)
      if (ordering[a * (n_b + 1) + b] <= bound * kEqual) ways[a + b] += choices(n_a, a) * choices(n_b, b);
  return largest_chance(ways);
}

}  // namespace

PValues fisher(const TwoByTwo& t) {
  require_table(t);
  const std::size_t both = t.successes_a + t.successes_b;
  const std::size_t first = both > t.trials_b ? both - t.trials_b : 0;
  const double all = choices(t.trials_a + t.trials_b, both);
  const auto probability = [&](std::size_t a) {
    return choices(t.trials_a, a) * choices(t.trials_b, both - a) / all;
  };
  const double here = probability(t.successes_a);
  PValues p{0, 0, 0};
  for (std::size_t a = first; a <= std::min(t.trials_a, both); ++a) {
    const double one = probability(a);
    if (a <= t.successes_a) p.less += one;
    if (a >= t.successes_a) p.greater += one;
    if (one <= here * kEqual) p.two_sided += one;
  }
  return {std::min(1.0, p.less), std::min(1.0, p.greater), std::min(1.0, p.two_sided)};
}

PValues boschloo(const TwoByTwo& t) {
  require_table(t);
  const auto tail = [&](bool less) {
    const std::vector<double> ordering = fisher_ordering(t.trials_a, t.trials_b, less);
    return boschloo_tail(ordering, t.trials_a, t.trials_b,
                         ordering[t.successes_a * (t.trials_b + 1) + t.successes_b]);
  };
  return p_values(tail(true), tail(false));
}

std::vector<bool> boschloo_region(std::size_t trials_a, std::size_t trials_b, double level) {
  require_table({0, trials_a, 0, trials_b});
  std::vector<bool> region((trials_a + 1) * (trials_b + 1));
  for (const bool less : {true, false}) {
    const std::vector<double> ordering = fisher_ordering(trials_a, trials_b, less);
    std::vector<double> steps(ordering);
    std::sort(steps.begin(), steps.end());
    steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
    // The p-value grows with the bound: the last step that is still significant, by halving.
    std::size_t low = 0, high = steps.size();
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      const bool significant = boschloo_tail(ordering, trials_a, trials_b, steps[middle]) <= level / 2;
      (significant ? low : high) = significant ? middle + 1 : middle;
    }
    if (low == 0) continue;
    for (std::size_t i = 0; i < ordering.size(); ++i)
      if (ordering[i] <= steps[low - 1] * kEqual) region[i] = true;
  }
  return region;
}

Interval share_difference(const TwoByTwo& t, double confidence) {
  require_confidence(confidence);
  const double each = (1 + confidence) / 2;
  const Interval a = proportion_interval(t.successes_a, t.trials_a, each);
  const Interval b = proportion_interval(t.successes_b, t.trials_b, each);
  return {a.value - b.value, a.low - b.high, a.high - b.low};
}

}  // namespace verigan::statistics

// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include "statistics/rank.hpp"

// Steps at which runs arrive somewhere, when some never do: those are known to arrive after their last
// step, if at all, and count as that, never as steps + 1.
namespace verigan::statistics {

/// The step at which a run arrived, or the last one of a run that had not.
struct Arrival {
  double step = 0;
  bool arrived = true;
};

/// The share that has not arrived after `step`, and its interval.
struct SurvivalStep {
  double step = 0;
  Interval left;
};

/// Kaplan & Meier (1958), one entry for each step at which a run arrives. The interval is exact
/// (Clopper & Pearson) as long as no run has been lost from sight, later that of Greenwood's variance on
/// the scale ln(−ln) (Kalbfleisch & Prentice), or [0, 1] where that is undefined. Throws Error if there are
/// no runs or a step is negative or NaN.
std::vector<SurvivalStep> kaplan_meier(std::span<const Arrival> arrivals, double confidence = 0.95);

/// The first step after which at most half is left; infinite if that was not seen.
double median_arrival(std::span<const Arrival> arrivals);

struct LogRank {
  double observed = 0, expected = 0;  // arrivals among a, and how many if a and b were alike
  double chi_squared = 0, asymptotic_p = 1;
  PValues p;  // less: a arrives less often than expected, that is later
  bool exact = true;
};

/// Mantel (1966): does a arrive sooner or later than b? The p-values are those of the permutation
/// distribution of observed − expected, over all ways to call some of the runs a: exact up to 200,000
/// ways, else from 20,000 of them that are the same every time; true if runs of a and b are lost
/// from sight alike. chi_squared is the usual statistic. Throws Error if either is empty.
LogRank log_rank(std::span<const Arrival> a, std::span<const Arrival> b);

}  // namespace verigan::statistics

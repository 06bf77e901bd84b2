// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analysis/runs.hpp"
#include "statistics/interval.hpp"

// Runs of mode_protocols and Table 1 of Lin, Khetan, Fanti & Oh, "PacGAN: the power of two
// samples in generative adversarial networks" (2018).
//
// The rule, which stood here before the runs of the preset paper: a measure of a mixture and a packing
// agrees if the 95 % interval of the difference of means, ours less the published, holds 0 (Welch's
// interval: both sides have their own standard error and number of trials); otherwise ours is above
// or below. Nothing is said of fewer than two trials or of equal ones (amended: those were taken for
// certain), nor of runs that were not made by the protocol. Our own means have exact intervals where
// they are of counts and shares.
// Published numbers are taken as printed, with two digits or three, so a standard error printed as
// 0.1 may be anything from 0.05 to 0.15. Of comparisons between equals, one in twenty differs.
namespace verigan::analysis {

using statistics::Estimate;
using statistics::Interval;

/// How the results of one mixture and packing compare in one measure.
struct ModeComparison {
  std::string mixture;
  std::size_t packing = 1;
  std::string measure;  // "modes", "high quality %", "reverse KL", "reverse KL of high quality" (nats)
  std::vector<double> trials;
  Estimate ours;
  Interval interval;  // of our mean
  std::optional<Estimate> published;
  Interval difference;
  std::string verdict;   // agrees, above, below; one trial; equal trials; shortened; not published; undefined
  std::string protocol;  // "as published", or "shortened: epochs 10 for 400, …"
  std::string options;   // what sets the runs apart from others of this mixture and packing, else ""
};

/// Compares runs of mode_protocols, variant by variant (analysis/grouping.hpp), mixture by mixture, ring
/// before grid, and packing by packing.
/// "reverse KL" counts every point at its nearest mode; "reverse KL of high quality" those of high
/// quality alone, which are what the published code counts. Both are held against the one number.
std::vector<ModeComparison> compare_modes(const std::vector<Run>& runs);

}  // namespace verigan::analysis

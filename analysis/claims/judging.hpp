// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "statistics/verdict.hpp"

// What several claims judge in the same way: numbers, one a seed, against a band.
namespace verigan::analysis {

/// Why there is no verdict where no seed has a number.
struct Nothing {
  statistics::Outcome outcome = statistics::Outcome::too_few_seeds;
  std::string reason;
};

/// The mean of the values by Student's interval; an inconclusive verdict says which shift of the mean would
/// have been seen.
statistics::Verdict judge_mean(const std::string& part, const std::string& statistic,
                               const std::vector<double>& values, const statistics::Band& band,
                               const Nothing& nothing);

/// Steps at which runs arrived, or their logarithms, infinite for runs that never did: the shift a less b by
/// Hodges & Lehmann with the interval that inverts the Mann-Whitney test. Not measurable where no run of
/// either arrived, which `nobody` says.
statistics::Verdict judge_arrivals(const std::string& part, const std::string& statistic,
                                   const std::vector<double>& a, const std::vector<double>& b,
                                   const statistics::Band& band, const std::string& nobody);

}  // namespace verigan::analysis

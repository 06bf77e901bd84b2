// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <vector>

#include "drive/catalogue.hpp"
#include "record/plan.hpp"

namespace verigan::drive {

struct RunEstimate {
  double seconds = 0;    // of one run on one thread of this machine
  double megabytes = 0;  // the most memory it had while it was watched
};

/// What each of `runs` will take, from a few of them begun here, one after another, in a temporary
/// folder and watched for at most `watched` seconds: one run of each setting of the options next to the
/// seed, or, of more than ten settings, of ten costs, by which the others are scaled. Throws Error if a run
/// ends with a mistake.
/// `out` is where the runs will be made; one that needs a run which is not there yet is taken to last as
/// long as that one.
std::vector<RunEstimate> estimate(const std::vector<record::PlannedRun>& runs,
                                  const std::filesystem::path& out, const Catalogue& catalogue,
                                  double watched = 3);

/// The wall time of runs that take `seconds` each, on `slots` slots, the longest first.
double makespan(std::vector<double> seconds, unsigned slots);

}  // namespace verigan::drive

// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "core/arguments.hpp"
#include "drive/catalogue.hpp"
#include "drive/sweep.hpp"

// What sweep, plan and submit have in common: how a sweep is named on the command line.
namespace verigan::cli {

struct SweepRequest {
  std::string sweep;               // a file or an experiment
  std::vector<std::string> words;  // behind an experiment: its options
  std::string out = "results";
  unsigned jobs = std::max(1U, std::thread::hardware_concurrency());
  bool list = false;
  bool tensorboard = false;
};

struct PlannedSweep {
  std::string name;
  std::vector<record::PlannedRun> runs;
  bool is_file = true;  ///< whether it says all that is requested by this name
};

/// SWEEP, the words behind it, and --out.
void declare(Arguments& arguments, SweepRequest& request);

/// Throws Error for a file or options that are no sweep.
PlannedSweep planned(const SweepRequest& request, const drive::Catalogue& catalogue);

/// Notes in `out` what is requested. What was asked for before by the same name stays so if it was typed;
/// a file says all, and what it asks for no longer is named in one line.
void note_sweep(const std::filesystem::path& out, const PlannedSweep& sweep);

/// Those that are not finished in `out`.
std::vector<record::PlannedRun> missing(const std::filesystem::path& out,
                                        const std::vector<record::PlannedRun>& runs);

}  // namespace verigan::cli

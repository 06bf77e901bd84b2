// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "record/plan.hpp"

// Whether results are as their programs left them.
namespace verigan::drive {

/// A finished run whose folder is not as it was left.
struct DamagedRun {
  std::string experiment, label;
  std::string folder;  // relative to the results
  std::string why;     // "metrics.csv has changed, samples.npy is missing"
};

/// What is not as it was left.
struct Changes {
  std::vector<DamagedRun> runs;
  std::vector<std::string> files;  // changed_files() (drive/derived.hpp)
  bool none() const { return runs.empty() && files.empty(); }
};

/// Holds every file of the finished runs of a plan against their manifests; about 0.3 ms a file.
std::vector<DamagedRun> damaged_runs(const std::filesystem::path& out, const record::RunPlan& plan);

/// run::damage() as one sentence, or outdated_text() (drive/needs.hpp); empty when all is well.
std::string damage_text(const std::filesystem::path& folder);

}  // namespace verigan::drive

// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

// Which runs a reproduction consists of: asked from the programs, remembered in OUT/plan.json.
namespace verigan::cli {

struct PlannedRun {
  std::string experiment, folder, label;  // folder relative to OUT
  std::vector<std::string> args;
  double cost = 1;
  bool images = false;  // it learns from image files
};

/// Reads what `PROGRAM --plan` printed, one JSON object a line. Throws Error at the first bad line.
std::vector<PlannedRun> parse_plan(const std::string& output);

struct ExperimentPlan {
  std::string preset;
  std::vector<std::string> folders, labels;  // one label a folder
};

/// Experiment → its runs.
using RunPlan = std::map<std::string, ExperimentPlan>;

/// OUT/plan.json; empty if there is none. Throws Error if it is damaged.
RunPlan load_plan(const std::filesystem::path& out);
void save_plan(const std::filesystem::path& out, const RunPlan& plan);

/// The result hash of a finished run's folder; empty if it is not finished.
std::string finished_hash(const std::filesystem::path& folder);

}  // namespace verigan::cli

// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

// Runs that are requested: how programs print them, and how a folder of results remembers them.
namespace verigan::record {

/// A finished run that another run needs, and the option that names its folder.
struct Need {
  std::string option;             // "generator"
  std::string folder;             // EXPERIMENT/HASH; empty while it is not known which
  std::vector<std::string> asks;  // then: the experiment, and options that pick one run of its plan
};

struct PlannedRun {
  std::string experiment, folder, label;  // folder: EXPERIMENT/HASH, relative to the results; empty while
                                          // it is not known which runs it needs
  std::vector<std::string> args;          // of the experiment's program, what lies around a run left out
  double cost = 1;                        // relative amount of work, > 0
  bool images = false;                    // it learns from image files
  std::vector<Need> needs = {};           // runs to be made first
  std::string skipped = {};               // why it cannot be made: what it learns from is not there

  /// "alpha_toy circle α=0.3", for people.
  std::string name() const { return experiment + (label.empty() ? "" : " " + label); }
};

/// One JSON object without a line break: what `PROGRAM --plan` prints for each run.
std::string plan_line(const PlannedRun& run);

/// Reads lines of plan_line(). Throws Error at the first that is none, or whose folder leaves the results.
std::vector<PlannedRun> parse_plan(const std::string& lines);

/// The runs of one experiment that the last reproduction asked for.
struct ExperimentPlan {
  std::string preset;
  std::vector<std::string> folders, labels;  // one label a folder
  std::vector<std::string> skipped = {};     // "kth-complete cifar10-horse: no horse_train.bin …"
};

/// Experiment → its runs.
using RunPlan = std::map<std::string, ExperimentPlan>;

/// OUT/plan.json; empty if there is none. Throws Error if it is damaged.
RunPlan load_plan(const std::filesystem::path& out);
void save_plan(const std::filesystem::path& out, const RunPlan& plan);

/// OUT/sweeps/NAME.jsonl, where the runs of a sweep are noted, a plan_line() each.
std::filesystem::path sweep_file(const std::filesystem::path& out, const std::string& name);
/// What was there is replaced.
void save_sweep(const std::filesystem::path& out, const std::string& name,
                const std::vector<PlannedRun>& runs);

/// Every run that a reproduction or a sweep in OUT has asked for, each folder once; args and cost are
/// known of a sweep's runs only. Throws Error if a plan is damaged.
std::vector<PlannedRun> asked_runs(const std::filesystem::path& out);

}  // namespace verigan::record

// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "record/csv.hpp"
#include "record/manifest.hpp"

// Finished runs, as tables and figures read them.
namespace verigan::analysis {

struct Run {
  std::filesystem::path folder;
  record::Manifest manifest;
  record::Object summary;  // empty if the run has no summary.json

  /// A number, a text or a yes or no of the summary or else of the configuration. Throws Error if neither has
  /// it.
  double number(const std::string& name) const;
  std::string text(const std::string& name) const;
  bool flag(const std::string& name) const;
  /// One of its tables. Throws Error if it is missing or damaged.
  record::Table table(const std::string& file) const;
};

/// The runs of `experiment` that the last reproduction in `results` asked for (results/plan.json)
/// or, without a plan, all there are; unfinished ones left out, in the order of α and seed. Throws
/// Error if there is none.
std::vector<Run> load_runs(const std::filesystem::path& results, const std::string& experiment);

/// The same; empty if there is none.
std::vector<Run> find_runs(const std::filesystem::path& results, const std::string& experiment);

/// α asked for → its runs, one a seed.
using ByAlpha = std::map<double, std::vector<Run>>;
ByAlpha by_alpha(const std::vector<Run>& runs);

/// `text("dataset")` → its runs by α.
std::map<std::string, ByAlpha> by_dataset(const std::vector<Run>& runs);

/// A sentence for captions, with a space before it, if a run was trained on Fashion-MNIST instead
/// of MNIST; nothing otherwise.
std::string substitute_note(const std::vector<Run>& runs);

/// A sentence for captions, with a space before it, that what is shown is of the first seed alone, if
/// there are several: "Points are of seed 1 alone."
std::string first_seed_note(const std::string& shown, const std::vector<Run>& runs);

}  // namespace verigan::analysis

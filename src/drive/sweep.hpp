// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "drive/catalogue.hpp"
#include "record/plan.hpp"

// Many runs of one experiment, written down as the lists of values that make them.
namespace verigan::drive {

struct Axis {
  std::string option;  // without its dashes
  std::vector<std::string> values;
};

/// Options of one run, in the order they were written.
using RunOptions = std::vector<std::pair<std::string, std::string>>;

struct Sweep {
  std::string name;        // of its plan and its folder of work: letters, digits, . _ -
  std::string source;      // what stands before a message: the file, or the experiment
  std::string experiment;
  RunOptions fixed;                  // every run has these
  std::vector<Axis> cross;           // every value with every other
  std::vector<Axis> zip;             // the first values together, then the second, …
  std::vector<std::uint64_t> seeds;  // every seed; none: the experiment's own

  /// Seed by seed, so that a sweep cut short has every setting of the first seeds; in a seed the last
  /// of `cross` and `zip` changes fastest.
  std::vector<RunOptions> runs() const;
};

/// A TOML file: `experiment`, `seeds` ("1-20" or a list), and tables `fixed`, `cross` and `zip` of
/// options. Throws Error naming file and key: unknown (with the nearest there is), of the wrong type,
/// given in two tables, a list that is empty, lists of `zip` of different lengths.
Sweep read_sweep(const std::filesystem::path& file);

/// EXPERIMENT --alpha 0.1,0.3 --seed 1-20 --steps 300: lists are crossed, single values fixed.
Sweep sweep_of(const std::string& experiment, const std::vector<std::string>& words);

/// A list of runs, a record::plan_line() each, as `verigan collect` writes of what is missing.
std::vector<record::PlannedRun> read_plan(const std::filesystem::path& file);

/// Asks the experiment's program for the folder and cost of each run; runs that they need come before
/// them. Throws Error with the program's words if it refuses an option or a value.
std::vector<record::PlannedRun> plan_of(const Sweep& sweep, const Catalogue& catalogue);

}  // namespace verigan::drive

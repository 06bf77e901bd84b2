// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "record/manifest.hpp"
#include "record/plan.hpp"
#include "run/options.hpp"
#include "run/preset.hpp"
#include "run/run.hpp"

// What an experiment is: a description, a table of options, the runs a preset is made of, and one run.
// The rest (command line, configuration file, folder, resuming, progress, manifest) is run_program's.
namespace verigan::run {

/// One run of a preset.
struct Planned {
  std::string label;                   // "circle α=0.3", for people
  std::vector<std::string> arguments;  // without --preset
  std::uint64_t cost = 1;              // relative amount of work
};

/// Settings every experiment has.
struct Common {
  Preset preset = Preset::quick;
  std::uint64_t seed = 1;
  std::optional<std::string> data;  // --data
};

class Experiment {
 public:
  virtual ~Experiment() = default;

  virtual std::string name() const = 0;
  virtual std::string title() const = 0;
  /// What is shown by --help above the options: the question, the equation, what to look at.
  virtual std::string science() const = 0;
  /// Sets the members to the preset's values and declares them as options.
  virtual void declare(Options& options, Preset preset) = 0;
  /// The runs of a preset.
  virtual std::vector<Planned> plan(Preset preset) = 0;
  /// Called with all options set, before they are hashed: checks what no single option can, finds
  /// data, and puts what it found into members declared as options.
  virtual void prepare(const Common&) {}
  /// A short name of this run among others: "circle α=0.3".
  virtual std::string label() const { return ""; }
  /// Runs that must be finished before this one can be made, and are not given; called after prepare().
  virtual std::vector<record::Need> needs() const { return {}; }
  /// Those that are given, as they are now.
  virtual record::Inputs inputs() const { return {}; }
  /// "mnist" and the like; empty without a data set.
  virtual std::string dataset() const { return ""; }
  /// The tables that a run of the options now set leaves.
  virtual std::vector<Schema> tables() const = 0;
  /// One run.
  virtual void run(Run& run, const Common& common) = 0;

  /// What prepare() found that the user should know, a line each; shown when the run begins.
  std::vector<std::string> warnings;
};

/// Why an experiment's --seed or --checkpoint-every never has an effect.
inline constexpr const char* kNothingDrawn = "nothing is drawn by chance";
inline constexpr const char* kNoCheckpoints = "no checkpoints are made";

/// An experiment program's main(). Returns its exit code (docs/results.md).
int run_program(Experiment& experiment, int argc, const char* const* argv);

}  // namespace verigan::run

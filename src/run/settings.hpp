// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "run/command_line.hpp"
#include "run/experiment.hpp"
#include "run/options.hpp"

namespace verigan::run {

/// The options that every experiment has in addition to its own.
struct CommonOptions {
  Common common;
  std::string preset, out, config, data, progress;
  std::uint64_t threads = 1;
  LoopSettings loop;

  /// Sets all to their defaults and declares them.
  void declare(Options& options, Preset chosen);
};

/// An experiment whose options are set by what was typed: both their variables and the experiment's members.
class Settings {
 public:
  explicit Settings(Experiment& experiment) : experiment_(experiment) {}

  /// Declares the common options and the experiment's.
  Declare declare();

  /// Sets every option, `file` being config_file(line) or a part of it, and lets the experiment prepare.
  /// Throws Error, also for a typed option that has no effect.
  Options set(const CommandLine& line, const record::Object& file);

  /// Sets every option and returns the text of config.toml. Throws Error.
  std::string resolve_config(const CommandLine& line);

  const CommonOptions& common() const { return common_; }
  /// What resolve_config() wrote.
  const record::Object& resolved() const { return resolved_; }

 private:
  void refuse_idle_keys(const CommandLine& line, record::Object file, const Options& options);

  Experiment& experiment_;
  CommonOptions common_;
  record::Object resolved_;
};

}  // namespace verigan::run

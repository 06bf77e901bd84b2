// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>

#include "record/manifest.hpp"
#include "run/command_line.hpp"

// A finished run that another one continues from: --from RUN --steps +5000.
namespace verigan::run {

struct Continued {
  std::filesystem::path folder;
  std::string run, result_hash;  // "alpha_toy/7b6a1e52b6ec", of all that it left
  record::Object config;

  /// What the configuration of a run that continues from it says of it.
  std::string text() const { return run + ' ' + result_hash; }
  std::filesystem::path checkpoint() const;
};

/// The run of `experiment` in that folder. Throws verigan::Error in one line: no finished run, one of another
/// experiment, one that is not as it was left, one without a checkpoint.
Continued read_continued(const std::filesystem::path& folder, const std::string& experiment);

/// The line with --steps +N, or --epochs +N, as the sum of N and what the run had. Throws verigan::Error where
/// neither is given, or it is no more than the run had.
CommandLine extended(CommandLine line, const Continued& from);

}  // namespace verigan::run

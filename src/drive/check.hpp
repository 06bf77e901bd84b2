// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "drive/catalogue.hpp"

// What `verigan check` finds out about a folder of results, perhaps somebody else's.
namespace verigan::drive {

struct FoundRun {
  std::string folder;  // relative to the results; "." if they are one run's folder
  std::filesystem::path path;
  std::string damage;               // why it is not as it was left; empty if it is
  std::vector<std::string> extra;   // files that no manifest names; no damage
  std::size_t files = 0;            // named by its manifest
  std::string host;                 // where it was made
};

struct FoundResults {
  std::vector<FoundRun> runs;            // in the order of their folders
  std::vector<std::string> missing;      // runs of plan.json that are not there
  std::vector<std::string> unfinished;   // *.partial
  std::vector<std::string> changed;      // files drawn from the runs (drive/derived.hpp)
};

/// Finds every run in a folder of results, of one experiment, or of one run, and holds each file against
/// its manifest. Throws Error if there is no run.
FoundResults find_results(const std::filesystem::path& results);

/// A run made again, and how the two compare.
struct RepeatedRun {
  std::string folder;
  bool done = false;
  std::vector<std::string> differences;  // "samples.npy differs"; why it was not done
  std::string made_by;                   // the other commit, if it was not this program's
  std::string host;                      // where it was made
  bool same() const { return done && differences.empty(); }
};

struct Repetition {
  std::vector<RepeatedRun> runs;
  int signal = 0;  // if it was interrupted
};

/// `count` of the runs without damage, all if there are fewer, each as likely as any other: a function of
/// the seed and of the runs' folders.
std::vector<FoundRun> chosen_runs(const FoundResults& found, std::size_t count, std::uint64_t seed);

/// The same, but runs of other hosts than `host` before its own: of itself a host finds out least.
std::vector<FoundRun> foreign_runs(const FoundResults& found, std::size_t count, std::uint64_t seed,
                                   const std::string& host);

/// Runs them again elsewhere by their config.toml, `jobs` at a time, and compares the result files.
Repetition repeat_runs(const std::vector<FoundRun>& runs, const Catalogue& catalogue, unsigned jobs);

}  // namespace verigan::drive

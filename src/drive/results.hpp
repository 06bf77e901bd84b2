// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "drive/display.hpp"
#include "record/plan.hpp"

// How the runs that a folder of results was asked for stand, read from its files alone: it works on a
// copy too. Processes at work say so in OUT/.at_work, failed runs leave the end of their log in OUT/logs.
namespace verigan::drive {

enum class Standing { done, running, stale, failed, waiting };
inline constexpr const char* kStandings[] = {"done", "running", "stale", "failed", "waiting"};

struct RunStanding {
  record::PlannedRun run;
  Standing standing = Standing::waiting;
  double done = 0;            // 0 … 1, of running and stale ones
  std::string host;           // of running and stale ones
  double silent = 0;          // seconds since the host was heard of
  std::string text;           // running: its progress line; failed: the last line of its log
};

/// Every run in its order. A run is stale when its process has not been heard of for `stale_seconds`.
std::vector<RunStanding> standings(const std::filesystem::path& out, double stale_seconds = 60);

/// What one process says of the runs that it has under way; written again every few seconds while it
/// works, and gone with it unless it is killed.
class AtWork {
 public:
  explicit AtWork(const std::filesystem::path& out);
  ~AtWork();
  AtWork(const AtWork&) = delete;
  AtWork& operator=(const AtWork&) = delete;

  /// Writes the file if two seconds have passed since it was written.
  void update(const Display::State& state);

 private:
  std::filesystem::path file_;
  double written_ = -1;
};

/// Seconds since a file was written, by the clock of the file system it is on; 0 if it is gone.
double seconds_since_written(const std::filesystem::path& file);

/// The file for the end of a run's log: OUT/logs/EXPERIMENT-HASH.log.
std::filesystem::path log_file(const std::filesystem::path& out, const std::string& folder);

}  // namespace verigan::drive

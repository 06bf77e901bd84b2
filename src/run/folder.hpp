// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

// The folder of one run (docs/results.md). Its name is the beginning of the SHA-256 of config.toml.
// While a run is under way each process works in a folder of its own,
// "<name>.<node>-<pid>-<random>.partial", so that two nodes that were given the same run cannot disturb
// each other; a folder without such an ending is whole.
namespace verigan::run {

/// "<experiment>/<first 12 digits of the SHA-256 of config>".
std::string folder_name(const std::string& experiment, const std::string& config);

/// What is wrong with a finished run's folder, a sentence each: every file is held against the manifest
/// (record::differences), and config.toml against the folder's name and the manifest's options, seed and
/// experiment. Empty when all is as it was left.
std::vector<std::string> damage(const std::filesystem::path& folder);

/// Renames a folder to "<name>.<why>-N", N the first that is free, and returns that path. Throws Error.
std::filesystem::path quarantine(const std::filesystem::path& folder, const std::string& why = "changed");

/// A file that only unfinished folders have: when the run was begun, its seconds of work so far, the
/// commits that worked on it, and the process that does. Written anew with each checkpoint.
inline constexpr const char* kUnfinished = "unfinished.json";

class Folder {
 public:
  enum class State { finished, resumable, fresh };

  /// Finds out what there is below `out` and makes a folder ready. A finished one whose files are as they
  /// were is left alone; one that changed is quarantined. What a process left that has ended is taken
  /// over; of what another node is at work on, a copy is continued. What another commit began is left as
  /// it is, and continued only if `across`. Throws Error when the folder cannot be made, and when another
  /// process of this node is at work on the run.
  Folder(const std::filesystem::path& out, const std::string& experiment, const std::string& config,
         const std::string& commit, bool across = false);
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  State state() const { return state_; }
  /// What was found and done about it, a sentence each.
  const std::vector<std::string>& messages() const { return messages_; }
  /// Where the files are now.
  const std::filesystem::path& path() const { return path_; }
  const std::filesystem::path& final_path() const { return final_; }

  /// Of the whole run so far, over all its interruptions.
  std::string started() const { return started_; }
  double seconds() const;
  /// The commits that worked on the run, in this order; more than one after `across`.
  const std::vector<std::string>& commits() const { return commits_; }
  /// Notes the seconds on disk, to be added to those of the process that continues.
  void save_seconds() const;
  /// Empties a resumable folder: its checkpoint cannot be used, for this reason.
  void restart(const std::string& reason);

  /// How a finished run stands to one that another process finished in the meantime.
  struct Twin {
    enum class Verdict { none, confirmed, differs } verdict = Verdict::none;
    std::string difference;  ///< "metrics.csv, byte 17"
  };
  /// Gives the folder its final name; if another process did so first, compares the result files byte by
  /// byte, and keeps both where they differ, this one as "<name>.<node>-<pid>-<random>.differs-1". Call
  /// when the manifest is written.
  Twin finish();

 private:
  struct Left;  // what another process left or works on
  std::vector<Left> find_left() const;
  void take_over_or_begin(bool across);
  bool take_over(const Left& left);
  void copy(const Left& left);
  void lock();
  void inspect();
  void start_fresh();

  std::filesystem::path path_, final_;
  std::string config_, commit_, started_;
  std::vector<std::string> commits_;
  double seconds_before_ = 0.0;
  double clock_start_;
  State state_ = State::fresh;
  std::vector<std::string> messages_;
  int lock_ = -1;
};

}  // namespace verigan::run

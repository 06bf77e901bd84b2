// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

// The folder of one run (docs/results.md). Its name is the beginning of the SHA-256 of config.toml;
// while the run is under way the name ends in ".partial", so that a folder without it is whole.
namespace verigan::run {

/// "<experiment>/<first 12 digits of the SHA-256 of config>".
std::string folder_name(const std::string& experiment, const std::string& config);

/// What is wrong with a finished run's folder, a sentence each: every file is held against the manifest
/// (record::differences), and config.toml against the folder's name and the manifest's options, seed and
/// experiment. Empty when all is as it was left.
std::vector<std::string> damage(const std::filesystem::path& folder);

/// Renames a folder to "<name>.changed-N", N the first that is free, and returns that path. Throws Error.
std::filesystem::path set_aside(const std::filesystem::path& folder);

/// A file that only unfinished folders have: when the run was begun, its seconds of work so far, and
/// the commit it was begun by.
inline constexpr const char* kUnfinished = "unfinished.json";

class Folder {
 public:
  enum class State { finished, resumable, fresh };

  /// Finds out what there is below `out` and makes it ready: a finished folder whose files are as
  /// they were is left alone; one that changed is set aside as "<hash>.changed-N"; what a killed run
  /// left is kept if it is of this configuration and commit, else begun again. Throws Error when the
  /// folder cannot be made and when another process is at work in it.
  Folder(const std::filesystem::path& out, const std::string& experiment, const std::string& config,
         const std::string& commit);
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  State state() const { return state_; }
  /// What was found and done about it, a sentence each.
  const std::vector<std::string>& remarks() const { return remarks_; }
  /// Where the files are now.
  const std::filesystem::path& path() const { return path_; }
  const std::filesystem::path& final_path() const { return final_; }

  /// Of the whole run so far, over all its interruptions.
  std::string started() const { return started_; }
  double seconds() const;
  /// Notes the seconds on disk, to be added to those of the process that goes on.
  void save_seconds() const;
  /// Empties a resumable folder: its checkpoint cannot be used, for this reason.
  void begin_again(const std::string& reason);
  /// Gives the folder its final name. Call when the manifest is written.
  void finish();

 private:
  void inspect_partial();
  void lock();
  void start_fresh();

  std::filesystem::path path_, final_;
  std::string config_, commit_, started_;
  double seconds_before_ = 0.0;
  double clock_start_;
  State state_ = State::fresh;
  std::vector<std::string> remarks_;
  int lock_ = -1;
};

}  // namespace verigan::run

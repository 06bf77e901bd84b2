// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "record/plan.hpp"

// Work laid out for any number of machines: a folder of bundles of runs. OUT/work/todo has a file for
// each bundle; who renames it into OUT/work/doing, with its own name behind it, has claimed it, and
// renames it into OUT/work/done at the end. A rename happens once, on shared file systems too.
namespace verigan::drive {

/// The places of `runs` in bundles of about `seconds_each` (at least one run, and with a run those it needs
/// before it), the longest first. `seconds`: of each run.
std::vector<std::vector<std::size_t>> bundled(const std::vector<record::PlannedRun>& runs,
                                              const std::vector<double>& seconds, double seconds_each);

/// Lays such bundles out behind those that are there. Returns how many were added.
std::size_t lay_out(const std::filesystem::path& out, const std::vector<record::PlannedRun>& runs,
                    const std::vector<double>& seconds, double seconds_each);

/// The folders of runs in bundles that are not done.
std::vector<std::string> laid_out_folders(const std::filesystem::path& out);

struct BundleCount {
  std::size_t todo = 0, doing = 0, done = 0;
};
BundleCount count_bundles(const std::filesystem::path& out);

/// A bundle claimed by this process.
class Claim {
 public:
  /// The next bundle to do: one that the same worker held before it was restarted (`worker` is equal),
  /// else a free one, else one whose worker has been silent for `stale_seconds`; nothing if there is
  /// none. Throws Error if OUT has no bundles.
  static std::optional<Claim> next(const std::filesystem::path& out, const std::string& worker,
                                   double stale_seconds);

  const std::vector<record::PlannedRun>& runs() const { return runs_; }
  const std::string& name() const { return name_; }
  /// How it was come by: "", "again", or "left by WORKER".
  const std::string& origin() const { return origin_; }

  /// Tells the others that the worker lives; false if another has taken the bundle over.
  bool touch() const;
  /// Done, whatever became of its runs.
  void finish();
  /// Free again, for whoever comes next.
  void give_back();

 private:
  std::filesystem::path out_, file_;
  std::string name_, origin_;
  std::vector<record::PlannedRun> runs_;
};

/// "node3.4711"; below Slurm "JOB_TASK", which a requeued task has again, on whatever node.
std::string worker_name();

}  // namespace verigan::drive

// SPDX-License-Identifier: MIT
#include "drive/bundles.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <numeric>

#include "core/check.hpp"
#include "drive/results.hpp"
#include "record/file.hpp"
#include "record/provenance.hpp"

namespace verigan::drive {
namespace {

namespace fs = std::filesystem;

fs::path todo(const fs::path& out) { return out / "work" / "todo"; }
fs::path doing(const fs::path& out) { return out / "work" / "doing"; }
fs::path done(const fs::path& out) { return out / "work" / "done"; }

/// Names in a folder, sorted; a name is "B000012" or, claimed, "B000012.WORKER".
std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (name.starts_with("B") && !record::is_temporary(name)) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string bundle_of(const std::string& name) { return name.substr(0, name.find('.')); }

/// rename(2), which of several processes lets one have the file.
bool take(const fs::path& from, const fs::path& to) {
  return std::rename(from.c_str(), to.c_str()) == 0;
}

std::size_t highest_number(const fs::path& out) {
  std::size_t highest = 0;
  for (const fs::path& folder : {todo(out), doing(out), done(out)})
    for (const std::string& name : names_in(folder))
      highest = std::max(highest, static_cast<std::size_t>(
                                      std::strtoull(bundle_of(name).c_str() + 1, nullptr, 10)));
  return highest;
}

/// Runs that need each other go into one bundle: whoever claims it makes them in their order.
struct Together {
  std::vector<std::size_t> runs;
  double seconds = 0;
};
/// The longest first.
std::vector<Together> together(const std::vector<record::PlannedRun>& runs,
                               const std::vector<double>& seconds) {
  std::map<std::string, std::size_t> place;
  for (std::size_t i = 0; i < runs.size(); ++i) place[runs[i].folder] = i;
  std::vector<std::size_t> leader(runs.size());
  std::iota(leader.begin(), leader.end(), 0);
  for (std::size_t i = 0; i < runs.size(); ++i)
    for (const record::Need& need : runs[i].needs) {
      const auto other = place.find(need.folder);
      if (other == place.end()) continue;  // it is there already
      const std::size_t from = leader[i], to = leader[other->second];
      std::ranges::replace(leader, from, to);
    }
  std::map<std::size_t, Together> groups;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    Together& group = groups[leader[i]];
    group.runs.push_back(i);
    group.seconds += seconds[i];
  }
  std::vector<Together> list;
  for (auto& [first, group] : groups) list.push_back(std::move(group));
  std::ranges::stable_sort(list, [](const Together& a, const Together& b) { return a.seconds > b.seconds; });
  return list;
}

}  // namespace

std::vector<std::vector<std::size_t>> bundled(const std::vector<record::PlannedRun>& runs,
                                              const std::vector<double>& seconds, double seconds_each) {
  std::vector<std::vector<std::size_t>> bundles;
  double filled = 0;
  for (const Together& group : together(runs, seconds)) {
    if (bundles.empty() || (filled > 0 && filled + group.seconds > seconds_each)) {
      bundles.emplace_back();
      filled = 0;
    }
    bundles.back().insert(bundles.back().end(), group.runs.begin(), group.runs.end());
    filled += group.seconds;
  }
  return bundles;
}

std::size_t lay_out(const fs::path& out, const std::vector<record::PlannedRun>& runs,
                    const std::vector<double>& seconds, double seconds_each) {
  for (const fs::path& folder : {todo(out), doing(out), done(out)}) record::make_folder(folder);
  const auto bundles = bundled(runs, seconds, seconds_each);
  std::size_t number = highest_number(out);
  for (const std::vector<std::size_t>& bundle : bundles) {
    std::string text;
    for (const std::size_t i : bundle) text += record::plan_line(runs[i]) + '\n';
    char name[32];
    std::snprintf(name, sizeof name, "B%06zu", ++number);
    record::write_file(todo(out) / name, text);
  }
  return bundles.size();
}

std::vector<std::string> laid_out_folders(const fs::path& out) {
  std::vector<std::string> folders;
  for (const fs::path& folder : {todo(out), doing(out)})
    for (const std::string& name : names_in(folder))
      for (const record::PlannedRun& run : record::parse_plan(record::read_file(folder / name)))
        folders.push_back(run.folder);
  return folders;
}

BundleCount count_bundles(const fs::path& out) {
  return {names_in(todo(out)).size(), names_in(doing(out)).size(), names_in(done(out)).size()};
}

std::optional<Claim> Claim::next(const fs::path& out, const std::string& worker,
                                 double stale_seconds) {
  require(fs::is_directory(todo(out)), out.string(),
          ": no bundles there, expected a folder that `verigan submit` laid out");
  Claim claim;
  claim.out_ = out;
  const auto take_over = [&](const fs::path& from, const std::string& name) {
    claim.name_ = bundle_of(name);
    claim.file_ = doing(out) / (claim.name_ + "." + worker);
    if (from != claim.file_ && !take(from, claim.file_)) return false;
    claim.runs_ = record::parse_plan(record::read_file(claim.file_));
    claim.touch();
    return true;
  };
  for (const std::string& name : names_in(doing(out)))
    if (name == bundle_of(name) + "." + worker && take_over(doing(out) / name, name)) {
      claim.origin_ = "again";
      return claim;
    }
  for (const std::string& name : names_in(todo(out)))
    if (take_over(todo(out) / name, name)) return claim;
  for (const std::string& name : names_in(doing(out)))
    if (seconds_since_written(doing(out) / name) > stale_seconds &&
        take_over(doing(out) / name, name)) {
      claim.origin_ = "left by " + name.substr(claim.name_.size() + 1);
      return claim;
    }
  return std::nullopt;
}

bool Claim::touch() const {
  return utimensat(AT_FDCWD, file_.c_str(), nullptr, 0) == 0;  // by the file system's own clock
}

void Claim::finish() { take(file_, done(out_) / name_); }
void Claim::give_back() { take(file_, todo(out_) / name_); }

std::string worker_name() {
  const char* job = std::getenv("SLURM_ARRAY_JOB_ID");
  const char* task = std::getenv("SLURM_ARRAY_TASK_ID");
  if (job != nullptr && task != nullptr) return message(job, "_", task);
  return message(record::host_name(), ".", getpid());
}

}  // namespace verigan::drive

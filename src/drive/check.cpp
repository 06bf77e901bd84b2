// SPDX-License-Identifier: MIT
#include "drive/check.hpp"

#include <algorithm>
#include <random>
#include <set>

#include "core/check.hpp"
#include "drive/derived.hpp"
#include "drive/display.hpp"
#include "drive/needs.hpp"
#include "drive/pool.hpp"
#include "drive/run_check.hpp"
#include "drive/run_job.hpp"
#include "drive/workplace.hpp"
#include "record/file.hpp"
#include "record/manifest.hpp"
#include "record/plan.hpp"
#include "record/provenance.hpp"
#include "run/folder.hpp"

namespace verigan::drive {
namespace {

namespace fs = std::filesystem;

bool is_run_name(const std::string& name) {
  return name.size() == 12 && name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

bool has_manifest(const fs::path& folder) { return fs::exists(folder / record::kManifestName); }

std::vector<fs::path> subfolders(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code error;
  fs::directory_iterator it(folder, error), end;
  require(!error, "cannot read the folder ", folder.string(), ": ", error.message());
  for (; it != end; it.increment(error)) {
    require(!error, "cannot read the folder ", folder.string(), ": ", error.message());
    if (it->is_directory()) found.push_back(it->path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string origin(const record::Manifest& manifest, const char* key) {
  const auto found = manifest.provenance.find(key);
  const auto* text =
      found == manifest.provenance.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text == nullptr ? "" : *text;
}

FoundRun look_at(const fs::path& results, const fs::path& folder) {
  FoundRun run;
  run.folder = folder.lexically_relative(results).generic_string();
  run.path = folder;
  run.damage = damage_text(folder);
  if (!run.damage.empty() && !has_manifest(folder)) return run;
  try {
    const record::Manifest manifest = record::read_manifest(folder);
    run.files = manifest.files.size();
    run.host = origin(manifest, "host");
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      const std::string name = entry.path().lexically_relative(folder).generic_string();
      if (!entry.is_directory() && name != record::kManifestName && !manifest.files.contains(name))
        run.extra.push_back(name);
    }
    std::sort(run.extra.begin(), run.extra.end());
  } catch (const std::exception&) {  // the damage says so
  }
  return run;
}

// Adds what lies in one folder: a run, what is left of one, or nothing of either.
void add_folder(FoundResults& found, const fs::path& results, const fs::path& folder) {
  const std::string state = folder.extension().string();
  if (state == ".partial")
    found.unfinished.push_back(folder.lexically_relative(results).generic_string());
  else if (!state.starts_with(".changed-") && !state.starts_with(".differs-") &&
           (has_manifest(folder) || is_run_name(folder.filename().string())))
    found.runs.push_back(look_at(results, folder));
}

std::vector<std::string> missing_runs(const fs::path& results) {
  std::vector<std::string> missing;
  for (const auto& [experiment, entry] : record::load_plan(results))
    for (const std::string& folder : entry.folders)
      if (!fs::exists(results / folder)) missing.push_back(folder);
  return missing;
}

std::vector<std::string> compare(const record::Manifest& before, const record::Manifest& now) {
  std::vector<std::string> found;
  if (before.dataset != now.dataset)
    found.push_back("learnt " + now.dataset + ", not " + before.dataset);
  std::set<std::string> names(before.result_files.begin(), before.result_files.end());
  names.insert(now.result_files.begin(), now.result_files.end());
  for (const std::string& name : names) {
    const auto one = before.files.find(name), other = now.files.find(name);
    if (one == before.files.end() || other == now.files.end())
      found.push_back(name + (one == before.files.end() ? " is new" : " is not made"));
    else if (one->second != other->second)
      found.push_back(name + " differs");
  }
  if (found.empty() && before.result_hash != now.result_hash) found.push_back("other result files");
  return found;
}

}  // namespace

FoundResults find_results(const fs::path& results) {
  FoundResults found;
  if (has_manifest(results)) {
    found.runs.push_back(look_at(results, results));
    return found;
  }
  for (const fs::path& outer : subfolders(results)) {
    add_folder(found, results, outer);
    if (has_manifest(outer)) continue;
    for (const fs::path& inner : subfolders(outer)) add_folder(found, results, inner);
  }
  found.missing = missing_runs(results);
  found.changed = changed_files(results);
  require(!found.runs.empty() || !found.missing.empty(), results.string(), ": no run there, expected ",
          "folders EXPERIMENT/HASH with a ", record::kManifestName);
  return found;
}

std::vector<FoundRun> chosen_runs(const FoundResults& found, std::size_t count, std::uint64_t seed) {
  std::vector<FoundRun> runs;
  for (const FoundRun& run : found.runs)
    if (run.damage.empty()) runs.push_back(run);
  std::mt19937_64 draw(seed);
  count = std::min(count, runs.size());
  for (std::size_t i = 0; i < count; ++i)  // Fisher–Yates, the first places
    std::swap(runs[i], runs[i + draw() % (runs.size() - i)]);
  runs.resize(count);
  return runs;
}

std::vector<FoundRun> foreign_runs(const FoundResults& found, std::size_t count, std::uint64_t seed,
                                   const std::string& host) {
  std::vector<FoundRun> runs = chosen_runs(found, found.runs.size(), seed);
  std::ranges::stable_partition(runs, [&](const FoundRun& run) { return run.host != host; });
  runs.resize(std::min(count, runs.size()));
  return runs;
}

Repetition repeat_runs(const std::vector<FoundRun>& runs, const Catalogue& catalogue, unsigned jobs) {
  const Workplace workplace;
  Repetition result;
  std::vector<Job> list;
  for (const FoundRun& run : runs) {
    const record::Manifest before = record::read_manifest(run.path);
    result.runs.push_back({run.folder, false, {"interrupted"}, "", origin(before, "host")});
    const std::string other = origin(before, "commit");
    if (other != record::build().commit) result.runs.back().made_by = other;
    const fs::path program = program_of(catalogue, before.experiment);
    if (program.empty()) {
      result.runs.back().differences = {"there is no program " + before.experiment + " here"};
      continue;
    }
    const fs::path config = run.path / "config.toml",
                   made = workplace.path() /
                          run::folder_name(before.experiment, record::read_file(config));
    const auto finish = [&result, before, made, i = result.runs.size() - 1] {
      if (!has_manifest(made)) return false;
      result.runs[i].done = true;
      result.runs[i].differences = compare(before, record::read_manifest(made));
      std::error_code ignored;
      fs::remove_all(made, ignored);
      return true;
    };
    Command again{program,
                  {"--config", fs::absolute(config).string(), "--out", workplace.path().string(),
                   "--threads", "1", "--progress", "machine"},
                  {}};
    for (std::string& word : input_arguments(run.path, before)) again.args.push_back(std::move(word));
    list.push_back({run.folder, before.experiment, again, std::max(before.seconds, 1e-3), finish});
  }
  Display display;
  const Outcome outcome = run_jobs(std::move(list), jobs, display);
  for (const Failure& failure : outcome.failures)
    for (RepeatedRun& run : result.runs)
      if (run.folder == failure.name)
        run.differences = {failure.last_lines.empty() ? message("exit code ", failure.status)
                                                      : failure.last_lines.back()};
  result.signal = outcome.signal;
  return result;
}

}  // namespace verigan::drive

// SPDX-License-Identifier: MIT
#include "analysis/runs.hpp"

#include <algorithm>
#include <tuple>

#include "core/check.hpp"
#include "record/file.hpp"
#include "record/plan.hpp"

namespace verigan::analysis {
namespace {

namespace fs = std::filesystem;

const record::Value& find(const Run& run, const std::string& name) {
  for (const auto* object : {&run.summary, &run.manifest.config})
    if (const auto found = object->find(name); found != object->end()) return found->second;
  throw Error(message(run.folder.string(), ": neither summary nor configuration has '", name, "'"));
}

std::vector<fs::path> folders(const fs::path& results, const std::string& experiment) {
  std::vector<fs::path> list;
  if (fs::exists(results / "plan.json")) {
    const record::RunPlan plan = record::load_plan(results);
    if (const auto found = plan.find(experiment); found != plan.end())
      for (const std::string& folder : found->second.folders) list.push_back(results / folder);
  } else if (fs::is_directory(results / experiment)) {
    for (const auto& entry : fs::directory_iterator(results / experiment))
      list.push_back(entry.path());
  }
  std::erase_if(list, [](const fs::path& folder) {
    const std::string state = folder.extension().string();  // of a folder that is no finished run
    return state == ".partial" || state.starts_with(".changed-") ||
           state.starts_with(".differs-") ||
           !fs::exists(folder / record::kManifestName);
  });
  return list;
}

Run load(const fs::path& folder) {
  Run run{folder, record::read_manifest(folder), {}};
  const fs::path summary = folder / "summary.json";
  if (fs::exists(summary))
    run.summary = record::parse_json(record::read_file(summary), summary.string());
  return run;
}

double alpha_or_zero(const Run& run) {
  return run.manifest.config.contains("alpha") ? run.number("alpha") : 0;
}

}  // namespace

double Run::number(const std::string& name) const {
  const record::Value& value = find(*this, name);
  if (const auto* number = std::get_if<double>(&value)) return *number;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  throw Error(message(folder.string(), ": '", name, "' is not a number"));
}

std::string Run::text(const std::string& name) const {
  const auto* text = std::get_if<std::string>(&find(*this, name));
  require(text != nullptr, folder.string(), ": '", name, "' is not a text");
  return *text;
}

bool Run::flag(const std::string& name) const {
  const auto* flag = std::get_if<bool>(&find(*this, name));
  require(flag != nullptr, folder.string(), ": '", name, "' is neither true nor false");
  return *flag;
}

record::Table Run::table(const std::string& file) const { return record::read_csv(folder / file); }

std::vector<Run> load_runs(const fs::path& results, const std::string& experiment) {
  std::vector<Run> runs = find_runs(results, experiment);
  require(!runs.empty(), results.string(), ": no finished run of ", experiment, " there");
  return runs;
}

std::vector<Run> find_runs(const fs::path& results, const std::string& experiment) {
  std::vector<Run> runs;
  for (const fs::path& folder : folders(results, experiment)) runs.push_back(load(folder));
  std::sort(runs.begin(), runs.end(), [](const Run& a, const Run& b) {
    return std::tuple(alpha_or_zero(a), a.manifest.seed, a.folder) <
           std::tuple(alpha_or_zero(b), b.manifest.seed, b.folder);
  });
  return runs;
}

ByAlpha by_alpha(const std::vector<Run>& runs) {
  ByAlpha groups;
  for (const Run& run : runs) groups[run.number("alpha")].push_back(run);
  return groups;
}

std::map<std::string, ByAlpha> by_dataset(const std::vector<Run>& runs) {
  std::map<std::string, std::vector<Run>> groups;
  for (const Run& run : runs) groups[run.text("dataset")].push_back(run);
  std::map<std::string, ByAlpha> result;
  for (const auto& [dataset, group] : groups) result[dataset] = by_alpha(group);
  return result;
}

std::string substitute_note(const std::vector<Run>& runs) {
  const bool fashion = std::any_of(runs.begin(), runs.end(), [](const Run& run) {
    return run.manifest.dataset == "fashion-mnist";
  });
  return fashion ? " Trained on Fashion-MNIST, because MNIST could not be had." : "";
}

std::string first_seed_note(const std::string& shown, const std::vector<Run>& runs) {
  const auto seed = [](const Run& run) { return run.manifest.seed; };
  const auto [first, last] = std::ranges::minmax(runs, {}, seed);
  if (first.manifest.seed == last.manifest.seed) return "";
  return message(" ", shown, " are of seed ", first.manifest.seed, " alone.");
}

}  // namespace verigan::analysis

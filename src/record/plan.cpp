// SPDX-License-Identifier: MIT
#include "record/plan.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "core/check.hpp"
#include "record/file.hpp"
#include "record/manifest.hpp"

namespace verigan::record {

namespace fs = std::filesystem;
using nlohmann::json;

std::string plan_line(const PlannedRun& run) {
  nlohmann::ordered_json object{{"experiment", run.experiment},
                                {"folder", run.folder},
                                {"label", run.label},
                                {"args", run.args}};
  json needs = json::object();
  if (std::abs(run.cost) <= 0x1p53 && run.cost == std::trunc(run.cost))
    object["cost"] = static_cast<std::int64_t>(run.cost);
  else
    object["cost"] = run.cost;
  if (run.images) object["images"] = true;
  for (const Need& need : run.needs) {
    json& value = needs[need.option];
    if (need.folder.empty())
      value = need.asks;
    else
      value = need.folder;
  }
  if (!needs.empty()) object["needs"] = needs;
  if (!run.skipped.empty()) object["skipped"] = run.skipped;
  return object.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::vector<PlannedRun> parse_plan(const std::string& text) {
  std::vector<PlannedRun> runs;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) continue;
    try {
      const json run = json::parse(line);
      runs.push_back({run.at("experiment"), run.at("folder"), run.at("label"), run.at("args"),
                      run.at("cost"), run.value("images", false), {},
                      run.value("skipped", "")});
      const json needs = run.value("needs", json::object());
      for (const auto& [option, value] : needs.items()) {
        Need need{option, "", {}};
        if (value.is_string())
          need.folder = value;
        else
          need.asks = value;
        if (!need.folder.empty()) require_inside(need.folder, "a plan");
        runs.back().needs.push_back(std::move(need));
      }
      if (!runs.back().folder.empty()) require_inside(runs.back().folder, "a plan");
    } catch (const json::exception&) {
      throw Error("not a line of a plan: " + line);
    }
  }
  return runs;
}

RunPlan load_plan(const fs::path& out) {
  const auto file = out / "plan.json";
  RunPlan plan;
  if (!fs::exists(file)) return plan;
  try {
    const json object = json::parse(read_file(file));
    for (const auto& [name, entry] : object.items())
      plan[name] = {entry.at("preset"), entry.at("folders"), entry.at("labels"),
                    entry.value("skipped", std::vector<std::string>{})};
  } catch (const json::exception& error) {
    throw Error(message(file.string(), ": damaged: ", error.what()));
  }
  for (const auto& [name, entry] : plan) {
    require(entry.labels.size() == entry.folders.size(), file.string(), ": ", name, " has ",
            entry.labels.size(), " labels, expected ", entry.folders.size(), " as it has folders");
    for (const std::string& folder : entry.folders) require_inside(folder, file.string());
  }
  return plan;
}

void save_plan(const fs::path& out, const RunPlan& plan) {
  json object = json::object();
  for (const auto& [name, entry] : plan) {
    object[name] = {{"preset", entry.preset}, {"folders", entry.folders}, {"labels", entry.labels}};
    if (!entry.skipped.empty()) object[name]["skipped"] = entry.skipped;
  }
  write_file(out / "plan.json", object.dump(1) + "\n");
}

fs::path sweep_file(const fs::path& out, const std::string& name) {
  return out / "sweeps" / (name + ".jsonl");
}

void save_sweep(const fs::path& out, const std::string& name, const std::vector<PlannedRun>& runs) {
  std::string text;
  for (const PlannedRun& run : runs) text += plan_line(run) + '\n';
  make_folder(out / "sweeps");
  write_file(sweep_file(out, name), text);
}

std::vector<PlannedRun> asked_runs(const fs::path& out) {
  std::vector<PlannedRun> all;
  std::set<std::string> seen;
  if (fs::is_directory(out / "sweeps")) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(out / "sweeps"))
      if (entry.path().extension() == ".jsonl") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const fs::path& file : files)
      for (PlannedRun& run : parse_plan(read_file(file)))
        if (seen.insert(run.folder).second) all.push_back(std::move(run));
  }
  for (const auto& [experiment, entry] : load_plan(out))
    for (std::size_t i = 0; i < entry.folders.size(); ++i)
      if (seen.insert(entry.folders[i]).second)
        all.push_back({experiment, entry.folders[i], i < entry.labels.size() ? entry.labels[i] : "",
                       {}, 1, false, {}, {}});
  return all;
}

}  // namespace verigan::record

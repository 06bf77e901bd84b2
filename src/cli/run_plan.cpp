// SPDX-License-Identifier: MIT
#include "cli/run_plan.hpp"

#include <nlohmann/json.hpp>
#include <sstream>

#include "core/check.hpp"
#include "record/file.hpp"
#include "record/manifest.hpp"

namespace verigan::cli {

using nlohmann::json;

std::vector<PlannedRun> parse_plan(const std::string& output) {
  std::vector<PlannedRun> runs;
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty()) continue;
    try {
      const json run = json::parse(line);
      runs.push_back({run.at("experiment"), run.at("folder"), run.at("label"), run.at("args"),
                      run.at("cost"), run.value("images", false)});
    } catch (const json::exception&) {
      throw Error("not a line of a plan: " + line);
    }
  }
  return runs;
}

RunPlan load_plan(const std::filesystem::path& out) {
  const auto file = out / "plan.json";
  RunPlan plan;
  if (!std::filesystem::exists(file)) return plan;
  try {
    const json object = json::parse(record::read_file(file));
    for (const auto& [name, entry] : object.items())
      plan[name] = {entry.at("preset"), entry.at("folders"), entry.at("labels")};
  } catch (const json::exception& error) {
    throw Error(message(file.string(), ": damaged: ", error.what()));
  }
  return plan;
}

void save_plan(const std::filesystem::path& out, const RunPlan& plan) {
  json object = json::object();
  for (const auto& [name, entry] : plan)
    object[name] = {{"preset", entry.preset}, {"folders", entry.folders}, {"labels", entry.labels}};
  record::write_file(out / "plan.json", object.dump(1) + "\n");
}

std::string finished_hash(const std::filesystem::path& folder) {
  if (!std::filesystem::exists(folder / record::kManifestName)) return {};
  const record::Manifest manifest = record::read_manifest(folder);
  return manifest.finished ? manifest.result_hash : std::string();
}

}  // namespace verigan::cli

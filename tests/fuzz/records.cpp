// SPDX-License-Identifier: MIT
// The JSON that runs and reproductions leave behind.


#include "fuzz/fuzz.hpp"
#include "record/file.hpp"
#include "record/manifest.hpp"
#include "record/plan.hpp"
#include "record/value.hpp"

namespace verigan::fuzz {

void manifest(std::string_view bytes) {
  const std::filesystem::path folder = own_folder();
  record::write_file(folder / record::kManifestName, bytes);
  record::write_manifest(folder, record::read_manifest(folder));
  const std::string once = record::read_file(folder / record::kManifestName);
  record::write_manifest(folder, record::read_manifest(folder));
  demand(record::read_file(folder / record::kManifestName) == once, "a manifest is written as it was read");
}

void plan(std::string_view bytes) {
  std::string once, again;
  for (const auto& run : record::parse_plan(std::string(bytes))) once += record::plan_line(run) + '\n';
  for (const auto& run : record::parse_plan(once)) again += record::plan_line(run) + '\n';
  demand(again == once, "a plan is written as it was read");
}

void run_plan(std::string_view bytes) {
  const std::filesystem::path folder = own_folder();
  record::write_file(folder / "plan.json", bytes);
  record::save_plan(folder, record::load_plan(folder));
  const std::string once = record::read_file(folder / "plan.json");
  record::save_plan(folder, record::load_plan(folder));
  demand(record::read_file(folder / "plan.json") == once, "a reproduction's plan is written as it was read");
}

void json(std::string_view bytes) {
  const std::string once = record::json_text(record::parse_json(std::string(bytes), "state.json"));
  demand(record::json_text(record::parse_json(once, "again.json")) == once, "JSON is written as it was read");
}

}  // namespace verigan::fuzz

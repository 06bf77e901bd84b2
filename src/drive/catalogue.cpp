// SPDX-License-Identifier: MIT
#include "drive/catalogue.hpp"

#include <fstream>
#include <nlohmann/json.hpp>

#include "core/check.hpp"

namespace verigan::drive {
namespace {

std::vector<CatalogueOutput> outputs(const nlohmann::json& entries) {
  std::vector<CatalogueOutput> list;
  for (const auto& entry : entries)
    list.push_back(
        {entry.at("id"), entry.at("program"), entry.at("title"), entry.at("experiments")});
  return list;
}

}  // namespace

std::filesystem::path program_folder() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path();
}

Catalogue load_catalogue(const std::filesystem::path& folder) {
  const auto file = folder / "catalogue.json";
  std::ifstream in(file);
  require(in.is_open(), file.string(), ": not found, expected it next to the programs");
  try {
    const auto json = nlohmann::json::parse(in);
    Catalogue catalogue{folder, {}, outputs(json.at("tables")), outputs(json.at("figures"))};
    for (const auto& entry : json.at("experiments")) {
      const std::string name = entry.at("name");
      catalogue.experiments.push_back({name, entry.value("program", name), entry.at("title")});
    }
    return catalogue;
  } catch (const nlohmann::json::exception& error) {
    throw Error(message(file.string(), ": not a catalogue: ", error.what()));
  }
}

}  // namespace verigan::drive

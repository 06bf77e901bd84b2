// SPDX-License-Identifier: MIT
#include "drive/run_check.hpp"

#include "drive/needs.hpp"
#include "run/folder.hpp"

namespace verigan::drive {

std::string damage_text(const std::filesystem::path& folder) {
  std::string text;
  for (const std::string& sentence : run::damage(folder))
    text += (text.empty() ? "" : ", ") + sentence;
  return text.empty() ? outdated_text(folder, record::read_manifest(folder)) : text;
}

std::vector<DamagedRun> damaged_runs(const std::filesystem::path& out, const record::RunPlan& plan) {
  std::vector<DamagedRun> found;
  for (const auto& [experiment, entry] : plan)
    for (std::size_t i = 0; i < entry.folders.size(); ++i) {
      const std::string& folder = entry.folders[i];
      if (!std::filesystem::exists(out / folder)) continue;
      const std::string why = damage_text(out / folder);
      if (!why.empty()) found.push_back({experiment, entry.labels.at(i), folder, why});
    }
  return found;
}

}  // namespace verigan::drive

// SPDX-License-Identifier: MIT
#include "drive/derived.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string_view>

#include "drive/run_job.hpp"
#include "record/file.hpp"
#include "record/hash.hpp"

namespace verigan::drive {
namespace {

namespace fs = std::filesystem;

fs::path stamp_file(const fs::path& out, const Derived& derived) {
  return out / ".stamps" / derived.id;
}

// One line for the program, one for each finished run; empty if an experiment has none.
std::string inputs_text(const fs::path& out, const fs::path& program,
                        const std::vector<std::string>& experiments, const record::RunPlan& plan) {
  std::string text = record::sha256_file(program) + "  " + program.filename().string() + "\n";
  for (const std::string& experiment : experiments) {
    const auto planned = plan.find(experiment);
    bool any = false;
    if (planned == plan.end()) return {};
    text += planned->second.preset + "\n";
    for (const std::string& folder : planned->second.folders) {
      const std::string hash = finished_hash(out / folder);
      if (hash.empty()) continue;
      text += hash + "  " + folder + "\n";
      any = true;
    }
    if (!any) return {};
  }
  return text;
}

constexpr std::string_view kMade = "made:\n";  // before the hashes of what came out

// The files it left, and those that its caption names as standing next to them.
std::vector<fs::path> made_files(const Derived& derived) {
  std::vector<fs::path> files = derived.files;
  for (const fs::path& file : derived.files) {
    if (file.extension() != ".json") continue;
    const auto json = nlohmann::json::parse(record::read_file(file), nullptr, false);
    if (!json.is_object()) continue;
    for (const auto& name : json.value("companions", std::vector<std::string>{}))
      files.push_back(file.parent_path() / name);
  }
  std::erase_if(files, [](const fs::path& file) { return !fs::exists(file); });
  return files;
}

std::string stamp_text(const fs::path& out, const Derived& derived) {
  std::string text = derived.inputs;
  text += kMade;
  for (const fs::path& file : made_files(derived))
    text += record::sha256_file(file) + "  " + file.lexically_relative(out).generic_string() + "\n";
  return text;
}

}  // namespace

std::vector<Derived> derived_files(const fs::path& out, const Catalogue& catalogue,
                                   const std::vector<CatalogueOutput>& entries, const record::RunPlan& plan,
                                   const std::string& folder,
                                   const std::vector<std::string>& endings) {
  std::vector<Derived> list;
  for (const CatalogueOutput& entry : entries) {
    const fs::path program = catalogue.programs / entry.program;
    Derived derived{entry.id,
                    {program, {"--results", out.string(), "--out", (out / folder).string()}, {}},
                    {},
                    inputs_text(out, program, entry.experiments, plan)};
    for (const auto& ending : endings) derived.files.push_back(out / folder / (entry.id + ending));
    if (!derived.inputs.empty()) list.push_back(std::move(derived));
  }
  return list;
}

Derived derived_verification(const fs::path& out, const fs::path& program, long instances) {
  const fs::path file = out / "verify.json";
  const std::vector<std::string> args{"verify", "--instances", std::to_string(instances), "--json",
                                      file.string()};
  return {"theorems",
          {program, args, {}},
          {file},
          record::sha256_file(program) + "\n" + std::to_string(instances) + "\n"};
}

bool up_to_date(const fs::path& out, const Derived& derived) {
  const auto exists = [](const fs::path& file) { return fs::exists(file); };
  return std::all_of(derived.files.begin(), derived.files.end(), exists) &&
         fs::exists(stamp_file(out, derived)) &&
         record::read_file(stamp_file(out, derived)) == stamp_text(out, derived);
}

std::vector<std::string> changed_files(const fs::path& out) {
  std::vector<std::string> found;
  if (!fs::is_directory(out / ".stamps")) return found;
  for (const auto& stamp : fs::directory_iterator(out / ".stamps")) {
    if (!stamp.is_regular_file()) continue;
    const std::string text = record::read_file(stamp.path());
    const std::size_t made = text.find(kMade);
    if (made == std::string::npos) continue;
    std::istringstream lines(text.substr(made + kMade.size()));
    std::string hash, name;
    while (lines >> hash && std::getline(lines >> std::ws, name)) {
      if (!fs::exists(out / name))
        found.push_back(name + " is missing");
      else if (record::sha256_file(out / name) != hash)
        found.push_back(name + " has changed since it was made");
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

Job derived_job(const fs::path& out, const Derived& derived, double cost) {
  const fs::path stamp = stamp_file(out, derived);
  fs::remove(stamp);
  const auto finish = [out, stamp, derived] {
    for (const auto& file : derived.files)
      if (!fs::exists(file)) return false;
    record::make_folder(stamp.parent_path());
    record::write_file(stamp, stamp_text(out, derived));
    return true;
  };
  // "OUT/figures/F11.svg"
  const std::string place = derived.files.empty() ? "" : fs::path(derived.files.front()).parent_path().filename().string();
  const std::string kind = place == "figures" ? kFigureKind : place == "tables" ? kTableKind : derived.id;
  return {derived.id, kind, derived.command, cost, finish, {}, {}};
}

}  // namespace verigan::drive

// SPDX-License-Identifier: MIT
#include "cli/derived.hpp"

#include <algorithm>

#include "record/file.hpp"
#include "record/hash.hpp"

namespace verigan::cli {
namespace {

namespace fs = std::filesystem;

fs::path stamp_file(const fs::path& out, const Derived& derived) {
  return out / ".stamps" / derived.id;
}

// One line for the program, one for each finished run; empty if an experiment has none.
std::string inputs_text(const fs::path& out, const fs::path& program,
                        const std::vector<std::string>& experiments, const RunPlan& plan) {
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

}  // namespace

std::vector<Derived> derived_files(const fs::path& out, const Catalogue& catalogue,
                                   const std::vector<CatalogueOutput>& entries, const RunPlan& plan,
                                   const std::string& folder,
                                   const std::vector<std::string>& endings) {
  std::vector<Derived> list;
  for (const CatalogueOutput& entry : entries) {
    const fs::path program = catalogue.programs / entry.program;
    Derived derived{entry.id,
                    {program, {"--results", out.string(), "--out", (out / folder).string()}},
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
          {program, args},
          {file},
          record::sha256_file(program) + "\n" + std::to_string(instances) + "\n"};
}

bool up_to_date(const fs::path& out, const Derived& derived) {
  const auto exists = [](const fs::path& file) { return fs::exists(file); };
  return std::all_of(derived.files.begin(), derived.files.end(), exists) &&
         fs::exists(stamp_file(out, derived)) &&
         record::read_file(stamp_file(out, derived)) == derived.inputs;
}

Job derived_job(const fs::path& out, const Derived& derived, double cost) {
  const fs::path stamp = stamp_file(out, derived);
  fs::remove(stamp);
  const auto finish = [stamp, derived] {
    for (const auto& file : derived.files)
      if (!fs::exists(file)) return false;
    record::make_folder(stamp.parent_path());
    record::write_file(stamp, derived.inputs);
    return true;
  };
  return {derived.id, derived.id, derived.command, cost, finish};
}

}  // namespace verigan::cli

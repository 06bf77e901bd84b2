// SPDX-License-Identifier: MIT
#include "drive/merge.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "core/check.hpp"
#include "drive/results.hpp"
#include "record/file.hpp"
#include "record/manifest.hpp"
#include "record/plan.hpp"
#include "run/folder.hpp"

namespace verigan::drive {
namespace {

namespace fs = std::filesystem;

std::string host_of(const record::Manifest& manifest) {
  const auto found = manifest.provenance.find("host");
  const auto* text =
      found == manifest.provenance.end() ? nullptr : std::get_if<std::string>(&found->second);
  return text == nullptr ? "an unnamed host" : *text;
}

/// EXPERIMENT/HASH of every finished run in a folder of results, in their order.
std::vector<std::string> runs_in(const fs::path& results) {
  require(fs::is_directory(results), results.string(), ": no such folder, expected results");
  std::vector<std::string> found;
  for (const auto& experiment : fs::directory_iterator(results)) {
    if (!experiment.is_directory() || experiment.path().filename().string().starts_with(".")) continue;
    for (const auto& run : fs::directory_iterator(experiment.path())) {
      const std::string state = run.path().extension().string();
      if (state != ".partial" && !state.starts_with(".changed-") &&
          fs::exists(run.path() / record::kManifestName))
        found.push_back(run.path().lexically_relative(results).generic_string());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

/// The first result file of two versions that differs, and where.
void find_difference(Disagreement& found, const fs::path& a, const fs::path& b) {
  const record::Manifest one = record::read_manifest(a), other = record::read_manifest(b);
  std::set<std::string> names(one.result_files.begin(), one.result_files.end());
  names.insert(other.result_files.begin(), other.result_files.end());
  for (const std::string& name : names) {
    if (!fs::exists(a / name) || !fs::exists(b / name)) {
      found.file = name;
      return;
    }
    const std::string x = record::read_file(a / name), y = record::read_file(b / name);
    if (x == y) continue;
    found.file = name;
    found.byte = static_cast<std::uint64_t>(std::ranges::mismatch(x, y).in1 - x.begin());
    return;
  }
}

Disagreement disagreement(const std::string& folder, const std::vector<Copy>& copies) {
  Disagreement found{folder, copies, "", 0, {}};
  const auto other = std::ranges::find_if(
      copies, [&](const Copy& copy) { return copy.hash != copies.front().hash; });
  find_difference(found, copies.front().results / folder, other->results / folder);
  std::map<std::string, std::size_t> votes;
  for (const Copy& copy : copies) ++votes[copy.hash];
  const std::size_t most = std::ranges::max_element(votes, {}, [](const auto& v) { return v.second; })->second;
  const bool equal =
      std::ranges::count_if(votes, [&](const auto& v) { return v.second == most; }) > 1;
  for (const Copy& copy : copies)
    if ((equal || votes[copy.hash] < most) &&
        std::ranges::find(found.suspects, copy.host) == found.suspects.end())
      found.suspects.push_back(copy.host);
  return found;
}

void count_hosts(std::map<std::string, HostRecord>& hosts, const std::vector<Copy>& copies) {
  std::set<std::string> names;
  std::map<std::string, std::set<std::string>> of_hash;
  for (const Copy& copy : copies) {
    names.insert(copy.host);
    of_hash[copy.hash].insert(copy.host);
  }
  if (names.size() < 2) return;  // what a host repeats says nothing of it
  for (const std::string& name : names) ++hosts[name].compared;
  for (const auto& [hash, makers] : of_hash)
    if (makers.size() == 1) ++hosts[*makers.begin()].alone;
}

/// Where votes are equal the other runs decide: a host that computes wrongly is mostly alone with its bits.
void narrow(Disagreement& found, const std::map<std::string, HostRecord>& hosts) {
  if (found.suspects.size() < 2) return;
  const auto share = [&](const std::string& host) {
    const auto record = hosts.find(host);
    return record == hosts.end() ? 0.0
                                 : static_cast<double>(record->second.alone) /
                                       static_cast<double>(record->second.compared);
  };
  const double most = share(*std::ranges::max_element(found.suspects, {}, share));
  std::erase_if(found.suspects, [&](const std::string& host) { return share(host) < most; });
}

/// The version that most folders have; of equal votes the first.
const Copy& majority(const std::vector<Copy>& copies) {
  return *std::ranges::max_element(copies, {}, [&](const Copy& copy) {
    return std::ranges::count_if(copies, [&](const Copy& other) { return other.hash == copy.hash; });
  });
}

void copy_run(const fs::path& from, const fs::path& to) {
  fs::path whole = to;
  whole += ".partial";
  record::make_folder(to.parent_path());
  fs::remove_all(whole);
  fs::copy(from, whole, fs::copy_options::recursive);
  record::rename_file(whole, to);
}

void gather_plans(const fs::path& source, const fs::path& out) {
  if (fs::is_directory(source / "sweeps"))
    for (const auto& entry : fs::directory_iterator(source / "sweeps")) {
      const fs::path to = out / "sweeps" / entry.path().filename();
      std::set<std::string> lines;
      std::string text;
      for (const fs::path& file : {to, entry.path()})
        if (fs::exists(file))
          for (const record::PlannedRun& run : record::parse_plan(record::read_file(file)))
            if (lines.insert(run.folder).second) text += record::plan_line(run) + '\n';
      record::make_folder(to.parent_path());
      record::write_file(to, text);
    }
  record::RunPlan plan = record::load_plan(out);
  for (auto& [experiment, entry] : record::load_plan(source)) plan.insert({experiment, entry});
  if (!plan.empty()) record::save_plan(out, plan);
}

}  // namespace

Merged merge(const std::vector<fs::path>& sources, const fs::path& out) {
  Merged merged;
  std::map<std::string, std::vector<Copy>> all;
  std::set<fs::path> looked_at;
  for (const fs::path& source : sources) {
    if (!looked_at.insert(fs::weakly_canonical(source)).second) continue;
    for (const std::string& folder : runs_in(source)) {
      const auto damage = run::damage(source / folder);
      if (!damage.empty()) {
        merged.damaged.push_back((source / folder).string() + ": " + damage.front());
        continue;
      }
      const record::Manifest manifest = record::read_manifest(source / folder);
      all[folder].push_back({source, host_of(manifest), manifest.result_hash});
    }
  }
  for (const auto& [folder, copies] : all) {
    ++merged.runs;
    const bool same = std::ranges::all_of(
        copies, [&first = copies.front()](const Copy& copy) { return copy.hash == first.hash; });
    count_hosts(merged.hosts, copies);
    if (!same) merged.differ.push_back(disagreement(folder, copies));
    else merged.confirmed += copies.size() - 1;
    if (fs::exists(out / folder)) continue;
    copy_run(majority(copies).results / folder, out / folder);
    ++merged.copied;
  }
  for (Disagreement& found : merged.differ) narrow(found, merged.hosts);
  record::make_folder(out);
  for (const fs::path& source : sources)
    if (fs::weakly_canonical(source) != fs::weakly_canonical(out)) gather_plans(source, out);
  for (const record::PlannedRun& run : record::asked_runs(out)) {
    if (all.contains(run.folder) || fs::exists(out / run.folder / record::kManifestName)) continue;
    const bool failed = std::ranges::any_of(
        sources, [&](const fs::path& source) { return fs::exists(log_file(source, run.folder)); });
    (failed ? merged.failed : merged.missing).push_back(run.folder);
  }
  return merged;
}

}  // namespace verigan::drive

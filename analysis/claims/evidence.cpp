// SPDX-License-Identifier: MIT
#include "analysis/claims/evidence.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "analysis/grouping.hpp"

namespace verigan::analysis {
namespace {

std::string option_of(const Run& run, const std::string& name) {
  const auto found = run.manifest.config.find(name);
  return found == run.manifest.config.end() ? "" : value_text(found->second);
}

std::size_t count_seeds(const std::vector<Run>& runs) {
  std::set<std::int64_t> seeds;
  for (const Run& run : runs) seeds.insert(run.manifest.seed);
  return seeds.size();
}

}  // namespace

std::vector<double> values(const BySeed& runs, const Of& of) {
  std::vector<double> found;
  for (const auto& [seed, run] : runs) found.push_back(of(run));
  return found;
}

std::vector<double> Pairs::differences() const {
  std::vector<double> found;
  for (std::size_t i = 0; i < a.size(); ++i) found.push_back(a[i] - b[i]);
  return found;
}

Pairs paired(const BySeed& a, const BySeed& b, const Of& of) {
  Pairs pairs;
  for (const auto& [seed, run] : a)
    if (const auto other = b.find(seed); other != b.end()) {
      pairs.a.push_back(of(run));
      pairs.b.push_back(of(other->second));
    }
  return pairs;
}

const std::vector<Run>& Evidence::found(const std::string& experiment) const {
  const auto known = found_.find(experiment);
  if (known != found_.end()) return known->second;
  return found_[experiment] = find_runs(results_, experiment);
}

std::vector<Run> Evidence::fresh(const std::string& experiment) const {
  std::vector<Run> runs = found(experiment);
  std::erase_if(runs, [&](const Run& run) { return run.manifest.seed < first_seed_; });
  return runs;
}

std::size_t Evidence::all(const std::string& experiment) const { return found(experiment).size(); }

std::size_t Evidence::seeds(const std::string& experiment) const {
  return count_seeds(fresh(experiment));
}

std::vector<Run> Evidence::runs(const std::string& experiment,
                                const std::vector<std::string>& told_apart,
                                const Where& where) const {
  std::vector<Run> wanted = fresh(experiment), chosen;
  for (const auto& [name, value] : where)
    std::erase_if(wanted, [&](const Run& run) { return option_of(run, name) != value; });
  for (const Variant& variant : variants(wanted, told_apart))
    if (std::tuple(count_seeds(variant.runs), variant.runs.size()) >=
        std::tuple(count_seeds(chosen), chosen.size()))
      chosen = variant.runs;
  for (const Run& run : chosen) {
    hashes_.insert(run.manifest.result_hash);
    presets_.insert(run.manifest.preset);
  }
  return chosen;
}

Settings Evidence::settings(const std::string& experiment,
                            const std::vector<std::string>& told_apart,
                            const Where& where) const {
  Settings settings;
  for (const Run& run : runs(experiment, told_apart, where)) {
    std::vector<std::string> key;
    for (const std::string& name : told_apart) key.push_back(option_of(run, name));
    settings[key].emplace(run.manifest.seed, run);
  }
  return settings;
}

}  // namespace verigan::analysis

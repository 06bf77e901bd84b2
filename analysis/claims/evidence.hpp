// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "analysis/runs.hpp"

// The runs that a verdict rests on.
namespace verigan::analysis {

/// A number that a run has.
using Of = std::function<double(const Run&)>;

/// Runs of one setting, by their seed.
using BySeed = std::map<std::int64_t, Run>;

/// One number a seed.
std::vector<double> values(const BySeed& runs, const Of& of);

/// The seeds that both settings have: their numbers, side by side.
struct Pairs {
  std::vector<double> a, b;
  /// a − b.
  std::vector<double> differences() const;
};
Pairs paired(const BySeed& a, const BySeed& b, const Of& of);

/// Runs by the values of some options, as texts ("0.5", "circle"), and by seed.
using Settings = std::map<std::vector<std::string>, BySeed>;

/// Options and the values, as texts, that runs are to have.
using Where = std::map<std::string, std::string>;

/// The runs in a results folder as a claim may see them, and a note of which it has asked for.
class Evidence {
 public:
  /// With `first_seed`, runs of earlier seeds do not exist.
  Evidence(std::filesystem::path results, std::int64_t first_seed)
      : results_(std::move(results)), first_seed_(first_seed) {}

  /// The finished runs of an experiment that are as `where` asks, perhaps none, alike in every option but
  /// the seed and those `told_apart`; of several such variants the one with most seeds, then with most
  /// runs, then the last by the options' values.
  std::vector<Run> runs(const std::string& experiment,
                        const std::vector<std::string>& told_apart,
                        const Where& where = {}) const;

  /// Those runs by the values of the options told apart, each setting by seed.
  Settings settings(const std::string& experiment,
                    const std::vector<std::string>& told_apart, const Where& where = {}) const;

  /// How many runs there are of any seed, and how many seeds that may be judged.
  std::size_t all(const std::string& experiment) const;
  std::size_t seeds(const std::string& experiment) const;
  /// Result hashes and presets of the runs handed out.
  const std::set<std::string>& hashes() const { return hashes_; }
  const std::set<std::string>& presets() const { return presets_; }

 private:
  const std::vector<Run>& found(const std::string& experiment) const;
  std::vector<Run> fresh(const std::string& experiment) const;

  std::filesystem::path results_;
  std::int64_t first_seed_;
  mutable std::map<std::string, std::vector<Run>> found_;
  mutable std::set<std::string> hashes_, presets_;
};

}  // namespace verigan::analysis

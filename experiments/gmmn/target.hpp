// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "gan/matching_trainer.hpp"
#include "kit/readings.hpp"
#include "record/value.hpp"
#include "run/experiment.hpp"
#include "run/run.hpp"

// What a generative matching network can learn, one file each, and what they have in common. To add a
// target: copy normal.cpp, and give it a place in all_targets().
namespace verigan::gmmn {

/// What a run is given. 0 and "auto" stand for the target's own value until prepare().
struct Settings {
  std::string statistic = "mmd", estimate = "auto", bandwidths = "auto", dataset = "auto";
  std::uint64_t order = 2, steps = 0, batch = 0;
  double rate = 0;
  double mean = 1, sd = 0.5;  // of the normal
};

/// What a target takes where nobody said.
struct OwnValues {
  std::uint64_t steps, batch;
  double rate;
  const char *bandwidths, *estimate;
  int seeds;                // of a preset's runs
  std::uint64_t cost = 1;   // of a step, relative to the others
};

class Target {
 public:
  virtual ~Target() = default;
  virtual std::string name() const = 0;
  virtual OwnValues own_values(run::Preset preset) const = 0;
  /// Finds the data it learns, and checks settings.dataset or sets it to what was found.
  virtual void find_data(Settings& settings, const run::Common& common);
  /// Those that learn() leaves next to metrics.csv and diagnosis.csv.
  virtual std::vector<run::Schema> tables() const = 0;
  /// One run.
  virtual void learn(run::Run& run, const Settings& settings, std::uint64_t seed) = 0;
};

std::unique_ptr<Target> normal_target();
std::unique_ptr<Target> curve_target(const std::string& name);  ///< of data::Curve::names()
std::unique_ptr<Target> image_target();
std::vector<std::unique_ptr<Target>> all_targets();

/// Positive numbers separated by commas.
std::vector<double> parse_bandwidths(const std::string& text);

/// What is descended. Moments are taken in these units: about the mean of real samples, and by their
/// spread.
std::unique_ptr<gan::Matching> statistic(const Settings& settings, const gan::Scaling& units);
/// Adam, whose rate falls to 0 linearly; weights averaged with that decay.
gan::MatchingConfig training(const Settings& settings, std::uint64_t seed, double average);
/// Some twenty in a training.
kit::Readings readings(const Settings& settings);

/// What every summary.json has.
record::Object summary(const Settings& settings, double loss);
/// Can these samples be told from fresh real ones? Adds p_value to the summary, writes it, and says so
/// behind what is said of their quality.
void conclude(run::Run& run, record::Object summary, const std::string& quality,
              MatrixView<const float> samples, MatrixView<const float> fresh,
              std::span<const double> bandwidths, std::uint64_t seed);

inline constexpr std::size_t kTested = 1000;    // points in that permutation test
inline constexpr std::size_t kSamples = 10000;  // points in samples.npy

}  // namespace verigan::gmmn

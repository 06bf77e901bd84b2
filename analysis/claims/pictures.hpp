// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "analysis/claims/evidence.hpp"
#include "statistics/verdict.hpp"

// What the claims about models of images share.
namespace verigan::analysis {

/// The runs of kth_models on `dataset` at one width, by model: of several widths that where the fewest runs of
/// a model are most, then the widest.
struct ModelsAtWidth {
  std::string width;
  std::map<std::string, BySeed> models;

  const BySeed& operator[](const std::string& model) const;
};
ModelsAtWidth models_at_width(const Evidence& evidence, const std::string& dataset,
                              const std::vector<std::string>& models);

/// The runs of kth_features on `dataset` that have one feature (analysis/features.hpp).
class FeatureRuns {
 public:
  FeatureRuns(const Evidence& evidence, const std::string& dataset);
  const BySeed& with(const std::string& feature) const;

 private:
  Settings settings_;
};
/// The runs of alpha_mnist: LC's model by α, and the batch-normalised one at α = ½ by dimension of the noise.
class MnistRuns {
 public:
  explicit MnistRuns(const Evidence& evidence);
  const BySeed& at(const std::string& alpha) const;
  const BySeed& by_noise(const std::string& dimension) const;
  /// Why the runs say nothing of MNIST; empty where they do.
  const std::string& other_images() const { return other_images_; }

 private:
  Settings by_alpha_, by_noise_;
  std::string other_images_;
};
/// The features that C16 speaks of.
std::vector<std::string> harmless_features();

/// Processor seconds a step, by timing.csv.
double seconds_per_step(const Run& run);

/// A paired difference of b's number less a's, by the mean over seeds and Student's interval.
statistics::Verdict judge_paired(const std::string& part, const std::string& statistic, const BySeed& a,
                                 const BySeed& b, const Of& of, const statistics::Band& band);

}  // namespace verigan::analysis

// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/matrix.hpp"
#include "judge/images.hpp"
#include "judge/recipe.hpp"
#include "nn/network.hpp"
#include "record/safetensors.hpp"

namespace verigan::judge {

/// What a classifier makes of n images.
struct Judgement {
  Matrix<float> features;       // (n, kFeatures), at least 0
  Matrix<float> probabilities;  // (n, classes)

  /// The most probable class of each, the first of several.
  std::vector<std::uint8_t> classes() const;
};

/// A trained classifier.
class Classifier {
 public:
  /// Untrained: all weights 0.
  explicit Classifier(const Recipe& recipe);

  const Recipe& recipe() const { return recipe_; }
  const nn::Network& network() const { return network_; }
  nn::Weights& weights() { return weights_; }
  const nn::Weights& weights() const { return weights_; }
  /// What it was trained on: "mnist", or as data::dataset_name says.
  const std::string& dataset() const { return dataset_; }
  void set_dataset(std::string name) { dataset_ = std::move(name); }

  /// With running statistics and nothing dropped, so an image is judged as it would be alone, to the bit,
  /// whatever its neighbours and the number of threads. Throws verigan::Error for images of another shape.
  Judgement judge(const Images& images) const;

  /// Share of these images whose most probable class is their label.
  double accuracy(const data::ImageSet& images) const;

  /// SHA-256 of the tensors' names and bits: equal hashes, equal judgements.
  std::string hash() const;

  /// Its tensors, named as in checkpoints, and what it is in the metadata.
  record::Tensors save() const;

 private:
  Recipe recipe_;
  nn::Network network_;
  nn::Weights weights_;
  std::string dataset_;
};

/// A classifier from its file, or from the folder of a run of the experiment classifier. Throws
/// verigan::Error naming the file for what is no such file, for a tensor that is missing or of another
/// shape, and for a run that is not finished.
Classifier load_classifier(const std::filesystem::path& path);

/// Every trained tensor and running statistic, visit(name, tensor, flat), flat being that of `weights`.
template <class WeightsT, class Visit>
void visit_tensors(const nn::Network& network, WeightsT& weights, const Visit& visit) {
  for (const nn::Tensor& t : network.parameters()) visit("classifier." + t.name, t, weights.parameters());
  for (const nn::Tensor& t : network.state()) visit("classifier." + t.name, t, weights.state());
}

/// One tensor as it is written down, and read back from among others. Throws verigan::Error naming a
/// tensor that is missing or of another shape.
record::Array to_array(const nn::Tensor& tensor, std::span<const float> flat);
void from_array(const record::Tensors& tensors, const std::string& name, const nn::Tensor& tensor,
                std::span<float> flat);

}  // namespace verigan::judge

// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "gan/adversary.hpp"

// One half of the game: a discriminator that learns while the generated law stands still. It is where
// a trained network can be held against the optimal discriminator (T62, T64).
namespace verigan::gan {

struct FixedPairConfig {
  std::string loss = "non-saturating";  // its discriminator part
  double alpha = 0.5;                   // share of real samples in a batch
  double flip_rate = 0;                 // probability that a sample is given the other's label (T20)
  std::size_t batch = 1000;
  std::uint64_t steps = 1000;  // whole run, which the schedule is stretched over
  std::uint64_t seed = 1;
  std::uint32_t run = 0;
  nn::OptimiserConfig optimiser{};
  nn::Initialisation initialisation{};
};

class FixedPairTrainer {
 public:
  /// Initialises the discriminator from (seed, run). Throws verigan::Error for a configuration out of
  /// range (flip_rate in [0, ½)), and when sources and network do not fit together.
  FixedPairTrainer(nn::Network discriminator, std::shared_ptr<data::Source> truth,
                   std::shared_ptr<data::Source> generated, const FixedPairConfig& config);

  /// One update on a fresh batch. Returns its mean loss before the update.
  double step();

  std::uint64_t steps_done() const { return step_; }
  const FixedPairConfig& config() const { return config_; }
  const BatchMix& composition() const { return adversary_.composition(); }
  const nn::Weights& discriminator_weights() const { return adversary_.model().weights; }

  /// The discriminator's logits, one per row of x, and a label per row where it takes them; any number
  /// of rows.
  void logits(MatrixView<const float> x, std::span<float> out, std::span<const Label> labels = {}) {
    adversary_.logits(x, out, labels);
  }

  /// Tensors discriminator.*, and .adam_m / .adam_v / .velocity of them.
  TrainerState state(const TensorFilter& wanted = {}) const;
  /// Throws verigan::Error naming the first tensor that is missing, of another shape or unknown.
  void restore(const TrainerState& state);

 private:
  std::shared_ptr<data::Source> generated_;
  FixedPairConfig config_;
  Adversary adversary_;
  Matrix<float> made_;
  std::vector<Label> labels_;
  std::uint64_t step_ = 0;
};

}  // namespace verigan::gan

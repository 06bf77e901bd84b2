// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "gan/adversary.hpp"
#include "gan/generator_trainer.hpp"

// Two networks at play, one step at a time: a generator whose gradient comes through a discriminator
// that learns in the same training.
//
//   Trainer trainer(generator, discriminator, source, config);
//   while (trainer.steps_done() < config.steps) log(trainer.step());
//   trainer.sample(0, images);
namespace verigan::gan {

struct TrainerConfig : GeneratorConfig, AdversaryConfig {};

/// A step is one discriminator update on a batch of real and generated samples, or as many as
/// configured, each on a fresh batch, and one generator update, in the configured order.
class Trainer final : public GeneratorTrainer {
 public:
  /// Initialises both networks from (seed, run). Throws verigan::Error for a configuration out of
  /// range, and when source, generator and discriminator do not fit together.
  Trainer(nn::Network generator, nn::Network discriminator, std::shared_ptr<data::Source> source,
          const TrainerConfig& config);

  const TrainerConfig& config() const { return config_; }
  const BatchMix& composition() const { return adversary().composition(); }
  const Objective& objective() const { return adversary().objective(); }
  const nn::Network& discriminator() const { return adversary().model().network; }
  const nn::Weights& discriminator_weights() const { return adversary().model().weights; }

  /// True once the discriminator's loss has stayed below 0.1 for 500 steps on end: it has won, and
  /// settings under which this happened have not been seen to recover.
  bool discriminator_won() const { return low_loss_steps() >= kAlarmSteps; }

  /// Discriminator outputs, one per row of x, which holds `packing` samples side by side, or has a label
  /// per row where D takes them: probabilities, or D itself for linear losses.
  void judge(MatrixView<const float> x, std::span<float> out, std::span<const Label> labels = {});
  /// The same before the sigmoid.
  void logits(MatrixView<const float> x, std::span<float> out, std::span<const Label> labels = {});

 private:
  const Adversary& adversary() const { return static_cast<const Adversary&>(teacher()); }

  TrainerConfig config_;
};

}  // namespace verigan::gan

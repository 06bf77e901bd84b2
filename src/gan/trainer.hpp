// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "gan/composition.hpp"
#include "gan/generator_trainer.hpp"
#include "gan/objective.hpp"

// Two networks at play, one step at a time: a generator whose gradient comes through a discriminator
// that learns beside it.
//
//   Trainer trainer(generator, discriminator, source, config);
//   while (trainer.steps_done() < config.steps) log(trainer.step());
//   trainer.sample(0, images);
namespace verigan::gan {

/// Normal noise added to both of the discriminator's inputs, true and generated, in both players'
/// steps; its standard deviation goes linearly from `first` to `last` over the run.
struct InstanceNoise {
  double first = 0, last = 0;
  double at(std::uint64_t t, std::uint64_t total) const;
};

/// Who moves when. Alternating: the generator answers to the discriminator's new weights, on fresh
/// noise. Simultaneous: both gradients are taken at the same weights and the same noise, and there is
/// one update of the discriminator a step.
enum class Order { alternating, simultaneous };

struct TrainerConfig : GeneratorConfig {
  std::string loss = "non-saturating";
  double alpha = 0.5;               // share of true samples in the discriminator's batch
  std::size_t batch = 64;           // of the discriminator, true and generated together
  std::size_t generator_batch = 0;  // of the generator's step; 0: as many as `batch`
  /// Samples, all true or all generated, that the discriminator judges together, side by side in one
  /// row of its input (Lin et al. 2018, PacGAN); both batches count such rows.
  std::size_t packing = 1;
  Order order = Order::alternating;
  std::uint64_t discriminator_steps = 1;  // updates of the discriminator before each of the generator
  nn::OptimiserConfig discriminator{};
  InstanceNoise instance_noise{};
};

/// A step is one discriminator update on a batch of true and generated samples, or as many as
/// configured, each on a fresh batch, and one generator update, in the configured order.
class Trainer final : public GeneratorTrainer {
 public:
  /// Initialises both networks from (seed, run). Throws verigan::Error for a configuration out of
  /// range, and when source, generator and discriminator do not fit together.
  Trainer(nn::Network generator, nn::Network discriminator, std::shared_ptr<data::Source> source,
          const TrainerConfig& config);

  const TrainerConfig& config() const { return config_; }
  const Composition& composition() const { return composition_; }
  const Objective& objective() const { return objective_; }
  const nn::Network& discriminator() const { return discriminator_; }
  const nn::Weights& discriminator_weights() const { return d_.weights; }

  /// True once the discriminator's loss has stayed below 0.1 for 500 steps on end: it has won, and
  /// settings under which this happened have not been seen to recover.
  bool discriminator_won() const { return low_loss_steps_ >= kAlarmSteps; }
  static constexpr double kAlarmLoss = 0.1;
  static constexpr std::uint32_t kAlarmSteps = 500;

  /// Discriminator outputs, one per row of x, which holds `packing` samples side by side:
  /// probabilities, or D itself for linear losses.
  void judge(MatrixView<const float> x, std::span<float> out);

  /// Beside the generator's: discriminator.*, and alarm.low_loss_steps.
  TrainerState state() const override;

 private:
  static Sizes sizes_of(const TrainerConfig& config, const nn::Network& generator,
                        const nn::Network& discriminator);
  void learn_beside(std::uint64_t update, StepMetrics& metrics) override;
  void follow() override;
  void pull(std::size_t first, MatrixView<const float> generated, MatrixView<float> dx) override;
  double generator_loss() override;
  void save_beside(TrainerState& state) const override;
  void restore_beside(TensorReader& reader) override;
  float input_noise() const;
  void fill_true(std::uint64_t update, MatrixView<float> rows);

  nn::Network discriminator_;
  TrainerConfig config_;
  const Objective& objective_;
  Composition composition_;
  random::Stream augment_;
  Player d_;
  nn::Pass d_pass_;
  Matrix<float> x_, dpacks_, logits_, dlogits_;
  Matrix<float> apart_;  // with packing: samples that are not yet packed
  std::vector<float> values_;
  std::uint32_t low_loss_steps_ = 0;
};

}  // namespace verigan::gan

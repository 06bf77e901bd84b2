// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "data/batch.hpp"
#include "gan/composition.hpp"
#include "gan/objective.hpp"
#include "gan/player.hpp"
#include "nn/initialise.hpp"
#include "nn/network.hpp"
#include "nn/optimiser.hpp"

// Two networks at play, one step at a time. Every draw is addressed by the step it is for, so a run
// that was stopped after step t and taken up again from its checkpoint gives the bits of one that was
// never stopped, and the number of threads never shows.
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

struct TrainerConfig {
  std::string loss = "non-saturating";
  double alpha = 0.5;              // share of true samples in the discriminator's batch
  std::size_t batch = 64;          // of the discriminator, true and generated together
  std::size_t generator_batch = 0; // of the generator's step; 0: as many as `batch`
  /// Samples, all true or all generated, that the discriminator judges together, side by side in one
  /// row of its input (Lin et al. 2018, PacGAN); both batches count such rows.
  std::size_t packing = 1;
  Order order = Order::alternating;
  std::uint64_t steps = 1000;      // whole run, which the schedules are stretched over
  std::uint64_t discriminator_steps = 1;  // updates of the discriminator before each of the generator
  std::uint64_t seed = 1;
  std::uint32_t run = 0;           // tells runs of one seed apart
  nn::OptimiserConfig generator{}, discriminator{};
  nn::Initialisation initialisation{};
  InstanceNoise instance_noise{};
  double average_decay = 0.999;    // of the generator's averaged weights; 0: no averaging
};

/// What one step saw, before its update. d_loss is the mini-batch mean of the discriminator's loss,
/// d_real and d_fake its mean outputs on the true and on the generated part of that batch (of the last
/// one, where a step has several); g_loss is the mean of the generator's loss over its own fresh batch.
struct StepMetrics {
  double d_loss = 0, g_loss = 0, d_real = 0, d_fake = 0;
};

class Trainer {
 public:
  /// Initialises both networks from (seed, run). Throws verigan::Error for a configuration out of
  /// range, and when source, generator and discriminator do not fit together.
  Trainer(nn::Network generator, nn::Network discriminator, std::shared_ptr<data::Source> source,
          const TrainerConfig& config);

  /// One discriminator update on a batch of true and generated samples, or as many as configured, each
  /// on a fresh batch, and one generator update, in the configured order; then the averaged weights
  /// follow. Allocates nothing.
  StepMetrics step();

  std::uint64_t steps_done() const { return step_; }
  const TrainerConfig& config() const { return config_; }
  const Composition& composition() const { return composition_; }
  const Objective& objective() const { return objective_; }
  const nn::Network& generator() const { return generator_; }
  const nn::Network& discriminator() const { return discriminator_; }
  const nn::Weights& generator_weights() const { return g_.weights; }  ///< present, not averaged
  const nn::Weights& discriminator_weights() const { return d_.weights; }
  data::Source& source() const { return *source_; }

  /// True once the discriminator's loss has stayed below 0.1 for 500 steps on end: it has won, and
  /// settings under which this happened have not been seen to recover.
  bool discriminator_won() const { return low_loss_steps_ >= kAlarmSteps; }
  static constexpr double kAlarmLoss = 0.1;
  static constexpr std::uint32_t kAlarmSteps = 500;

  /// Generated samples number first, first + 1, … of an endless sequence fixed by (seed, run): the
  /// same noise at every step of training. By the averaged weights, or by the present ones.
  enum class Which { averaged, present };
  void sample(std::uint64_t first, MatrixView<float> out, Which which = Which::averaged);

  /// Discriminator outputs, one per row of x, which holds `packing` samples side by side:
  /// probabilities, or D itself for linear losses.
  void judge(MatrixView<const float> x, std::span<float> out);

  /// Names: generator.*, generator_average.*, discriminator.*, then .adam_m / .adam_v / .velocity of
  /// each, as in "discriminator.adam_m.1.dense.weight"; and alarm.low_loss_steps.
  TrainerState state() const;
  /// Throws verigan::Error naming the first tensor that is missing, of another shape or unknown.
  void restore(const TrainerState& state);

 private:
  template <class Body>
  void for_each_block(std::size_t rows, const Body& body) const;
  void fill_true(std::uint64_t update, MatrixView<float> rows);
  void discriminator_step(std::uint64_t update, StepMetrics& metrics);
  void generator_step(StepMetrics& metrics);
  template <class Self, class Visit>
  static void visit_tensors(Self& self, const Visit& visit);
  /// Where the draws of this step's update number `update` stand; the generator's is the last.
  std::uint64_t address(std::uint64_t update) const {
    return (config_.discriminator_steps + 1) * step_ + update;
  }
  nn::Context context(std::uint64_t update, std::uint64_t pass) const;

  nn::Network generator_, discriminator_;
  std::shared_ptr<data::Source> source_;
  TrainerConfig config_;
  const Objective& objective_;
  Composition composition_;
  std::size_t generator_batch_;
  random::Stream noise_, augment_, dropout_, sample_;
  Player g_, d_;
  nn::Weights average_;
  std::size_t largest_, block_;  // rows of the larger batch, and at most so many at a time
  nn::Pass g_pass_, d_pass_;
  Matrix<float> z_, x_, generated_, dx_, logits_, dlogits_;
  Matrix<float> apart_;  // with packing: true samples, or gradients of generated ones, not yet packed
  std::vector<float> values_;
  std::uint64_t step_ = 0;
  std::uint32_t low_loss_steps_ = 0;
};

}  // namespace verigan::gan

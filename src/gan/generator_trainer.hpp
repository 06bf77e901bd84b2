// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>

#include "data/batch.hpp"
#include "gan/player.hpp"
#include "nn/initialise.hpp"
#include "nn/network.hpp"
#include "nn/optimiser.hpp"

// A generator that learns, one step at a time, from whatever tells it which way its samples should
// move: a discriminator that learns beside it (trainer.hpp) or a statistic that compares its samples
// with true ones (matching_trainer.hpp). Every draw is addressed by the step it is for, so a run that
// was stopped after step t and taken up again from its checkpoint gives the bits of one that was never
// stopped, and the number of threads never shows.
namespace verigan::gan {

/// What every way to train a generator is told.
struct GeneratorConfig {
  std::uint64_t steps = 1000;    // whole run, which the schedules are stretched over
  std::uint64_t seed = 1;
  std::uint32_t run = 0;         // tells runs of one seed apart
  nn::OptimiserConfig generator{};
  nn::Initialisation initialisation{};
  double average_decay = 0.999;  // β of the generator's averaged weights; 0: no averaging
};

/// What one step saw, before its update. g_loss is the generator's loss over its fresh batch. Where
/// there is a discriminator, d_loss is the mini-batch mean of its loss, d_real and d_fake its mean
/// outputs on the true and on the generated part of that batch (of the last one, where a step has
/// several).
struct StepMetrics {
  double d_loss = 0, g_loss = 0, d_real = 0, d_fake = 0;
};

class GeneratorTrainer {
 public:
  virtual ~GeneratorTrainer() = default;

  /// The updates of what learns beside the generator, as many as configured, and the generator's; then
  /// the averaged weights follow. From the second on allocates nothing for networks of dense layers.
  StepMetrics step();

  std::uint64_t steps_done() const { return step_; }
  std::uint64_t steps() const { return common_.steps; }  ///< of the whole run
  bool averages() const { return common_.average_decay > 0; }  ///< weights, for sample()
  /// The averaged generator ā: ā ← d·ā + (1 − d)·w after update t = 0, 1, …, of the weights and, where
  /// there is batch normalisation, of its running statistics, with d = min(β, (1 + t)/(10 + t)). What
  /// the untrained generator weighs in it falls as 9!·t!/(t + 9)!, below 2e-5 after ten updates; until
  /// β's memory is reached the average is of the last tenth of the training, about. (Dividing by 1 − βᵗ
  /// removes the start as well, but leaves the plain mean of a training shorter than 1/(1 − β) updates.)
  static double average_decay(std::uint64_t t, double decay);
  const nn::Network& generator() const { return generator_; }
  const nn::Weights& generator_weights() const { return g_.weights; }  ///< present, not averaged
  data::Source& source() const { return *source_; }

  /// Generated samples number first, first + 1, … of an endless sequence fixed by (seed, run): the
  /// same noise at every step of training. By the averaged weights, or by the present ones.
  enum class Which { averaged, present };
  void sample(std::uint64_t first, MatrixView<float> out, Which which = Which::averaged);

  /// Tensors generator.* and generator_average.*, and .adam_m / .adam_v / .velocity, as in
  /// "generator.adam_m.1.dense.weight"; and those of what learns beside it.
  virtual TrainerState state() const;
  /// Throws verigan::Error naming the first tensor that is missing, of another shape or unknown.
  void restore(const TrainerState& state);

 protected:
  /// A row is what is judged at once: one generated sample, or `packing` of them.
  struct Sizes {
    std::size_t batch;        // rows of the generator's update
    std::size_t largest;      // rows of the largest batch that noise is drawn for
    std::size_t block;        // rows at a time through the network
    std::size_t packing = 1;  // samples in a row
    std::uint64_t updates_beside = 0;  // before each of the generator
    bool fresh_noise = true;  // for the generator's update; else that of the first beside it
  };
  /// Initialises the generator from (seed, run). Throws verigan::Error for a configuration out of
  /// range, and when source and generator do not fit together.
  GeneratorTrainer(nn::Network&& generator, std::shared_ptr<data::Source>&& source,
                   const GeneratorConfig& config, const Sizes& sizes);
  GeneratorTrainer(GeneratorTrainer&&) = default;

  /// Update number 0, 1, … of what learns beside the generator, before its turn.
  virtual void learn_beside(std::uint64_t /*update*/, StepMetrics&) {}
  /// Called when the generator has moved.
  virtual void follow() {}
  /// Where the generator's gradient comes from. `generated` (n, d) are all samples of its rows first,
  /// first + 1, …; the loss's gradient in them goes into dx (n, d).
  virtual void pull(std::size_t first, MatrixView<const float> generated, MatrixView<float> dx) = 0;
  /// The generator's loss over the batch, all rows of which have been pulled.
  virtual double generator_loss() = 0;
  /// The tensors of what learns beside the generator.
  virtual void save_beside(TrainerState&) const {}
  virtual void restore_beside(TensorReader&) {}

  /// body(first, count) for the blocks of `rows` rows, in order.
  template <class Body>
  void for_each_block(std::size_t rows, const Body& body) const {
    const std::size_t blocks = (rows + sizes_.block - 1) / sizes_.block;
    for (std::size_t k = 0; k < blocks; ++k) {
      const std::size_t first = rows * k / blocks;
      body(first, rows * (k + 1) / blocks - first);
    }
  }
  /// Where the draws of this step's update number `update` stand; the generator's is the last.
  std::uint64_t address(std::uint64_t update) const {
    return (sizes_.updates_beside + 1) * step_ + update;
  }
  std::uint64_t generator_address() const { return address(sizes_.updates_beside); }
  /// How a network is called: the generator in pass 0 at an address, what judges it in pass 1.
  nn::Context context(std::uint64_t address, std::uint64_t pass) const;
  /// The noise of an update of what learns beside, and the samples the generator as it is makes of
  /// rows of it.
  MatrixView<const float> noise_beside(std::uint64_t update, std::size_t rows);
  void generate_beside(std::uint64_t update, MatrixView<const float> z, MatrixView<float> x);
  const Sizes& sizes() const { return sizes_; }

 private:
  void generator_step(StepMetrics& metrics);
  void update_average();
  template <class Self, class Visit>
  static void visit_average(Self& self, const Visit& visit);

  nn::Network generator_;
  std::shared_ptr<data::Source> source_;
  GeneratorConfig common_;
  Sizes sizes_;
  random::Stream noise_, dropout_, sample_;
  Player g_;
  nn::Weights average_;
  nn::Pass g_pass_;
  Matrix<float> z_, generated_, dx_;
  std::uint64_t step_ = 0;
};

}  // namespace verigan::gan

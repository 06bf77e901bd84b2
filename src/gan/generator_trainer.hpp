// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "data/batch.hpp"
#include "gan/teacher.hpp"

namespace verigan::gan {

/// x (n, d) from noise z (n, dimension) and, for a conditional generator, labels (n): any number of rows,
/// each of which depends on its own noise and label alone. Throws verigan::Error unless z, labels and x
/// fit the generator, and for a label beyond its classes.
void generate(const nn::Model& generator, MatrixView<const float> z, std::span<const Label> labels,
              MatrixView<float> x);

/// Standing statistics: the running ones in `weights` become those of `samples` generated samples, whose
/// noise is step 0 of `stream` and whose labels come in turn, in batches of 256 at most.
void calibrate(const nn::Network& generator, nn::Weights& weights, data::NoiseLaw::Kind law,
               const random::Stream& stream, std::size_t samples);

/// A generator that learns, one step at a time, from its teacher.
class GeneratorTrainer {
 public:
  /// Initialises the generator from (seed, run). Throws verigan::Error for a configuration out of
  /// range, and when source and generator do not fit together.
  GeneratorTrainer(nn::Network generator, std::shared_ptr<data::Source> source,
                   const GeneratorConfig& config, std::unique_ptr<Teacher> teacher);
  virtual ~GeneratorTrainer() = default;
  GeneratorTrainer(GeneratorTrainer&&) = default;

  /// The updates of the teacher and those of the generator, as many as configured, after each of which the
  /// averaged weights follow. From the second on allocates nothing for networks of dense layers.
  StepMetrics step();
  static constexpr double kAlarmLoss = 0.1;
  static constexpr std::uint32_t kAlarmSteps = 500;

  std::uint64_t steps_done() const { return generation_.step(); }
  std::uint64_t steps() const { return common_.steps; }  ///< of the whole run
  bool averages() const { return common_.average_decay > 0; }  ///< weights, for sample()
  /// The averaged generator ā: ā ← d·ā + (1 − d)·w after update t = 0, 1, …, of the weights and, where
  /// there is batch normalisation, of its running statistics, with d = min(β, (1 + t)/(10 + t)). What
  /// the untrained generator weighs in it falls as 9!·t!/(t + 9)!, below 2e-5 after ten updates; until
  /// β's memory is reached the average is of the last tenth of the training, about. (Dividing by 1 − βᵗ
  /// removes the start as well, but leaves the plain mean of a training shorter than 1/(1 − β) updates.)
  static double average_decay(std::uint64_t t, double decay);
  const nn::Network& generator() const { return generation_.player().network(); }
  /// Present, not averaged.
  const nn::Weights& generator_weights() const { return generation_.player().model.weights; }
  data::Source& source() const { return *source_; }
  data::NoiseLaw noise() const { return {generator().inputs(), common_.noise}; }
  /// Classes of the labels its samples show; 0: they have none.
  std::size_t classes() const { return generator().classes(); }

  /// The generator that draws samples now, by the averaged weights, or by the present ones; with standing
  /// statistics, where they are requested. It does not change with the trainer.
  enum class Which { averaged, present };
  nn::Model model(Which which = Which::averaged);
  /// Generated samples number first, first + 1, … of an endless sequence fixed by (seed, run): the
  /// same noise at every step of training. Sample i of a conditional generator is of class i mod
  /// classes().
  void sample(std::uint64_t first, MatrixView<float> out, Which which = Which::averaged);
  /// Samples with these labels, one per row: of the same noise.
  void sample(std::uint64_t first, std::span<const Label> labels, MatrixView<float> out,
              Which which = Which::averaged);

  /// Tensors generator.* and generator_average.*, and .adam_m / .adam_v / .velocity, as in
  /// "generator.adam_m.1.dense.weight"; those of the teacher; and for a discriminator
  /// alarm.low_loss_steps.
  TrainerState state(const TensorFilter& wanted = {}) const;
  /// Throws verigan::Error naming the first tensor that is missing, of another shape or unknown.
  void restore(const TrainerState& state);

 protected:
  Teacher& teacher() { return *teacher_; }
  const Teacher& teacher() const { return *teacher_; }
  /// Steps on end with a discriminator's loss below kAlarmLoss, kAlarmSteps at most.
  std::uint32_t low_loss_steps() const { return low_loss_steps_; }

 private:
  void generator_step(std::uint64_t update, StepMetrics& metrics);
  void update_average(std::uint64_t done);
  const nn::Weights& drawing_weights(Which which);

  std::shared_ptr<data::Source> source_;
  GeneratorConfig common_;
  std::unique_ptr<Teacher> teacher_;
  Generation generation_;
  random::Stream sample_, standing_stream_;
  nn::Weights average_;
  Matrix<float> generated_, dx_;
  std::uint32_t low_loss_steps_ = 0;

  struct Standing {
    std::uint64_t step = 0;
    nn::Weights weights;
  };
  std::optional<Standing> standing_[2];  // of averaged and present weights, as they were at that step
};

}  // namespace verigan::gan

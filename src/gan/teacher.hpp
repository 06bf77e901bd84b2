// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "gan/generation.hpp"

// What tells a generator which way its samples should move: a discriminator that learns in the same
// training (adversary.hpp), or a statistic that compares its samples with real ones (matching_trainer.hpp).
namespace verigan::gan {

/// What one step saw, before its update. g_loss is the generator's loss over its fresh batch. Where
/// there is a discriminator, d_loss is the mini-batch mean of its loss, d_real and d_fake its mean
/// outputs on the real and on the generated part of that batch (of the last one, where a step has
/// several).
struct StepMetrics {
  double d_loss = 0, g_loss = 0, d_real = 0, d_fake = 0;
};

class Teacher {
 public:
  virtual ~Teacher() = default;

  virtual const TeachingPlan& plan() const = 0;
  /// True for a discriminator, whose loss StepMetrics::d_loss is.
  virtual bool competes() const { return false; }
  /// Its own update number 0, 1, … of the step, before the generator's turn.
  virtual void update(Generation& /*generation*/, std::uint64_t /*update*/, StepMetrics&) {}
  /// The gradient in x of the generator's loss, into dx (n, d): x (n, d) are all samples of its rows
  /// first, first + 1, …, with their labels, or none.
  virtual void gradient(const Generation& generation, std::size_t first, MatrixView<const float> x,
                        std::span<const Label> labels, MatrixView<float> dx) = 0;
  /// Called when the generator has moved.
  virtual void after_generator_update(const Generation&) {}
  /// The generator's loss over the batch, whose gradient has been taken.
  virtual double loss() = 0;
  virtual void save(TrainerState&) const {}
  /// Throws verigan::Error naming the first tensor that is missing or of another shape.
  virtual void restore(TensorReader&) {}
};

}  // namespace verigan::gan

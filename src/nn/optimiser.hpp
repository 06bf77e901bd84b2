// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "core/matrix.hpp"
#include "simd/update.hpp"

namespace verigan::nn {

/// How the learning rate moves over a run of T steps, t = 0 … T−1:
///   constant:           lr
///   linear:             lr·(1 − t/T)
///   linear_second_half: lr·min(1, 2(1 − t/T))
enum class Schedule { constant, linear, linear_second_half };

/// The factor on the learning rate at step t of T; 1 when T is 0.
double schedule_factor(Schedule schedule, std::uint64_t t, std::uint64_t total);

struct OptimiserConfig {
  enum class Kind { sgd, adam } kind = Kind::adam;
  double learning_rate = 1e-3;
  Schedule schedule = Schedule::constant;
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;  // Adam (Kingma & Ba 2015)
  double momentum = 0;                                // SGD; 0 is plain gradient descent
};

/// One optimiser step of a part of the parameters, waiting for their gradients. Views the parameters and
/// the optimiser's state, which must outlive it.
class ParameterUpdate {
 public:
  /// The same step of floats offset … offset + size − 1 of these.
  ParameterUpdate slice(std::size_t offset, std::size_t size) const;
  /// Takes the step.
  void apply(std::span<const float> gradients) const;
  /// Takes it for the matrix W (I, O) that begins this part and whose gradient is xᵀ·dy, x (B, I),
  /// dy (B, O); with `add`, that plus what is in `gradient` (I, O), which is workspace. The bits of
  /// simd::gemm_tn, which also leaves the column sums of dy in `sums` (O), and apply, in fewer passes
  /// over memory.
  void apply_product(MatrixView<const float> x, MatrixView<const float> dy,
                     MatrixView<float> gradient, bool add, std::span<float> sums) const;

 private:
  friend class Optimiser;
  OptimiserConfig::Kind kind_{};
  std::span<float> parameters_, first_, second_;
  simd::AdamStep adam_{};
  float rate_ = 0, momentum_ = 0;
};

/// Moves flat vectors of parameters. Its own state is two flat vectors like them (SGD: one).
class Optimiser {
 public:
  /// Throws verigan::Error unless learning_rate > 0, betas and momentum lie in [0, 1) and epsilon > 0.
  Optimiser(const OptimiserConfig& config, std::size_t size);

  /// Step t (from 0) of `total` for these parameters. Depends on t, not on how often it was called.
  ParameterUpdate update(std::span<float> parameters, std::uint64_t t, std::uint64_t total);
  /// The same, taken at once, in place.
  void step(std::span<float> parameters, std::span<const float> gradients, std::uint64_t t,
            std::uint64_t total) {
    update(parameters, t, total).apply(gradients);
  }

  const OptimiserConfig& config() const { return config_; }
  /// Adam: mean of gradients. SGD: velocity.
  std::span<float> first_moment() { return first_.row(0); }
  std::span<const float> first_moment() const { return first_.row(0); }
  /// Adam: mean of squared gradients. SGD: empty.
  std::span<float> second_moment();
  std::span<const float> second_moment() const;

 private:
  OptimiserConfig config_;
  Matrix<float> first_, second_;
};

}  // namespace verigan::nn

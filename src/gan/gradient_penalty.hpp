// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "nn/input_gradient.hpp"
#include "random/stream.hpp"

namespace verigan::gan {

/// What is added to the discriminator's loss for the slope of its logit ℓ; 0: nothing.
struct Penalties {
  double r1 = 0;        ///< γ: γ/2·E_p‖∇ℓ‖² on real rows (Mescheder, Geiger & Nowozin 2018, equation 9)
  double r2 = 0;        ///< γ: γ/2·E_g‖∇ℓ‖² on generated rows (equation 10)
  double gradient = 0;  ///< λ: λ·E(‖∇ℓ‖ − 1)² half-way: on rows ε·real + (1 − ε)·generated, ε uniform in (0, 1)
                        ///< (Gulrajani et al. 2017, equation 3), as many as there are of the rarer kind
  bool any() const { return r1 > 0 || r2 > 0 || gradient > 0; }
};

/// The penalties' gradients in the discriminator's parameters. The loss itself is not part of what a training
/// writes down as the discriminator's.
class GradientPenalty {
 public:
  /// Throws verigan::Error for a weight below 0, and what nn::InputGradient throws.
  GradientPenalty(const Penalties& penalties, const nn::Network& discriminator, std::size_t batch,
                  const random::Stream& between);

  /// gradients += theirs, at rows of which the first `real` are real and the others generated; ε is drawn at
  /// `address`.
  void add(const nn::Weights& weights, MatrixView<const float> rows, std::size_t real, std::uint64_t address,
           std::span<float> gradients);

 private:
  Penalties penalties_;
  random::Stream between_;
  nn::InputGradient slope_;
  Matrix<float> x_, g_;
  std::vector<float> shares_;
};

}  // namespace verigan::gan

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "gan/trainer.hpp"

// How hard a loss would pull a generator at a moment of its training, without moving it. Both
// losses can be asked at the same moment, whichever of them it is trained with.
namespace verigan::gan {

class GeneratorGradient {
 public:
  /// For the trainer's networks and seed; `batch` > 0 fresh samples at each measurement. Throws
  /// Error for networks whose layers are not row by row (batch normalisation) or that drop units.
  GeneratorGradient(const Trainer& trainer, std::size_t batch);

  struct Measured {
    double loss;    // E_q[generator term], without its weight
    double norm;    // ‖∇ of it‖₂ over the generator's parameters
    double output;  // mean D(G(z)) of the samples
  };
  /// At the trainer's present weights, on noise drawn for its present step.
  Measured measure(const Trainer& trainer, const Objective& objective);

 private:
  nn::Network generator_, discriminator_;
  nn::Weights g_, d_;
  nn::Pass g_pass_, d_pass_;
  random::Stream noise_;
  Matrix<float> z_, x_, dx_, logits_, slopes_, gradients_;
  std::vector<float> values_;
};

}  // namespace verigan::gan

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "gan/trainer.hpp"

// How hard a loss would pull a generator at a moment of its training, without moving it. Both
// losses can be asked at the same moment, whichever of them it is trained with.
namespace verigan::gan {

/// ‖·‖₂ of a gradient over a network's parameters, flat as it stores them.
double norm(const nn::Network& network, std::span<const float> gradient);

class GeneratorGradient {
 public:
  /// For the trainer's networks and seed; `batch` > 0 fresh samples (packs, where the discriminator
  /// judges several together) at each measurement. Batch normalisation, dropped units and instance
  /// noise act as in a training step. Throws Error for an empty batch.
  GeneratorGradient(const Trainer& trainer, std::size_t batch);

  struct Measured {
    double loss;    // E_q[generator term], without its weight
    double norm;    // ‖∇ of it‖₂ over the generator's parameters
    double output;  // mean D(G(z)) of the samples
  };
  /// At the trainer's present weights, on noise drawn for its present step.
  Measured measure(const Trainer& trainer, const Objective& objective);
  /// The same under another discriminator of the same shape, one that learnt while the generator stood
  /// still (Arjovsky & Bottou 2017, section 2).
  Measured measure(const Trainer& trainer, const Objective& objective, const nn::Weights& other);

 private:
  nn::Network generator_, discriminator_;
  nn::Weights g_, d_;  // copies: a pass in training mode moves running statistics
  nn::Workspace g_pass_, d_pass_;
  std::vector<Label> labels_;
  random::Stream draws_;
  Matrix<float> z_, x_, seen_, dseen_, dx_, logits_, slopes_, gradients_;
  std::vector<float> values_;
};

}  // namespace verigan::gan

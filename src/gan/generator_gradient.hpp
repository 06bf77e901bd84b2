// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

#include "gan/trainer.hpp"

// How hard a loss would move a generator at a moment of its training, without moving it. Both losses can be
// measured at the same moment, whichever of them it is trained with.
namespace verigan::gan {

/// ‖·‖₂ of a gradient over a network's parameters, flat as it stores them.
double norm(const nn::Network& network, std::span<const float> gradient);

struct GeneratorGradient {
  double loss;    ///< E_q[generator term], without its weight
  double norm;    ///< ‖∇ of it‖₂ over the generator's parameters
  double output;  ///< mean D(G(z)) of the samples
};

/// At the trainer's present weights, on `batch` fresh samples (packs, where the discriminator judges several
/// together) drawn for its present step. Batch normalisation, dropped units and instance noise act as in a
/// training step. Throws verigan::Error for an empty batch.
GeneratorGradient generator_gradient(const Trainer& trainer, const Objective& objective, std::size_t batch);

/// The same under another discriminator of the same shape, one that learnt while the generator stood still
/// (Arjovsky & Bottou 2017, section 2).
GeneratorGradient generator_gradient(const Trainer& trainer, const Objective& objective, std::size_t batch,
                                     const nn::Weights& discriminator);

}  // namespace verigan::gan

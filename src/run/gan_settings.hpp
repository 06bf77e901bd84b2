// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "gan/trainer.hpp"

namespace verigan::run {

/// How the GANs of the small experiments are trained: both players by Adam (β 0.5, 0.999), the
/// generator as it is and not by averaged weights. An experiment keeps one, declares as options what
/// of it can be asked for, and changes what else it does otherwise in config().
struct GanSettings {
  std::string loss = "non-saturating";
  double alpha = 0.5;                                  ///< share of true samples in a mini-batch
  std::uint64_t steps = 1000, batch = 250;
  double rate = 1e-3;                                  ///< learning rate of the generator
  double ahead = 1;                                    ///< the discriminator's over it
  nn::Schedule schedule = nn::Schedule::constant;      ///< of both

  gan::TrainerConfig config(std::uint64_t seed) const;
};

}  // namespace verigan::run

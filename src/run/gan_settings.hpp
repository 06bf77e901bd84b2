// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gan/trainer.hpp"
#include "run/options.hpp"

namespace verigan::run {

/// How the GANs of the small experiments are trained: both players by Adam (β 0.5, 0.999), the
/// generator as it is and not by averaged weights. An experiment keeps one, says what of it can be asked
/// for, and changes what else it does otherwise in config().
struct GanSettings {
  std::string loss = "non-saturating";
  double alpha = 0.5;                                  ///< share of real samples in a mini-batch
  std::uint64_t steps = 1000, batch = 250;
  double rate = 1e-3;                                  ///< learning rate of the generator
  double d_lr_ratio = 1;                                    ///< the discriminator's over it
  nn::Schedule schedule = nn::Schedule::constant;      ///< of both

  struct Asked {
    std::vector<std::string> losses;        ///< to choose from
    bool alpha = false, d_lr_ratio = false;
    const char* rate = "learning-rate";     ///< the option's name
    std::uint64_t fewest_steps = 1;
  };
  /// Declares --loss, --steps, --batch, --learning-rate, and --alpha and --d-lr-ratio if they are requested,
  /// with
  /// the present values as defaults.
  void declare(Options& options, const Asked& asked);

  gan::TrainerConfig config(std::uint64_t seed) const;
};

}  // namespace verigan::run

// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "gan/trainer.hpp"
#include "run/options.hpp"

namespace verigan::run {

/// What a GAN's training may do otherwise than its source: another loss, and what holds the discriminator back.
/// None of it is in a run's configuration unless it is given.
class Choices {
 public:
  /// Declares --loss, --r1, --r2, --gradient-penalty and --spectral-norm, none of which does anything yet.
  void declare(Options& options);
  /// Throws Error where the discriminator has no second derivative that a penalty needs.
  void check(const nn::Network& discriminator) const;
  void apply(gan::TrainerConfig& config) const;

 private:
  gan::Penalties penalties_;
  std::string loss_, spectral_;
};

}  // namespace verigan::run

// SPDX-License-Identifier: MIT
#include "run/choices.hpp"

namespace verigan::run {

void Choices::declare(Options& options) {
  penalties_ = {};
  loss_ = gan::TrainerConfig{}.loss;
  spectral_ = "no";
  options.choice("loss", loss_, gan::objective_names(), "what the players minimise");
  options.number("r1", penalties_.r1, kNotNegative,
                 "γ of the penalty γ/2 E‖∇D‖² on real samples, D before its sigmoid");
  options.number("r2", penalties_.r2, kNotNegative, "the same on generated samples");
  options.number("gradient-penalty", penalties_.gradient, kNotNegative,
                 "λ of the penalty λ E(‖∇D‖ − 1)² between real and generated samples");
  options.choice("spectral-norm", spectral_, {"no", "yes"}, "divide each of D's weights by its largest singular value");
  for (const char* name : {"loss", "r1", "r2", "gradient-penalty", "spectral-norm"})
    options.left_out_while_unset(name);
}

void Choices::check(const nn::Network& discriminator) const {
  if (penalties_.any()) nn::InputGradient(discriminator, 1);
}

void Choices::apply(gan::TrainerConfig& config) const {
  config.loss = loss_;
  config.penalties = penalties_;
  config.spectral_norm = spectral_ == "yes";
}

}  // namespace verigan::run

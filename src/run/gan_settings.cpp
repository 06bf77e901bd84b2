// SPDX-License-Identifier: MIT
#include "run/gan_settings.hpp"

namespace verigan::run {

void GanSettings::declare(Options& options, const Asked& asked) {
  const bool falls = schedule != nn::Schedule::constant;
  options.choice("loss", loss, asked.losses, "what the players minimise");
  if (asked.alpha) options.number("alpha", alpha, kShare, "share of real points in a mini-batch");
  options.whole("steps", steps, asked.fewest_steps, 100000000, "training steps");
  options.whole("batch", batch, 2, 100000,
                asked.alpha ? "points in a mini-batch, real and generated"
                            : "points in a mini-batch, half of them true");
  options.number(asked.rate, rate, kPositive,
                 falls ? "learning rate of the generator, falling to 0 linearly"
                       : "learning rate of the generator");
  if (asked.d_lr_ratio)
    options.number("d-lr-ratio", d_lr_ratio, kPositive, "the discriminator's learning rate over it");
}

gan::TrainerConfig GanSettings::config(std::uint64_t seed) const {
  gan::TrainerConfig config;
  config.loss = loss;
  config.alpha = alpha;
  config.batch = batch;
  config.steps = steps;
  config.seed = seed;
  config.average_decay = 0;
  config.generator = {nn::OptimiserConfig::Kind::adam, rate, schedule, 0.5, 0.999};
  config.discriminator = config.generator;
  config.discriminator.learning_rate = d_lr_ratio * rate;
  return config;
}

}  // namespace verigan::run

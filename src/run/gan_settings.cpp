// SPDX-License-Identifier: MIT
#include "run/gan_settings.hpp"

namespace verigan::run {

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
  config.discriminator.learning_rate = ahead * rate;
  return config;
}

}  // namespace verigan::run

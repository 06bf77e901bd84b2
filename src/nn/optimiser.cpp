// SPDX-License-Identifier: MIT
#include "nn/optimiser.hpp"

#include <algorithm>
#include <cmath>

#include "simd/update.hpp"

namespace verigan::nn {

namespace {

// x^n by repeated squaring: the same bits everywhere, which std::pow does not promise.
double power(double x, std::uint64_t n) {
  double result = 1;
  for (; n > 0; n >>= 1, x *= x)
    if (n & 1) result *= x;
  return result;
}

void require_fraction(const char* name, double value) {
  require(value >= 0 && static_cast<float>(value) < 1, name, " = ", value, ", expected [0, 1)");
}

}  // namespace

double schedule_factor(Schedule schedule, std::uint64_t t, std::uint64_t total) {
  if (total == 0 || schedule == Schedule::constant) return 1;
  const double left = 1 - static_cast<double>(std::min(t, total)) / static_cast<double>(total);
  return schedule == Schedule::linear ? left : std::min(1.0, 2 * left);
}

Optimiser::Optimiser(const OptimiserConfig& config, std::size_t size)
    : config_(config),
      first_(1, size),
      second_(1, config.kind == OptimiserConfig::Kind::adam ? size : 0) {
  require(config.learning_rate > 0 && std::isfinite(config.learning_rate), "learning rate ",
          config.learning_rate, ", expected a positive number");
  require(config.epsilon > 0 && std::isfinite(config.epsilon), "Adam's epsilon ", config.epsilon,
          ", expected a positive number");
  require_fraction("Adam's beta1", config.beta1);
  require_fraction("Adam's beta2", config.beta2);
  require_fraction("momentum", config.momentum);
}

std::span<float> Optimiser::second_moment() {
  return second_.rows() == 0 ? std::span<float>{} : second_.row(0);
}

std::span<const float> Optimiser::second_moment() const {
  return second_.rows() == 0 ? std::span<const float>{} : second_.row(0);
}

void Optimiser::step(std::span<float> parameters, std::span<const float> gradients, std::uint64_t t,
                     std::uint64_t total, std::size_t offset) {
  ensure(parameters.size() == gradients.size() && offset + gradients.size() <= first_.cols(),
         "a part of the optimiser's vectors");
  const double rate = config_.learning_rate * schedule_factor(config_.schedule, t, total);
  if (config_.kind == OptimiserConfig::Kind::sgd) {
    simd::sgd(parameters, gradients, first_moment().subspan(offset, gradients.size()),
              static_cast<float>(rate), static_cast<float>(config_.momentum));
    return;
  }
  // The corrections belong to the betas as the update sees them, rounded to float.
  const auto beta1 = static_cast<float>(config_.beta1), beta2 = static_cast<float>(config_.beta2);
  const double correction1 = 1 - power(beta1, t + 1);
  const double root2 = std::sqrt(1 - power(beta2, t + 1));
  simd::adam(parameters, gradients, first_moment().subspan(offset, gradients.size()),
             second_moment().subspan(offset, gradients.size()),
             {beta1, beta2, static_cast<float>(rate * root2 / correction1),
              static_cast<float>(config_.epsilon * root2)});
}

}  // namespace verigan::nn

// SPDX-License-Identifier: MIT
#include "nn/optimiser.hpp"

#include <algorithm>
#include <cmath>

#include "simd/gemm.hpp"

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

ParameterUpdate Optimiser::update(std::span<float> parameters, std::uint64_t t, std::uint64_t total) {
  ensure(parameters.size() == first_.cols(), "as many parameters as the optimiser was made for");
  const double rate = config_.learning_rate * schedule_factor(config_.schedule, t, total);
  ParameterUpdate step;
  step.kind_ = config_.kind;
  step.parameters_ = parameters;
  step.first_ = first_moment();
  step.second_ = second_moment();
  step.rate_ = static_cast<float>(rate);
  step.momentum_ = static_cast<float>(config_.momentum);
  if (config_.kind == OptimiserConfig::Kind::adam) {
    // The corrections belong to the betas as the update sees them, rounded to float.
    const auto beta1 = static_cast<float>(config_.beta1), beta2 = static_cast<float>(config_.beta2);
    const double correction1 = 1 - power(beta1, t + 1);
    const double root2 = std::sqrt(1 - power(beta2, t + 1));
    step.adam_ = {beta1, beta2, static_cast<float>(rate * root2 / correction1),
                  static_cast<float>(config_.epsilon * root2)};
  }
  return step;
}

ParameterUpdate ParameterUpdate::slice(std::size_t offset, std::size_t size) const {
  ParameterUpdate of_part = *this;
  of_part.parameters_ = parameters_.subspan(offset, size);
  of_part.first_ = first_.subspan(offset, size);
  if (!second_.empty()) of_part.second_ = second_.subspan(offset, size);
  return of_part;
}

void ParameterUpdate::apply(std::span<const float> gradients) const {
  ensure(gradients.size() == parameters_.size(), "one gradient per parameter");
  if (kind_ == OptimiserConfig::Kind::sgd)
    simd::sgd(parameters_, gradients, first_, rate_, momentum_);
  else
    simd::adam(parameters_, gradients, first_, second_, adam_);
}

void ParameterUpdate::apply_product(MatrixView<const float> x, MatrixView<const float> dy,
                            MatrixView<float> gradient, bool add, std::span<float> sums) const {
  const auto like_gradient = [&](std::span<float> flat) {
    ensure(gradient.rows * gradient.ld <= flat.size(), "the matrix inside its part");
    return MatrixView<float>(flat.data(), gradient.rows, gradient.cols, gradient.ld);
  };
  if (kind_ == OptimiserConfig::Kind::adam) {
    simd::gemm_tn_adam(x, dy, gradient, add,
                       {like_gradient(parameters_), like_gradient(first_), like_gradient(second_)},
                       adam_, sums);
    return;
  }
  simd::gemm_tn(x, dy, gradient, add, sums);
  for (std::size_t i = 0; i < gradient.rows; ++i)
    simd::sgd(like_gradient(parameters_).row(i), gradient.row(i), like_gradient(first_).row(i), rate_,
              momentum_);
}

}  // namespace verigan::nn

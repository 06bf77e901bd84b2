// SPDX-License-Identifier: MIT
#include <cmath>

#include "simd/fma.hpp"
#include "simd/update.hpp"

namespace verigan::simd::spec {
namespace {
float without_tiny(float moment) { return std::abs(moment) < 0x1p-95f ? 0.0f : moment; }
}  // namespace

void adam(std::span<float> w, std::span<const float> g, std::span<float> m, std::span<float> v,
          const AdamStep& step) {
  const float rest1 = 1.0f - step.beta1, rest2 = 1.0f - step.beta2;
  for (std::size_t i = 0; i < w.size(); ++i) {
    m[i] = without_tiny(fma(step.beta1, m[i], rest1 * g[i]));
    v[i] = without_tiny(fma(step.beta2, v[i], (rest2 * g[i]) * g[i]));
    w[i] = fma(-step.rate, m[i] / (std::sqrt(v[i]) + step.epsilon), w[i]);
  }
}

void sgd(std::span<float> w, std::span<const float> g, std::span<float> velocity, float rate,
         float momentum) {
  for (std::size_t i = 0; i < w.size(); ++i) {
    velocity[i] = fma(momentum, velocity[i], g[i]);
    w[i] = fma(-rate, velocity[i], w[i]);
  }
}

void moving_average(std::span<float> average, std::span<const float> w, float decay) {
  const float rest = 1.0f - decay;
  for (std::size_t i = 0; i < w.size(); ++i) {
    average[i] = fma(decay, average[i], rest * w[i]);
  }
}

}  // namespace verigan::simd::spec

// SPDX-License-Identifier: MIT
#pragma once

#include <span>

// Optimiser updates, elementwise, in place, in one pass over memory.
namespace verigan::simd {

/// Adam (Kingma & Ba 2015, Algorithm 1, with the bias corrections folded into the step):
///   m = β₁ m + (1−β₁) g;  v = β₂ v + (1−β₂) g²;  w −= rate · m / (√v + epsilon)
/// Moments of magnitude below 2⁻⁹⁵ become 0: those of a dead unit would otherwise decay into denormal
/// numbers, whose arithmetic takes a hundred times longer, and for β₁ > ½ stay there.
/// rate and epsilon are the corrected ones: rate = lr·√(1−β₂ᵗ)/(1−β₁ᵗ), epsilon = ε·√(1−β₂ᵗ).
struct AdamStep {
  float beta1, beta2, rate, epsilon;
};
void adam(std::span<float> w, std::span<const float> g, std::span<float> m, std::span<float> v,
          const AdamStep& step);

/// velocity = momentum·velocity + g; w −= rate·velocity. momentum 0 is plain gradient descent.
void sgd(std::span<float> w, std::span<const float> g, std::span<float> velocity, float rate,
         float momentum);

/// average = decay·average + (1−decay)·w, the moving average of a generator's weights.
void moving_average(std::span<float> average, std::span<const float> w, float decay);

namespace spec {
void adam(std::span<float> w, std::span<const float> g, std::span<float> m, std::span<float> v,
          const AdamStep& step);
void sgd(std::span<float> w, std::span<const float> g, std::span<float> velocity, float rate,
         float momentum);
void moving_average(std::span<float> average, std::span<const float> w, float decay);
}  // namespace spec

}  // namespace verigan::simd

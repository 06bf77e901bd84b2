// SPDX-License-Identifier: MIT
#pragma once

#include "core/matrix.hpp"
#include "simd/activation.hpp"

// Elementwise nonlinearities, each invertible enough that its derivative follows from its output: a
// layer keeps one matrix, not two.
namespace verigan::nn {

using Nonlinearity = simd::Activation;

/// f and, for the (leaky) rectifier, its slope below zero in [0, 1): f(z) = z for z > 0, else slope·z.
struct Activation {
  Nonlinearity kind = Nonlinearity::identity;
  float slope = 0;

  /// E[z²]/E[f(z)²] for a centred symmetric z: 2/(1 + slope²) for the rectifiers (He et al. 2015,
  /// equation 15), 1 for the others.
  double gain() const;
};

inline constexpr Activation kIdentity{Nonlinearity::identity, 0};
inline constexpr Activation kRelu{Nonlinearity::leaky_relu, 0};
inline constexpr Activation kTanh{Nonlinearity::tanh, 0};
inline constexpr Activation kSigmoid{Nonlinearity::sigmoid, 0};
/// Throws verigan::Error unless 0 <= slope < 1.
Activation leaky_relu(float slope);

/// dy = dy · f′ where y = f(z).
void activation_backward(MatrixView<const float> y, MatrixView<float> dy, Activation f);

}  // namespace verigan::nn

// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "core/matrix.hpp"

// Bias and activation of a layer's output, in place, in one pass over memory.
//
// Dimension letters: M rows (samples), N columns (units).
namespace verigan::simd {

/// leaky_relu(x) = slope·x for x < 0 and x otherwise; slope 0 is ReLU (−∞ gives 0, NaN stays NaN).
/// At 0 its derivative is taken as slope.
enum class Activation { identity, leaky_relu, tanh, sigmoid };

/// x(i, j) += bias[j]. x (M, N), bias (N).
void add_bias(MatrixView<float> x, std::span<const float> bias);

/// x(i, j) = f(x(i, j)). slope is read by leaky_relu alone.
void activate(MatrixView<float> x, Activation f, float slope = 0.0f);

/// x(i, j) = f(x(i, j) + bias[j]): the bits of add_bias followed by activate.
void bias_activate(MatrixView<float> x, std::span<const float> bias, Activation f,
                   float slope = 0.0f);

/// dy becomes the gradient with respect to f's input, from f's output y: dy·f′. y, dy (M, N).
/// leaky_relu needs slope ≥ 0: with a negative one the output does not tell the input's sign.
void activation_backward(MatrixView<const float> y, MatrixView<float> dy, Activation f,
                         float slope = 0.0f);

namespace spec {
void add_bias(MatrixView<float> x, std::span<const float> bias);
void activate(MatrixView<float> x, Activation f, float slope = 0.0f);
void bias_activate(MatrixView<float> x, std::span<const float> bias, Activation f,
                   float slope = 0.0f);
void activation_backward(MatrixView<const float> y, MatrixView<float> dy, Activation f,
                         float slope = 0.0f);
}  // namespace spec

}  // namespace verigan::simd

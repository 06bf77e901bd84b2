// SPDX-License-Identifier: MIT
#include "nn/activation.hpp"

#include "core/check.hpp"

namespace verigan::nn {

double Activation::gain() const {
  if (kind != Nonlinearity::leaky_relu) return 1;
  return 2 / (1 + static_cast<double>(slope) * static_cast<double>(slope));
}

Activation leaky_relu(float slope) {
  require(slope >= 0 && slope < 1, "LeakyReLU slope ", slope, ", expected [0, 1)");
  return {Nonlinearity::leaky_relu, slope};
}

void activation_backward(MatrixView<const float> y, MatrixView<float> dy, Activation f) {
  if (f.kind != Nonlinearity::identity) simd::activation_backward(y, dy, f.kind, f.slope);
}

}  // namespace verigan::nn

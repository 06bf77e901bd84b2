// SPDX-License-Identifier: MIT
#include "nn/activation.hpp"

#include "core/check.hpp"
#include "simd/reduce.hpp"

namespace verigan::nn {

double Activation::gain() const {
  if (kind != Nonlinearity::leaky_relu) return 1;
  return 2 / (1 + static_cast<double>(slope) * static_cast<double>(slope));
}

Activation leaky_relu(float slope) {
  require(slope >= 0 && slope < 1, "LeakyReLU slope ", slope, ", expected [0, 1)");
  return {Nonlinearity::leaky_relu, slope};
}

void add_bias_activate(MatrixView<float> y, std::span<const float> bias, Activation f) {
  ensure(bias.size() == y.cols, "one bias per column");
  simd::bias_activate(y, bias, f.kind, f.slope);
}

void activation_backward(MatrixView<const float> y, MatrixView<float> dy,
                         std::span<float> bias_gradient, Activation f, bool add) {
  ensure(y.rows == dy.rows && y.cols == dy.cols, "y and dy of one shape");
  if (f.kind != Nonlinearity::identity) simd::activation_backward(y, dy, f.kind, f.slope);
  if (!bias_gradient.empty()) simd::column_sums(dy, bias_gradient, add);
}

}  // namespace verigan::nn

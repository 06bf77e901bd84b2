// SPDX-License-Identifier: MIT
#include "simd/activation.hpp"
#include "simd/scalar_lanes.hpp"

namespace verigan::simd::spec {

namespace {

float value(Activation f, float x, float slope) {
  switch (f) {
    case Activation::leaky_relu: return leaky_relu_lanes(ScalarLanes{}, x, slope);
    case Activation::tanh: return tanh_lanes(ScalarLanes{}, x);
    case Activation::sigmoid: return sigmoid_lanes(ScalarLanes{}, x);
    case Activation::identity: break;
  }
  return x;
}

float gradient(Activation f, float y, float dy, float slope) {
  switch (f) {
    case Activation::leaky_relu: return leaky_relu_gradient(ScalarLanes{}, y, dy, slope);
    case Activation::tanh: return tanh_gradient(ScalarLanes{}, y, dy);
    case Activation::sigmoid: return sigmoid_gradient(ScalarLanes{}, y, dy);
    case Activation::identity: break;
  }
  return dy;
}

}  // namespace

void add_bias(MatrixView<float> x, std::span<const float> bias) {
  for (std::size_t i = 0; i < x.rows; ++i) {
    for (std::size_t j = 0; j < x.cols; ++j) x(i, j) = x(i, j) + bias[j];
  }
}

void activate(MatrixView<float> x, Activation f, float slope) {
  for (std::size_t i = 0; i < x.rows; ++i) {
    for (std::size_t j = 0; j < x.cols; ++j) {
      x(i, j) = value(f, x(i, j), slope);
    }
  }
}

void bias_activate(MatrixView<float> x, std::span<const float> bias, Activation f, float slope) {
  spec::add_bias(x, bias);
  spec::activate(x, f, slope);
}

void activation_backward(MatrixView<const float> y, MatrixView<float> dy, Activation f,
                         float slope) {
  for (std::size_t i = 0; i < y.rows; ++i) {
    for (std::size_t j = 0; j < y.cols; ++j) {
      dy(i, j) = gradient(f, y(i, j), dy(i, j), slope);
    }
  }
}

}  // namespace verigan::simd::spec

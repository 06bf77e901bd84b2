// SPDX-License-Identifier: MIT
// T60 and T61 for the convolutional layers.
#include <sstream>

#include "nn/convolution.hpp"
#include "nn/layer_check.hpp"

using namespace verigan;
using namespace verigan::nn;
using reference::Table;
using reference::Values;

namespace {

/// The sum over taps, and then the activation.
reference::Forward convolved(const verification::LinearMap& map, Activation f) {
  return [map, f](const Values& flat, const Table& x) {
    Table y = verification::apply(map, flat, x);
    for (double& at : y.v) at = reference::activate(at, f);
    return y;
  };
}

struct Case {
  std::size_t batch;
  simd::ConvolutionShape shape;
};

std::vector<Case> cases() {
  simd::ConvolutionShape odd{.height = 6, .width = 4, .channels = 2, .kernel_rows = 3,
                             .kernel_cols = 2, .features = 3, .stride = 3, .rows = {2, 0},
                             .cols = {0, 1}};
  return {{3, same_convolution(7, 5, 3, 3, 4, 1)},   {2, same_convolution(8, 8, 1, 5, 6, 2)},
          {5, same_convolution(4, 4, 17, 4, 33, 2)}, {1, same_convolution(1, 1, 1, 1, 1, 1)},
          {4, odd},                                  {2, same_convolution(5, 6, 2, 5, 1, 2)}};
}

}  // namespace

TEST_CASE("convolution: gradients equal central differences at odd shapes") {
  const Activation f = GENERATE(kIdentity, leaky_relu(0.2F), kTanh);
  const Bias bias = GENERATE(Bias::none, Bias::per_channel);
  for (const Case& c : cases()) {
    CAPTURE(c.batch, c.shape.height, c.shape.kernel_rows, c.shape.features, c.shape.stride,
            static_cast<int>(f.kind));
    const auto layer = std::make_shared<Convolution>(c.shape, f, bias);
    const auto map = verification::LinearMap::convolution(c.shape, layer->parameters());
    reference::check_layer(layer, c.batch, convolved(map, f));
  }
}

TEST_CASE("fractionally-strided convolution: gradients equal central differences at odd shapes") {
  const Activation f = GENERATE(kIdentity, kRelu, kSigmoid);
  const Bias bias = GENERATE(Bias::none, Bias::per_channel);
  for (const Case& c : cases()) {
    CAPTURE(c.batch, c.shape.height, c.shape.kernel_rows, c.shape.features, c.shape.stride,
            static_cast<int>(f.kind));
    const auto layer = std::make_shared<FractionallyStridedConvolution>(c.shape, f, bias);
    const auto map = verification::LinearMap::fractionally_strided(c.shape, layer->parameters());
    reference::check_layer(layer, c.batch, convolved(map, f));
  }
}

TEST_CASE("the two layers are adjoint: <Cx, y> = <x, C'y> to the last bit on whole numbers") {
  for (const Case& c : cases()) {
    const Network down({std::make_shared<Convolution>(c.shape, kIdentity, Bias::none)});
    const Network up(
        {std::make_shared<FractionallyStridedConvolution>(c.shape, kIdentity, Bias::none)});
    Weights weights(down), same(up);
    const auto whole = [](std::span<float> x, std::size_t factor) {
      for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(i * factor % 11) - 5;
    };
    const Tensor& kernel = down.parameters()[0];
    for (std::size_t i = 0; i < kernel.rows; ++i) {
      whole(kernel.in(weights.parameters()).row(i), i + 3);
      whole(kernel.in(same.parameters()).row(i), i + 3);
    }
    Matrix<float> x(c.batch, down.inputs()), cx(c.batch, down.outputs());
    Matrix<float> y(c.batch, up.inputs()), cty(c.batch, up.outputs());
    for (std::size_t i = 0; i < c.batch; ++i) whole(x.row(i), i + 7), whole(y.row(i), i + 2);
    Workspace pass(down, c.batch), back(up, c.batch);
    down.forward(weights, x, cx, pass, {});
    up.forward(same, y, cty, back, {});
    double left = 0, right = 0;
    for (std::size_t i = 0; i < c.batch; ++i) {
      for (std::size_t j = 0; j < y.cols(); ++j)
        left += static_cast<double>(cx(i, j)) * static_cast<double>(y(i, j));
      for (std::size_t j = 0; j < x.cols(); ++j)
        right += static_cast<double>(x(i, j)) * static_cast<double>(cty(i, j));
    }
    CHECK(left == right);
  }
}

TEST_CASE("convolution: fans count what meets in the middle of the image") {
  const auto shape = same_convolution(28, 28, 3, 5, 64, 2);
  const Convolution down(shape, kRelu);
  const FractionallyStridedConvolution up(shape, kTanh);
  CHECK(down.parameters()[0].fan_in == 75);
  CHECK(down.parameters()[0].fan_out == 400);
  CHECK(up.parameters()[0].fan_in == 400);
  CHECK(up.parameters()[0].fan_out == 75);
  CHECK(down.parameters()[0].shape == std::vector<std::size_t>{5, 5, 3, 64});
  CHECK(down.parameters()[1].cols == 64);
  CHECK(up.parameters()[1].cols == 3);
  CHECK(down.outputs() == 14 * 14 * 64);
  CHECK(up.outputs() == 28 * 28 * 3);
}

TEST_CASE("convolution: impossible shapes are refused") {
  CHECK_THROWS_AS(same_convolution(0, 8, 1, 3, 4, 1), Error);
  CHECK_THROWS_AS(same_convolution(8, 8, 1, 3, 4, 0), Error);
  CHECK_THROWS_AS(same_convolution(8, 8, 0, 3, 4, 1), Error);
  simd::ConvolutionShape shape = same_convolution(8, 8, 1, 3, 4, 1);
  shape.kernel_rows = 20;
  CHECK_THROWS_AS(Convolution(shape, kRelu), Error);
}

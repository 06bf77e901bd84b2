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

/// visit(p, q, r, s, h, w): every tap of every feature pixel that lies on the image.
template <class Visit>
void for_each_tap(const simd::ConvolutionShape& g, Visit visit) {
  const auto P = static_cast<long>(g.feature_rows()), Q = static_cast<long>(g.feature_cols());
  const auto stride = static_cast<long>(g.stride);
  for (long p = 0; p < P; ++p)
    for (long q = 0; q < Q; ++q)
      for (long r = 0; r < static_cast<long>(g.kernel_rows); ++r)
        for (long s = 0; s < static_cast<long>(g.kernel_cols); ++s) {
          const long h = p * stride + r - static_cast<long>(g.rows.before);
          const long w = q * stride + s - static_cast<long>(g.cols.before);
          if (h >= 0 && w >= 0 && h < static_cast<long>(g.height) && w < static_cast<long>(g.width))
            visit(static_cast<std::size_t>(p * Q + q),
                  static_cast<std::size_t>(r * static_cast<long>(g.kernel_cols) + s),
                  static_cast<std::size_t>(h * static_cast<long>(g.width) + w));
        }
}

/// The sum over taps, either way, and then bias and activation.
Table convolved(const simd::ConvolutionShape& g, bool to_features, const std::vector<Tensor>& tensors,
                Activation f, const Values& flat, const Table& x) {
  Table y(x.rows, to_features ? g.feature_size() : g.image_size());
  const std::size_t C = g.channels, F = g.features, channels = to_features ? F : C;
  for_each_tap(g, [&](std::size_t feature, std::size_t tap, std::size_t pixel) {
    for (std::size_t n = 0; n < x.rows; ++n)
      for (std::size_t c = 0; c < C; ++c)
        for (std::size_t k = 0; k < F; ++k) {
          const double weight = flat[tensors[0].offset + (tap * C + c) * tensors[0].ld + k];
          const std::size_t i = pixel * C + c, o = feature * F + k;
          if (to_features)
            y(n, o) += weight * x(n, i);
          else
            y(n, i) += weight * x(n, o);
        }
  });
  for (std::size_t i = 0; i < y.v.size(); ++i) {
    const double bias = tensors.size() > 1 ? flat[tensors[1].offset + i % channels] : 0;
    y.v[i] = reference::activate(y.v[i] + bias, f);
  }
  return y;
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
    reference::check_layer(layer, c.batch, [&](const Values& flat, const Table& x) {
      return convolved(c.shape, true, layer->parameters(), f, flat, x);
    });
  }
}

TEST_CASE("fractionally-strided convolution: gradients equal central differences at odd shapes") {
  const Activation f = GENERATE(kIdentity, kRelu, kSigmoid);
  const Bias bias = GENERATE(Bias::none, Bias::per_channel);
  for (const Case& c : cases()) {
    CAPTURE(c.batch, c.shape.height, c.shape.kernel_rows, c.shape.features, c.shape.stride,
            static_cast<int>(f.kind));
    const auto layer = std::make_shared<FractionallyStridedConvolution>(c.shape, f, bias);
    reference::check_layer(layer, c.batch, [&](const Values& flat, const Table& x) {
      return convolved(c.shape, false, layer->parameters(), f, flat, x);
    });
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
    Pass pass(down, c.batch), back(up, c.batch);
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

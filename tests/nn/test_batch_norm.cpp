// SPDX-License-Identifier: MIT
// T60 for batch normalisation, and the identities that define it.
#include <cstring>
#include <limits>

#include "core/parallel.hpp"
#include "nn/batch_norm.hpp"
#include "nn/layer_check.hpp"

using namespace verigan;
using namespace verigan::nn;
using reference::Table;
using reference::Values;

namespace {

struct Case {
  std::size_t batch, pixels, channels;
};

/// Of a channel over all samples.
verification::Moments<double> moments(const Table& x, std::size_t channels, std::size_t c) {
  return verification::moments({.pixels = x.cols / channels, .channels = channels}, x, 0, c);
}

/// The definition, of a layer with these tensors.
reference::Forward normalised(const Case& shape, const std::vector<Tensor>& tensors, Activation f,
                              const BatchNormSettings& settings) {
  const verification::NormalisedBatch definition{
      shape.pixels, shape.channels, settings.groups, static_cast<double>(settings.epsilon),
      tensors[0].offset, tensors[1].offset};
  return [definition, f](const Values& flat, const Table& x) {
    Table y = verification::apply(definition, flat, x);
    for (double& at : y.v) at = reference::activate(at, f);
    return y;
  };
}

/// A layer on its own with scale 1 and shift 0, running statistics 0 and 1.
struct Alone {
  Alone(std::size_t pixels, std::size_t channels, BatchNormSettings settings, std::size_t batch)
      : network({std::make_shared<BatchNorm>(Shape{1, pixels, channels}, kIdentity, settings)}),
        weights(network), pass(network, batch) {
    for (float& x : network.parameters()[0].in(weights.parameters()).row(0)) x = 1;
    for (float& x : network.state()[1].in(weights.state()).row(0)) x = 1;
  }
  Network network;
  Weights weights;
  Workspace pass;
};

}  // namespace

TEST_CASE("batch norm: gradients equal central differences at odd shapes") {
  const Case shape = GENERATE(Case{2, 1, 1}, Case{7, 1, 5}, Case{3, 9, 4}, Case{1, 6, 3},
                               Case{4, 5, 33});
  const Activation f = GENERATE(kIdentity, leaky_relu(0.2F), kTanh, kSigmoid);
  // Two values of a channel are normalised to ±1, where the gradient vanishes but for epsilon.
  const BatchNormSettings settings{.epsilon = shape.batch * shape.pixels == 2 ? 0.5f : 1e-3f,
                                   .momentum = 0.9f};
  CAPTURE(shape.batch, shape.pixels, shape.channels, static_cast<int>(f.kind));
  const auto layer = std::make_shared<BatchNorm>(verigan::Shape{1, shape.pixels, shape.channels}, f, settings);
  reference::check_layer(layer, shape.batch, normalised(shape, layer->parameters(), f, settings));
}

TEST_CASE("batch norm: each of several groups of samples is a batch of its own") {
  const Case shape = GENERATE(Case{3, 1, 5}, Case{4, 6, 3});  // of each group
  const std::size_t groups = GENERATE(2U, 3U), batch = groups * shape.batch;
  const BatchNormSettings settings{.epsilon = 1e-3f, .momentum = 0.75f, .groups = groups};
  CAPTURE(shape.batch, shape.pixels, groups);
  const auto layer = std::make_shared<BatchNorm>(verigan::Shape{1, shape.pixels, shape.channels}, kTanh, settings);
  reference::check_layer(layer, batch, normalised(shape, layer->parameters(), kTanh, settings));

  // The running statistics: a quarter of the way to the mean over the groups.
  Alone bn(shape.pixels, shape.channels, settings, batch);
  const Matrix<float> x = reference::normals(batch, shape.pixels * shape.channels, 3);
  Matrix<float> y(batch, x.cols());
  bn.network.forward(bn.weights, x, y, bn.pass, {});
  for (std::size_t c = 0; c < shape.channels; ++c) {
    double mean = 0, variance = 0;
    for (std::size_t g = 0; g < groups; ++g) {
      const auto m = verification::moments(
          {.pixels = shape.pixels, .channels = shape.channels, .groups = groups}, Table(x), g, c);
      const double values = static_cast<double>(shape.batch * shape.pixels);
      mean += m.mean / static_cast<double>(groups);
      variance += m.variance * values / (values - 1) / static_cast<double>(groups);
    }
    const auto running = [&](std::size_t t) {
      return static_cast<double>(bn.network.state()[t].in(bn.weights.state())(0, c));
    };
    CHECK(running(0) == Approx(0.25 * mean).margin(1e-6));
    CHECK(running(1) == Approx(0.75 + 0.25 * variance).epsilon(1e-6));
  }
}

TEST_CASE("batch norm: a channel comes out with mean 0 and variance v / (v + epsilon)") {
  const std::size_t pixels = 10, channels = 3, batch = 20;
  Alone bn(pixels, channels, {.epsilon = 0.01f, .momentum = 0.9f}, batch);
  Matrix<float> x = reference::normals(batch, pixels * channels, 3), y(batch, pixels * channels);
  // Means a thousand times the deviation: the difference is taken before anything is multiplied.
  for (std::size_t i = 0; i < batch; ++i)
    for (std::size_t j = 0; j < x.cols(); ++j)
      x(i, j) = 1000.0f * static_cast<float>(j % channels) + x(i, j);
  bn.network.forward(bn.weights, x, y, bn.pass, {});
  for (std::size_t c = 0; c < channels; ++c) {
    const double v = moments(Table(x), channels, c).variance;
    const auto out = moments(Table(y), channels, c);
    CHECK(std::abs(out.mean) < 1e-4);
    // epsilon is the float nearest to 0.01.
    CHECK(out.variance == Approx(v / (v + static_cast<double>(0.01f))).epsilon(1e-5));
  }
}

TEST_CASE("batch norm: running statistics follow the batches, and inference uses them") {
  const std::size_t channels = 2, batch = 4;
  Alone bn(1, channels, {.epsilon = 1e-5f, .momentum = 0.75f}, batch);
  Matrix<float> x(batch, channels), y(batch, channels);
  for (std::size_t i = 0; i < batch; ++i) x(i, 0) = static_cast<float>(i), x(i, 1) = 8;
  bn.network.forward(bn.weights, x, y, bn.pass, {});
  // Column 0 is 0, 1, 2, 3: mean 1.5, unbiased variance 5/3; column 1 is constant.
  const auto mean = bn.network.state()[0].in(bn.weights.state());
  const auto variance = bn.network.state()[1].in(bn.weights.state());
  CHECK(mean(0, 0) == 0.375f);
  CHECK(mean(0, 1) == 2.0f);
  CHECK(variance(0, 0) == static_cast<float>(0.75 + 0.25 * 5.0 / 3.0));
  CHECK(variance(0, 1) == 0.75f);

  const Values before = reference::doubles(bn.weights.state());
  Matrix<float> z(batch, channels);
  bn.network.infer(bn.weights, x, z, bn.pass);
  CHECK(reference::doubles(bn.weights.state()) == before);
  for (std::size_t i = 0; i < batch; ++i) {
    const double running = 0.75 + 0.25 * 5.0 / 3.0;
    const double expected = (static_cast<double>(i) - 0.375) / std::sqrt(running + 1e-5);
    CHECK(static_cast<double>(z(i, 0)) == Approx(expected).epsilon(1e-6));
  }
}

TEST_CASE("batch norm: the gradient is blind to shifts and scalings of the batch") {
  // y does not change when a channel is moved or stretched (epsilon → 0), so dx is orthogonal to 1
  // and to x − mean.
  const std::size_t pixels = 3, channels = 4, batch = 11;
  Alone bn(pixels, channels, {.epsilon = 1e-10f, .momentum = 0.9f}, batch);
  const Matrix<float> x = reference::normals(batch, pixels * channels, 4);
  Matrix<float> dy = reference::normals(batch, pixels * channels, 5), y(dy), dx(dy);
  bn.network.forward(bn.weights, x, y, bn.pass, {});
  bn.network.backward(bn.weights, x, y, dy, bn.pass, {}, dx);
  double size = 0;
  Values sum(channels), along(channels);
  for (std::size_t i = 0; i < batch; ++i)
    for (std::size_t j = 0; j < x.cols(); ++j) {
      const double d = static_cast<double>(dx(i, j));
      size += std::abs(d);
      sum[j % channels] += d;
      along[j % channels] += d * static_cast<double>(x(i, j));
    }
  for (std::size_t c = 0; c < channels; ++c) {
    CHECK(std::abs(sum[c]) < 1e-6 * size);
    CHECK(std::abs(along[c]) < 1e-6 * size);
  }
}

TEST_CASE("batch norm: the same bits for any number of threads") {
  const std::size_t pixels = 14 * 14, channels = 32, batch = 64;
  const auto pass = [&](int n) {
    set_threads(n);
    Alone bn(pixels, channels, {}, batch);
    const Matrix<float> x = reference::normals(batch, pixels * channels, 4);
    Matrix<float> dy = reference::normals(batch, pixels * channels, 5), y(dy), dx(dy);
    bn.network.forward(bn.weights, x, y, bn.pass, {});
    bn.network.backward(bn.weights, x, y, dy, bn.pass, {}, dx);
    set_threads(1);
    return std::pair(std::move(y), std::move(dx));
  };
  const auto one = pass(1), three = pass(3);
  const std::size_t bytes = batch * one.first.ld() * sizeof(float);
  CHECK(std::memcmp(one.first.data(), three.first.data(), bytes) == 0);
  CHECK(std::memcmp(one.second.data(), three.second.data(), bytes) == 0);
}

TEST_CASE("batch norm: refusals") {
  CHECK_THROWS_AS(BatchNorm({1, 0, 3}, kIdentity), Error);
  CHECK_THROWS_AS(BatchNorm({1, 1, 0}, kIdentity), Error);
  CHECK_THROWS_WITH(BatchNorm({1, 1, 3}, kIdentity, {.epsilon = 0.0f}),
                    "batch normalisation's epsilon = 0, expected a positive number");
  CHECK_THROWS_AS(BatchNorm({1, 1, 3}, kIdentity, {.momentum = 1.0f}), Error);
  CHECK_THROWS_AS(BatchNorm({1, 1, 3}, kIdentity, {.momentum = std::nanf("")}), Error);
  CHECK_THROWS_WITH(BatchNorm({1, 1, 3}, kIdentity, {.groups = 0}),
                    "batch normalisation of 0 groups, expected at least 1");
  Alone bn(1, 2, {}, 1);
  Matrix<float> x(1, 2), y(1, 2);
  CHECK_THROWS_WITH(
      bn.network.forward(bn.weights, x, y, bn.pass, {}),
      "batch normalisation over 1 value of each channel, expected at least 2");
  Alone grouped(1, 2, {.groups = 3}, 5);
  Matrix<float> u(5, 2), v(5, 2);  // two, two and one
  CHECK_THROWS_AS(grouped.network.forward(grouped.weights, u, v, grouped.pass, {}), Error);
}

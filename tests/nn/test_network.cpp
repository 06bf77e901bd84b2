// SPDX-License-Identifier: MIT
// Chains of layers: T60 through several of them, what may be skipped, and rows that never mix.
#include <cstring>

#include "nn/batch_norm.hpp"
#include "nn/convolution.hpp"
#include "nn/dense.hpp"
#include "nn/initialise.hpp"
#include "nn/network.hpp"
#include "nn/optimiser.hpp"
#include "nn/reference.hpp"

using namespace verigan;
using namespace verigan::nn;

namespace {

const std::vector<Activation> kActivations{leaky_relu(0.2F), kRelu, kTanh, kRelu, kSigmoid};

Network small_network() {
  // Widths that are whole vectors, whose layers hand derivatives down, and ragged ones.
  return NetworkBuilder(5).dense(64, kActivations[0]).dense(96, kActivations[1])
      .dense(40, kActivations[2]).dense(83, kActivations[3]).dense(3, kActivations[4]).build();
}

struct Fixture {
  Network network = small_network();
  Weights weights{network};
  std::size_t batch = 67;  // several tiles of the kernels, each with a remainder
  Matrix<float> x{batch, 5}, y{batch, 3}, c{batch, 3}, dx{batch, 5};
  Matrix<float> gradients{1, network.parameter_size()};
  Workspace pass{network, batch};

  explicit Fixture(std::uint64_t seed = 3) {
    initialise(network, weights, {}, random::Stream(seed, random::Purpose::initialise));
    const random::Stream stream(seed, random::Purpose::test);
    for (std::size_t i = 0; i < batch; ++i) {
      stream.normals(0, x.row(i), i * 5);
      stream.normals(1, c.row(i), i * 3);
    }
    network.forward(weights, x, y, pass, {});
  }
};

bool same_bits(std::span<const float> a, std::span<const float> b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

}  // namespace

TEST_CASE("network: gradients equal central differences through five layers") {
  Fixture f;
  Matrix<float> dy(f.c);
  f.network.backward(f.weights, f.x, f.y, dy, f.pass, f.gradients.row(0), f.dx);
  const auto loss = [&](const reference::Values& flat) {
    const auto y = reference::perceptron(f.network, kActivations, flat, reference::Table(f.x));
    double sum = 0;
    for (std::size_t i = 0; i < f.batch; ++i)
      for (std::size_t j = 0; j < 3; ++j) sum += static_cast<double>(f.c(i, j)) * y(i, j);
    return sum;
  };
  double margin = 1;
  const auto flat = reference::doubles(f.weights.parameters());
  reference::perceptron(f.network, kActivations, flat, reference::Table(f.x), &margin);
  REQUIRE(margin > 1e-6);  // no kink within the step below
  const auto gradient = reference::doubles(f.gradients.row(0));
  const auto places = reference::thinned(reference::places(f.network.parameters()), 600);
  CHECK(reference::gradient_error(loss, flat, gradient, places, 1e-7) < 2e-5);

  auto padding = gradient;
  for (const std::size_t k : reference::places(f.network.parameters())) padding[k] = 0;
  CHECK(std::ranges::all_of(padding, [](double v) { return v == 0; }));
}

TEST_CASE("network: skipping weight gradients or the input gradient changes no other bit") {
  Fixture f;
  Matrix<float> dy(f.c);
  f.network.backward(f.weights, f.x, f.y, dy, f.pass, f.gradients.row(0), f.dx);
  const Matrix<float> gradients(f.gradients), dx(f.dx);

  Matrix<float> again(f.c), dx_only(f.batch, 5);
  f.network.backward(f.weights, f.x, f.y, again, f.pass, {}, dx_only);
  for (std::size_t i = 0; i < f.batch; ++i) CHECK(same_bits(dx.row(i), dx_only.row(i)));

  Matrix<float> once_more(f.c), gradients_only(1, f.network.parameter_size());
  f.network.backward(f.weights, f.x, f.y, once_more, f.pass, gradients_only.row(0));
  CHECK(same_bits(gradients.row(0), gradients_only.row(0)));
}

// The layer above multiplies its dx by the derivative of the layer below, whatever kind that is: the bits
// of both layers by themselves.
TEST_CASE("network: a derivative that is handed down is taken once") {
  const Activation f = leaky_relu(0.2F);
  const simd::ConvolutionShape shape = same_convolution(4, 4, 2, 3, 4, 2);
  const std::shared_ptr<const Layer> below = GENERATE_COPY(
      std::shared_ptr<const Layer>(std::make_shared<Dense>(6, 32, f)),
      std::shared_ptr<const Layer>(std::make_shared<BatchNorm>(Shape{1, 4, 8}, f)),
      std::shared_ptr<const Layer>(std::make_shared<Convolution>(shape, f)),
      std::shared_ptr<const Layer>(std::make_shared<Convolution>(shape, f, Bias::none)),
      std::shared_ptr<const Layer>(std::make_shared<FractionallyStridedConvolution>(shape, f)));
  const auto above = std::make_shared<Dense>(below->outputs(), 3, kIdentity);
  const Network network({below, above});
  const std::size_t batch = 5, middle = below->outputs();
  Weights weights(network);
  initialise(network, weights, {}, random::Stream(4, random::Purpose::initialise));
  Workspace pass(network, batch);
  Matrix<float> x(batch, below->inputs()), y(batch, 3), dy(batch, 3), dx(batch, below->inputs());
  Matrix<float> gradients(1, network.parameter_size());
  const random::Stream stream(4, random::Purpose::test);
  for (std::size_t i = 0; i < batch; ++i) {
    stream.normals(0, x.row(i), i * x.cols());
    stream.normals(1, dy.row(i), i * 3);
  }
  const Matrix<float> dy_given(dy);
  network.forward(weights, x, y, pass, {});
  network.backward(weights, x, y, dy, pass, gradients.row(0), dx);

  Matrix<float> h(batch, middle), dh(batch, middle), dx_alone(batch, below->inputs());
  Matrix<float> scratch(1, below->scratch(batch)), alone(1, network.parameter_size());
  Matrix<float> dy_again(dy_given);
  Weights fresh(network);
  const auto parameters = std::as_const(weights).parameters();
  const std::size_t boundary = parameters.size() - above->parameters().back().offset -
                               above->parameters().back().size();
  const auto of = [](std::span<float> values) {
    Gradients wanted;
    wanted.values = values;
    return wanted;
  };
  below->forward(parameters.first(boundary), fresh.state(), x, h, scratch.row(0), {});
  above->backward(parameters.subspan(boundary), h, y, dy_again, dh,
                  of(alone.row(0).subspan(boundary)), {});
  below->backward(parameters.first(boundary), x, h, dh, dx_alone,
                  of(alone.row(0).first(boundary)), scratch.row(0));
  INFO(below->kind());
  CHECK(same_bits(gradients.row(0), alone.row(0)));
  for (std::size_t i = 0; i < batch; ++i) CHECK(same_bits(dx.row(i), dx_alone.row(i)));
}

TEST_CASE("network: a row's output does not depend on the batch it came in") {
  Fixture f;
  Matrix<float> y(1, 3);
  for (std::size_t i = 0; i < f.batch; ++i) {
    f.network.infer(f.weights, f.x.view().block_rows(i, 1), y, f.pass);
    CHECK(same_bits(f.y.row(i), y.row(0)));
  }
}

TEST_CASE("network: padding stays zero under every optimiser") {
  Fixture f;
  const auto kind = GENERATE(OptimiserConfig::Kind::adam, OptimiserConfig::Kind::sgd);
  OptimiserConfig config;
  config.kind = kind;
  config.momentum = 0.5;
  Optimiser optimiser(config, f.network.parameter_size());
  for (std::uint64_t t = 0; t < 3; ++t) {
    Matrix<float> dy(f.c);
    f.network.forward(f.weights, f.x, f.y, f.pass, {});
    f.network.backward(f.weights, f.x, f.y, dy, f.pass, f.gradients.row(0));
    optimiser.step(f.weights.parameters(), f.gradients.row(0), t, 3);
  }
  auto flat = reference::doubles(f.weights.parameters());
  for (const std::size_t k : reference::places(f.network.parameters())) flat[k] = 0;
  CHECK(std::ranges::all_of(flat, [](double v) { return v == 0; }));
}

TEST_CASE("network: names, sizes and refusals") {
  const Network network = small_network();
  CHECK(network.parameters()[0].name == "1.dense.weight");
  CHECK(network.parameters()[7].name == "4.dense.bias");
  CHECK(network.parameter_count() == 5 * 64 + 64 + 64 * 96 + 96 + 96 * 40 + 40 + 40 * 83 + 83 + 83 * 3 + 3);
  for (const Tensor& tensor : network.parameters()) CHECK(tensor.offset % 16 == 0);
  CHECK_THROWS_AS(Network({}), Error);
  auto first = network.layers()[0], third = network.layers()[2];
  CHECK_THROWS_WITH(Network({first, third}),
                    "layer 2 (dense) takes 96 inputs, the layer before it gives 64");
}

TEST_CASE("initialise: moments of each kind, zero biases, and one address per number") {
  const Network network = NetworkBuilder(200).dense(150, leaky_relu(0.2F)).dense(90, kTanh).build();
  using Kind = Initialisation::Kind;
  const Kind kind = GENERATE(Kind::he, Kind::glorot, Kind::normal);
  Weights weights(network), again(network);
  const random::Stream stream(5, random::Purpose::initialise);
  initialise(network, weights, {kind, 0.02}, stream);
  initialise(network, again, {kind, 0.02}, stream);
  CHECK(same_bits(weights.parameters(), again.parameters()));

  const double expected[2] = {kind == Kind::he ? 2 / 1.04 / 200 : kind == Kind::glorot ? 2.0 / 350 : 4e-4,
                              kind == Kind::he ? 1.0 / 150 : kind == Kind::glorot ? 2.0 / 240 : 4e-4};
  for (std::size_t l = 0; l < 2; ++l) {
    const auto w = network.parameters()[2 * l].in(weights.parameters());
    double sum = 0, squares = 0;
    const auto n = static_cast<double>(w.rows * w.cols);
    for (std::size_t i = 0; i < w.rows; ++i)
      for (const float v : w.row(i)) sum += v, squares += static_cast<double>(v) * v;
    // Five standard errors: of a mean √(σ²/n), of a variance σ²√(2/n).
    CHECK(std::abs(sum / n) < 5 * std::sqrt(expected[l] / n));
    CHECK(std::abs(squares / n / expected[l] - 1) < 5 * std::sqrt(2 / n));
    for (const float b : network.parameters()[2 * l + 1].in(weights.parameters()).row(0))
      CHECK(b == 0.0F);
  }
  CHECK_THROWS_AS(initialise(network, weights, {Kind::normal, -1}, stream), Error);
}

// SPDX-License-Identifier: MIT
// T60 for dense layers and activations: backward against central differences of a double reference.
#include <cstring>
#include <limits>

#include "nn/dense.hpp"
#include "nn/initialise.hpp"
#include "nn/reference.hpp"

using namespace verigan;
using namespace verigan::nn;

namespace {

struct Case {
  std::size_t batch, inputs, outputs;
};

Matrix<float> normals(std::size_t rows, std::size_t cols, std::uint64_t step) {
  Matrix<float> x(rows, cols);
  const random::Stream stream(7, random::Purpose::test);
  for (std::size_t i = 0; i < rows; ++i) stream.normals(step, x.row(i), i * cols);
  return x;
}

}  // namespace

TEST_CASE("dense: gradients equal central differences at odd shapes") {
  const Case shape = GENERATE(Case{1, 1, 1}, Case{5, 3, 2}, Case{9, 2, 1}, Case{4, 17, 1},
                               Case{17, 33, 19}, Case{3, 20, 70});
  const Activation f = GENERATE(kIdentity, kRelu, leaky_relu(0.2F), kTanh, kSigmoid);
  const std::size_t batch = shape.batch, inputs = shape.inputs, outputs = shape.outputs;
  Network network = NetworkBuilder(inputs).dense(outputs, f).build();
  Weights weights(network);
  Matrix<float> x = normals(batch, inputs, 1);
  const Matrix<float> c = normals(batch, outputs, 2);

  // RandomInstance weights and biases until no rectifier sits within reach of its kink.
  double margin = 0;
  for (std::uint32_t attempt = 0; margin < 1e-3; ++attempt) {
    REQUIRE(attempt < 10000);
    const random::Stream stream(8, random::Purpose::test, attempt);
    for (const Tensor& t : network.parameters())
      for (std::size_t i = 0; i < t.rows; ++i)
        stream.normals(t.offset, t.in(weights.parameters()).row(i), i * t.cols);
    margin = 1;
    reference::perceptron(network, {f}, reference::doubles(weights.parameters()),
                          reference::Table(x), &margin);
    if (shape.batch * shape.outputs > 100) break;  // too many units to all stay away; h is small
  }

  const auto loss = [&](const reference::Values& flat, const reference::Table& in) {
    const reference::Table y = reference::perceptron(network, {f}, flat, in);
    double sum = 0;
    for (std::size_t i = 0; i < batch; ++i)
      for (std::size_t j = 0; j < outputs; ++j) sum += static_cast<double>(c(i, j)) * y(i, j);
    return sum;
  };

  Workspace pass(network, batch);
  Matrix<float> y(batch, outputs), dy(c), dx(batch, inputs);
  Matrix<float> gradients(1, network.parameter_size());
  network.forward(weights, x, y, pass, {});
  network.backward(weights, x, y, dy, pass, gradients.row(0), dx);

  const auto flat = reference::doubles(weights.parameters());
  CAPTURE(batch, inputs, outputs, static_cast<int>(f.kind));
  CHECK(reference::gradient_error(
            [&](const auto& at) { return loss(at, reference::Table(x)); }, flat,
            reference::doubles(gradients.row(0)), reference::places(network.parameters()),
            margin < 1e-3 ? 1e-7 : 1e-4) < 2e-5);
  const reference::Table in(x);
  CHECK(reference::gradient_error(
            [&](const auto& at) {
              reference::Table moved(in);
              moved.v = at;
              return loss(flat, moved);
            },
            in.v, reference::Table(dx).v, reference::range(in.v.size()),
            margin < 1e-3 ? 1e-7 : 1e-4) < 2e-5);
}

TEST_CASE("dense: known numbers by hand") {
  // x = (1, 2), W = [[1, −2], [0.5, 1]], b = (−3, 1): z = (−1, 1); ReLU: y = (0, 1).
  Network network = NetworkBuilder(2).dense(2, kRelu).build();
  Weights weights(network);
  const auto w = network.parameters()[0].in(weights.parameters());
  const auto b = network.parameters()[1].in(weights.parameters());
  w(0, 0) = 1, w(0, 1) = -2, w(1, 0) = 0.5F, w(1, 1) = 1;
  b(0, 0) = -3, b(0, 1) = 1;
  Matrix<float> x(1, 2), y(1, 2), dy(1, 2), dx(1, 2), gradients(1, network.parameter_size());
  x(0, 0) = 1, x(0, 1) = 2;
  dy(0, 0) = 5, dy(0, 1) = 7;
  Workspace pass(network, 1);
  network.forward(weights, x, y, pass, {});
  network.backward(weights, x, y, dy, pass, gradients.row(0), dx);
  CHECK(y(0, 0) == 0.0F);
  CHECK(y(0, 1) == 1.0F);
  const auto dw = network.parameters()[0].in(gradients.row(0));
  const auto db = network.parameters()[1].in(gradients.row(0));
  CHECK((dw(0, 0) == 0 && dw(0, 1) == 7 && dw(1, 0) == 0 && dw(1, 1) == 14));
  CHECK((db(0, 0) == 0 && db(0, 1) == 7));
  CHECK((dx(0, 0) == -14 && dx(0, 1) == 7));
}

TEST_CASE("activation: gains and refusals") {
  CHECK(kRelu.gain() == 2.0);
  CHECK(leaky_relu(0.2F).gain() == Approx(2 / 1.04).epsilon(1e-7));
  CHECK(kTanh.gain() == 1.0);
  CHECK_THROWS_WITH(leaky_relu(1.0F), "LeakyReLU slope 1, expected [0, 1)");
  CHECK_THROWS_AS(leaky_relu(-0.1F), Error);
  CHECK_THROWS_AS(leaky_relu(std::numeric_limits<float>::quiet_NaN()), Error);
  CHECK_THROWS_AS(Dense(0, 3, kIdentity), Error);
}

// SPDX-License-Identifier: MIT
// T60 for maxout, alone and behind the linear pieces it chooses from; ties and NaN.
#include <limits>

#include "nn/layer_check.hpp"
#include "nn/maxout.hpp"

using namespace verigan;
using namespace verigan::nn;
using reference::Table;
using reference::Values;
using verification::largest;

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

/// One output of three pieces: y and the shares of a gradient of 1 that the pieces get.
struct Taken {
  float y;
  std::vector<float> dx;
};
Taken taken(const std::vector<float>& pieces) {
  const Maxout maxout(1, pieces.size());
  Matrix<float> x(1, pieces.size()), y(1, 1), dy(1, 1), dx(1, pieces.size());
  std::ranges::copy(pieces, x.row(0).begin());
  dy(0, 0) = 1;
  maxout.forward({}, {}, x, y, {}, {});
  maxout.backward({}, x, y, dy, dx, {}, {});
  return {y(0, 0), {dx.row(0).begin(), dx.row(0).end()}};
}

}  // namespace

TEST_CASE("maxout: gradients equal central differences at odd shapes") {
  const std::size_t outputs = GENERATE(1U, 3U, 16U, 37U), pieces = GENERATE(1U, 2U, 5U);
  CAPTURE(outputs, pieces);
  reference::check_layer(std::make_shared<Maxout>(outputs, pieces), 7,
                         [&](const Values&, const Table& x) { return largest(x, pieces); });
}

TEST_CASE("maxout: as a network writes it, the largest of linear functions, gradients and all") {
  const std::size_t inputs = 4, outputs = 6, pieces = 5, batch = 9;
  const Network network = NetworkBuilder(inputs).maxout(outputs, pieces).build();
  CHECK(network.outputs() == outputs);
  CHECK(network.parameter_count() == (inputs + 1) * outputs * pieces);
  CHECK(network.samplewise());
  Weights weights(network);
  reference::randomise(network, weights);
  const Matrix<float> x = reference::normals(batch, inputs, 1);
  Matrix<float> y(batch, outputs), dy = reference::normals(batch, outputs, 2);
  const Matrix<float> c(dy);
  Matrix<float> gradients(1, network.parameter_size());
  Workspace pass(network, batch);
  network.forward(weights, x, y, pass, {});
  network.backward(weights, x, y, dy, pass, gradients.row(0));

  const Tensor &w = network.parameters()[0], &b = network.parameters()[1];
  const auto output = [&](const Values& flat) {
    Table z(batch, outputs * pieces);
    for (std::size_t i = 0; i < batch; ++i)
      for (std::size_t j = 0; j < z.cols; ++j) {
        z(i, j) = flat[b.offset + j];
        for (std::size_t k = 0; k < inputs; ++k)
          z(i, j) += static_cast<double>(x(i, k)) * flat[w.offset + k * w.ld + j];
      }
    return largest(z, pieces);
  };
  const Values flat = reference::doubles(std::as_const(weights).parameters());
  const Table expected = output(flat);
  for (std::size_t i = 0; i < batch; ++i)
    for (std::size_t j = 0; j < outputs; ++j)
      CHECK(y(i, j) == Approx(expected(i, j)).epsilon(1e-5).margin(1e-5));
  const auto loss = [&](const Values& at) {
    const Table out = output(at);
    double sum = 0;
    for (std::size_t i = 0; i < batch; ++i)
      for (std::size_t j = 0; j < outputs; ++j) sum += static_cast<double>(c(i, j)) * out(i, j);
    return sum;
  };
  CHECK(reference::gradient_error(loss, flat, reference::doubles(gradients.row(0)),
                                  reference::places(network.parameters()), 1e-6) < 3e-5);
}

TEST_CASE("maxout: of equal pieces the first is taken, and NaN is not lost") {
  CHECK(taken({1, 3, 2}).dx == std::vector<float>{0, 1, 0});
  CHECK(taken({3, 3, 3}).dx == std::vector<float>{1, 0, 0});
  CHECK(taken({1, 3, 3}).dx == std::vector<float>{0, 1, 0});
  CHECK(taken({-0.0F, 0.0F, -1}).dx == std::vector<float>{1, 0, 0});
  CHECK(std::signbit(taken({-0.0F, 0.0F, -1}).y));
  const float inf = std::numeric_limits<float>::infinity();
  CHECK(taken({-inf, -inf, -inf}).dx == std::vector<float>{1, 0, 0});
  CHECK(taken({0, inf, inf}).dx == std::vector<float>{0, 1, 0});
  for (const auto& pieces : {std::vector<float>{kNaN, 1, 2}, {1, kNaN, 2}, {1, inf, kNaN}}) {
    const Taken found = taken(pieces);
    CHECK(std::isnan(found.y));
    CHECK(found.dx == std::vector<float>{1, 0, 0});
  }
}

TEST_CASE("maxout: refusals") {
  CHECK_THROWS_WITH(Maxout(3, 0), "maxout of 0 pieces and 3 outputs, expected at least 1 of each");
  CHECK_THROWS_AS(Maxout(0, 2), Error);
}

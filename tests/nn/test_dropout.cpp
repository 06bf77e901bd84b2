// SPDX-License-Identifier: MIT
// T60 for dropout, the share it drops, and that what it drops depends on the address alone.
#include <limits>

#include "nn/dropout.hpp"
#include "nn/layer_check.hpp"

using namespace verigan;
using namespace verigan::nn;
using reference::Table;
using reference::Values;

namespace {

const random::Stream kStream(3, random::Purpose::dropout);

Matrix<float> dropped(std::size_t batch, std::size_t width, float rate, std::uint64_t step,
                      std::uint32_t layer) {
  const Dropout dropout(width, rate);
  Matrix<float> ones(batch, width), y(batch, width), scratch(1, dropout.scratch(batch));
  for (std::size_t i = 0; i < batch; ++i) std::ranges::fill(ones.row(i), 1.0f);
  dropout.forward({}, {}, ones, y, scratch.row(0), {Mode::train, &kStream, step, layer});
  return y;
}

}  // namespace

TEST_CASE("dropout: gradients equal central differences with the mask held fixed") {
  const float rate = GENERATE(0.0f, 0.25f, 0.5f, 0.9f);
  const std::size_t batch = 5, width = 7;
  const Context context{Mode::train, &kStream, 11, 0};
  reference::check_layer(
      std::make_shared<Dropout>(width, rate), batch,
      [&](const Values&, const Table& x) {
        Table y(x);
        Matrix<float> u(1, batch * width);
        kStream.uniforms(11, u.row(0));
        for (std::size_t i = 0; i < y.v.size(); ++i)
          y.v[i] *= u(0, i) < rate ? 0.0 : 1 / (1 - static_cast<double>(rate));
        return y;
      },
      context);
}

TEST_CASE("dropout: the share dropped is the rate, within five standard deviations") {
  for (const float rate : {0.1f, 0.5f, 0.8f}) {
    const std::size_t batch = 300, width = 333;
    const Matrix<float> y = dropped(batch, width, rate, 2, 1);
    double zeros = 0, sum = 0;
    for (std::size_t i = 0; i < batch; ++i)
      for (const float x : y.row(i)) zeros += x == 0 ? 1 : 0, sum += static_cast<double>(x);
    const double n = static_cast<double>(batch * width), p = static_cast<double>(rate);
    CHECK(std::abs(zeros / n - p) < 5 * std::sqrt(p * (1 - p) / n));
    CHECK(std::abs(sum / n - 1) < 5 * std::sqrt(p / (1 - p) / n));
  }
}

TEST_CASE("dropout: what is dropped depends on step, layer and place alone") {
  const Matrix<float> all = dropped(20, 31, 0.5f, 4, 2), few = dropped(6, 31, 0.5f, 4, 2);
  for (std::size_t i = 0; i < 6; ++i)
    CHECK(reference::doubles(all.row(i)) == reference::doubles(few.row(i)));
  CHECK(reference::Table(dropped(20, 31, 0.5f, 5, 2)).v != reference::Table(all).v);
  CHECK(reference::Table(dropped(20, 31, 0.5f, 4, 3)).v != reference::Table(all).v);
}

TEST_CASE("dropout: inference is the identity and draws nothing") {
  const Network network({std::make_shared<Dropout>(9, 0.7f)});
  const Weights weights(network);
  Workspace pass(network, 4);
  const Matrix<float> x = reference::normals(4, 9, 1);
  Matrix<float> y(4, 9);
  network.infer(weights, x, y, pass);
  CHECK(reference::Table(y).v == reference::Table(x).v);
}

TEST_CASE("dropout: refusals") {
  CHECK_THROWS_AS(Dropout(0, 0.5f), Error);
  CHECK_THROWS_WITH(Dropout(3, 1.0f), "dropout rate 1, expected [0, 1)");
  CHECK_THROWS_AS(Dropout(3, -0.1f), Error);
  CHECK_THROWS_AS(Dropout(3, std::numeric_limits<float>::quiet_NaN()), Error);
}

// SPDX-License-Identifier: MIT
#pragma once
// T60 for one layer: its forward pass against a reference in double, and its backward pass against
// central differences of that reference.
#include <cstdint>
#include <memory>

#include "nn/reference.hpp"

namespace reference {

inline verigan::Matrix<float> normals(std::size_t rows, std::size_t cols, std::uint64_t step) {
  verigan::Matrix<float> x(rows, cols);
  const verigan::random::Stream stream(7, verigan::random::Purpose::test);
  for (std::size_t i = 0; i < rows; ++i) stream.normals(step, x.row(i), i * cols);
  return x;
}

/// y from the flat parameters and x, in double.
using Forward = std::function<Table(const Values& parameters, const Table& x)>;

/// All parameters of a network standard normal.
inline void randomise(const verigan::nn::Network& network, verigan::nn::Weights& weights) {
  for (const auto& t : network.parameters()) {
    const auto values = t.in(weights.parameters());
    for (std::size_t i = 0; i < t.rows; ++i) {
      const auto row = normals(1, t.cols, 100 + t.offset + i);
      std::ranges::copy(row.row(0), values.row(i).begin());
    }
  }
}

/// Checks y, dx and the parameters' gradients of a layer at standard normal parameters, x and dy.
inline void check_layer(std::shared_ptr<const verigan::nn::Layer> layer, std::size_t batch,
                        const Forward& forward, const verigan::nn::Context& context = {}) {
  using namespace verigan;
  const nn::Network network({std::move(layer)});
  nn::Weights weights(network);
  randomise(network, weights);
  const Matrix<float> x = normals(batch, network.inputs(), 1);
  const Matrix<float> c = normals(batch, network.outputs(), 2);
  Matrix<float> y(batch, network.outputs()), dy(c), dx(batch, network.inputs());
  Matrix<float> gradients(1, network.parameter_size());
  nn::Workspace pass(network, batch);
  network.forward(weights, x, y, pass, context);
  network.backward(weights, x, y, dy, pass, gradients.row(0), dx);

  const Values flat = doubles(std::as_const(weights).parameters());
  const Table in(x), expected = forward(flat, in);
  double worst = 0, size = 0;
  for (std::size_t i = 0; i < batch; ++i) {
    for (std::size_t j = 0; j < network.outputs(); ++j) {
      worst = std::max(worst, std::abs(expected(i, j) - static_cast<double>(y(i, j))));
      size = std::max(size, std::abs(expected(i, j)));
    }
  }
  CHECK(worst <= 1e-5 * size);

  const auto loss = [&](const Values& parameters, const Table& at) {
    const Table out = forward(parameters, at);
    double sum = 0;
    for (std::size_t i = 0; i < batch; ++i)
      for (std::size_t j = 0; j < out.cols; ++j) sum += static_cast<double>(c(i, j)) * out(i, j);
    return sum;
  };
  // A step so small that no rectifier crosses its kink.
  const double h = 1e-6;
  if (!network.parameters().empty()) {
    CHECK(gradient_error([&](const Values& at) { return loss(at, in); }, flat,
                         doubles(gradients.row(0)), thinned(places(network.parameters()), 200),
                         h) < 3e-5);
  }
  CHECK(gradient_error(
            [&](const Values& at) {
              Table moved(in);
              moved.v = at;
              return loss(flat, moved);
            },
            in.v, Table(dx).v, thinned(range(in.v.size()), 200), h) < 3e-5);
}

}  // namespace reference

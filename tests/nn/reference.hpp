// SPDX-License-Identifier: MIT
#pragma once
// The finite-difference checker that hand-written derivatives pass, next to the definitions in double
// of src/verification/reference.hpp, which share nothing with the layers.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "core/matrix.hpp"
#include "nn/activation.hpp"
#include "nn/network.hpp"
#include "support/catch.hpp"
#include "verification/reference.hpp"

namespace reference {

using Values = std::vector<double>;
using Table = verigan::verification::Table<double>;
using verigan::verification::activate;

/// f′ by central differences of step h and h/2, extrapolated (Richardson): error O(h⁴).
inline double derivative(const std::function<double(const Values&)>& f, Values at, std::size_t k,
                         double h) {
  const double x = at[k];
  const auto central = [&](double step) {
    at[k] = x + step;
    const double up = f(at);
    at[k] = x - step;
    return (up - f(at)) / (2 * step);
  };
  return (4 * central(h / 2) - central(h)) / 3;
}

/// Largest distance between the analytic gradient and the difference quotients, over the gradient's
/// largest entry. `places` picks the coordinates that are checked.
inline double gradient_error(const std::function<double(const Values&)>& f, const Values& at,
                             const Values& gradient, const std::vector<std::size_t>& places,
                             double h = 1e-4) {
  double worst = 0, scale = 1e-30;
  for (const std::size_t k : places) {
    const double expected = derivative(f, at, k, h);
    worst = std::max(worst, std::abs(expected - gradient[k]));
    scale = std::max(scale, std::abs(expected));
  }
  return worst / scale;
}

inline Values doubles(std::span<const float> x) { return {x.begin(), x.end()}; }

/// A perceptron: weights and biases read from a flat vector laid out like the network's. `margin`
/// becomes the smallest |z| met at a rectifier, so that a test can stay away from kinks.
inline Table perceptron(const verigan::nn::Network& network,
                        const std::vector<verigan::nn::Activation>& activations, const Values& flat,
                        Table x, double* margin = nullptr) {
  const auto& tensors = network.parameters();
  for (std::size_t l = 0; l < activations.size(); ++l) {
    const auto &w = tensors[2 * l], &b = tensors[2 * l + 1];
    Table y(x.rows, w.cols);
    for (std::size_t i = 0; i < x.rows; ++i)
      for (std::size_t j = 0; j < w.cols; ++j) {
        double z = flat[b.offset + j];
        for (std::size_t k = 0; k < w.rows; ++k) z += x(i, k) * flat[w.offset + k * w.ld + j];
        if (margin && activations[l].kind == verigan::nn::Nonlinearity::leaky_relu)
          *margin = std::min(*margin, std::abs(z));
        y(i, j) = activate(z, activations[l]);
      }
    x = std::move(y);
  }
  return x;
}

/// Places of the numbers (not of the padding) in a network's flat parameter vector.
inline std::vector<std::size_t> places(const std::vector<verigan::nn::Tensor>& tensors) {
  std::vector<std::size_t> out;
  for (const auto& t : tensors)
    for (std::size_t i = 0; i < t.rows; ++i)
      for (std::size_t j = 0; j < t.cols; ++j) out.push_back(t.offset + i * t.ld + j);
  return out;
}

/// At most `count` of them, spread evenly.
inline std::vector<std::size_t> thinned(const std::vector<std::size_t>& all, std::size_t count) {
  if (all.size() <= count) return all;
  std::vector<std::size_t> out;
  for (std::size_t k = 0; k < count; ++k) out.push_back(all[k * all.size() / count]);
  return out;
}

inline std::vector<std::size_t> range(std::size_t n) {
  std::vector<std::size_t> out(n);
  for (std::size_t k = 0; k < n; ++k) out[k] = k;
  return out;
}

}  // namespace reference

// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <type_traits>
#include <vector>

#include "core/matrix.hpp"
#include "nn/activation.hpp"
#include "nn/layer.hpp"
#include "simd/convolution.hpp"
#include "verification/single.hpp"

// The layers of src/nn written from their definitions, in plain loops and independent of its
// kernels: in double, what they are held against, and in Single, what error their floats may have.
namespace verigan::verification {

/// A dense row-major matrix of numbers T.
template <class T = double>
struct Table {
  std::size_t rows = 0, cols = 0;
  std::vector<T> v;
  Table() = default;
  Table(std::size_t r, std::size_t c) : rows(r), cols(c), v(r * c) {}
  explicit Table(MatrixView<const float> m) : Table(m.rows, m.cols) {
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t j = 0; j < cols; ++j) (*this)(i, j) = static_cast<double>(m(i, j));
  }
  T& operator()(std::size_t i, std::size_t j) { return v[i * cols + j]; }
  const T& operator()(std::size_t i, std::size_t j) const { return v[i * cols + j]; }
};

/// f(z).
template <class T>
T activate(T z, nn::Activation f) {
  switch (f.kind) {
    case simd::Activation::identity:
      break;
    case simd::Activation::leaky_relu:
      return value_of(z) > 0 ? z : z * T(static_cast<double>(f.slope));
    case simd::Activation::tanh:
      return verification::tanh(z);
    case simd::Activation::sigmoid:
      return verification::sigmoid(z);
  }
  return z;
}

/// dy·f′(z), from y = f(z).
template <class T>
T activation_gradient(T y, T dy, nn::Activation f) {
  switch (f.kind) {
    case simd::Activation::identity:
      return dy;
    case simd::Activation::leaky_relu:
      return value_of(y) > 0 ? dy : dy * T(static_cast<double>(f.slope));
    case simd::Activation::tanh:
      return dy * (T(1) - y * y);
    case simd::Activation::sigmoid:
      return dy * y * (T(1) - y);
  }
  return dy;
}

/// What dense and convolutional layers have in common: every output is a sum over the inputs it
/// sees, each times a weight, and a bias of its channel. Written as the list of those products.
struct LinearMap {
  struct Product {
    std::size_t input, output, weight;  // weight: its place among the parameters
  };
  std::size_t inputs = 0, outputs = 0;
  std::vector<Product> products;
  bool biased = false;
  std::size_t channels = 0, bias = 0;  // output o has parameter bias + o mod channels

  /// From its tensors as the layer lists them: weight and, unless there is none, bias.
  static LinearMap dense(std::span<const nn::Tensor> tensors);
  static LinearMap convolution(const simd::ConvolutionShape& shape,
                               std::span<const nn::Tensor> tensors);
  static LinearMap fractionally_strided(const simd::ConvolutionShape& shape,
                                        std::span<const nn::Tensor> tensors);
};

/// z = W x + b of every sample.
template <class T>
Table<T> apply(const LinearMap& map, const std::vector<T>& parameters, const Table<T>& x) {
  Table<T> z(x.rows, map.outputs);
  std::vector<Sum<T>> sums;
  for (std::size_t i = 0; i < x.rows; ++i) {
    sums.assign(map.outputs, {});
    for (const auto& [input, output, weight] : map.products)
      sums[output].add(x(i, input), parameters[weight]);
    for (std::size_t o = 0; o < map.outputs; ++o) {
      if (map.biased) sums[o].add(parameters[map.bias + o % map.channels]);
      z(i, o) = sums[o].total();
    }
  }
  return z;
}

/// Batch normalisation of each channel in `groups` batches, samples i, i + groups, …, before the
/// activation: scale · (x − mean)/√(variance + epsilon) + shift.
struct NormalisedBatch {
  std::size_t pixels = 1, channels = 1, groups = 1;
  double epsilon = 0;
  std::size_t scale = 0, shift = 0;  // their places among the parameters

  /// visit(i, j): every place of x (batch, pixels·channels) of a channel in a group.
  template <class Visit>
  void each(std::size_t batch, std::size_t group, std::size_t channel, Visit visit) const {
    for (std::size_t i = group; i < batch; i += groups)
      for (std::size_t j = channel; j < pixels * channels; j += channels) visit(i, j);
  }
};

template <class T>
struct Moments {
  T mean = 0, variance = 0;  // the mean square about the mean
  std::size_t values = 0;
};

/// What simd::channel_moments loses in floats. It sums p pixels of a sample in floats and samples
/// in double, about a centre of each sample that cancels: the mean is centre + Σ(x − centre)/p,
/// where differences and sum round, γ_{p+1} Σ|x − centre| ≤ 2 γ_{p+1} Σ|x|; of the squares, with q
/// = Σx², the spread about the centre rounds by γ_{p+3} q, what the moves of centre and mean cost
/// is at most 8 γ_{p+1} q and 4 γ_{p+1} q. One pixel is its own centre, and nothing of this
/// happens. For the sums of the M values in double γ_M more, generously.
inline Single with_error_of_floats(double value, double size, std::size_t pixels,
                                   std::size_t values, std::size_t times) {
  const std::size_t in_floats = pixels == 1 ? 0 : times * (pixels + 3);
  return rounded(value, gamma(in_floats + values) * size);
}

template <class T>
Moments<T> moments(const NormalisedBatch& batch, const Table<T>& x, std::size_t group,
                   std::size_t channel) {
  double sum = 0, absolute = 0, squares = 0, about_mean = 0;
  std::size_t values = 0;
  batch.each(x.rows, group, channel, [&](std::size_t i, std::size_t j) {
    const double at = value_of(x(i, j));
    sum += at;
    absolute += std::abs(at);
    squares += at * at;
    ++values;
  });
  const auto n = static_cast<double>(values);
  const double mean = sum / n;
  batch.each(x.rows, group, channel, [&](std::size_t i, std::size_t j) {
    about_mean += (value_of(x(i, j)) - mean) * (value_of(x(i, j)) - mean);
  });
  if constexpr (std::is_same_v<T, Single>) {
    return {with_error_of_floats(mean, absolute / n, batch.pixels, values, 2),
            with_error_of_floats(about_mean / n, squares / n, batch.pixels, values, 13), values};
  } else {
    return {mean, about_mean / n, values};
  }
}

template <class T>
Table<T> apply(const NormalisedBatch& batch, const std::vector<T>& parameters, const Table<T>& x) {
  using std::sqrt;
  Table<T> z(x.rows, x.cols);
  for (std::size_t g = 0; g < batch.groups; ++g) {
    for (std::size_t c = 0; c < batch.channels; ++c) {
      const Moments<T> m = moments(batch, x, g, c);
      const T factor = parameters[batch.scale + c] * (T(1) / sqrt(m.variance + T(batch.epsilon)));
      batch.each(x.rows, g, c, [&](std::size_t i, std::size_t j) {
        z(i, j) = factor * (x(i, j) - m.mean) + parameters[batch.shift + c];
      });
    }
  }
  return z;
}

/// The largest of the pieces: z(i, j) = max_k x(i, k·outputs + j).
template <class T>
Table<T> largest(const Table<T>& x, std::size_t pieces) {
  Table<T> z(x.rows, x.cols / pieces);
  for (std::size_t i = 0; i < z.rows; ++i)
    for (std::size_t j = 0; j < z.cols; ++j) {
      z(i, j) = x(i, j);
      for (std::size_t k = 1; k < pieces; ++k)
        if (value_of(x(i, k * z.cols + j)) > value_of(z(i, j))) z(i, j) = x(i, k * z.cols + j);
    }
  return z;
}

}  // namespace verigan::verification

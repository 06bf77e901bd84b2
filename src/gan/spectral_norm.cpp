// SPDX-License-Identifier: MIT
#include "gan/spectral_norm.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace verigan::gan {
namespace {

constexpr double kLeast = 1e-12;  // of a norm, so that a weight of 0 stays 0

/// What a checkpoint holds.
double rounded(double x) { return static_cast<double>(static_cast<float>(x)); }

double normalise(std::vector<double>& x) {
  double squares = 0;
  for (const double v : x) squares += v * v;
  const double norm = std::sqrt(squares);
  for (double& v : x) v /= std::max(norm, kLeast);
  return norm;
}

}  // namespace

SpectralNorm::SpectralNorm(const nn::Network& network, nn::Weights& weights, const random::Stream& stream)
    : all_(network.parameters()), trained_(1, network.parameter_size()) {
  std::ranges::copy(weights.parameters(), trained_.row(0).begin());
  for (const nn::Tensor& tensor : all_) {
    if (tensor.role != nn::Role::weight) continue;
    std::vector<float> start(tensor.rows);
    stream.normals(ones_.size(), start);
    One one{tensor, std::vector<double>(start.begin(), start.end()), std::vector<double>(tensor.cols), 1};
    normalise(one.left);
    for (int k = 0; k < 20; ++k) iterate(one);
    ones_.push_back(std::move(one));
  }
  write(weights);
}

void SpectralNorm::iterate(One& one) const {
  const MatrixView<const float> w = one.tensor.in(trained_.row(0));
  std::ranges::fill(one.right, 0.0);
  for (std::size_t i = 0; i < w.rows; ++i)
    for (std::size_t j = 0; j < w.cols; ++j) one.right[j] += static_cast<double>(w(i, j)) * one.left[i];
  normalise(one.right);
  for (std::size_t i = 0; i < w.rows; ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < w.cols; ++j) sum += static_cast<double>(w(i, j)) * one.right[j];
    one.left[i] = sum;
  }
  one.sigma = rounded(std::max(normalise(one.left), kLeast));  // ‖W v‖ = uᵀ W v
  for (auto* vector : {&one.left, &one.right})
    for (double& x : *vector) x = rounded(x);
}

void SpectralNorm::write(nn::Weights& weights) const {
  std::ranges::copy(trained_.row(0), weights.parameters().begin());
  for (const One& one : ones_) {
    const MatrixView<const float> w = one.tensor.in(trained_.row(0));
    const MatrixView<float> to = one.tensor.in(weights.parameters());
    for (std::size_t i = 0; i < w.rows; ++i)
      for (std::size_t j = 0; j < w.cols; ++j)
        to(i, j) = static_cast<float>(static_cast<double>(w(i, j)) / one.sigma);
  }
}

void SpectralNorm::to_trained(const nn::Weights& weights, std::span<float> gradients) const {
  for (const One& one : ones_) {
    const MatrixView<const float> w = one.tensor.in(weights.parameters());
    const MatrixView<float> g = one.tensor.in(gradients);
    double along = 0;
    for (std::size_t i = 0; i < g.rows; ++i)
      for (std::size_t j = 0; j < g.cols; ++j) along += static_cast<double>(g(i, j)) * static_cast<double>(w(i, j));
    for (std::size_t i = 0; i < g.rows; ++i)
      for (std::size_t j = 0; j < g.cols; ++j)
        g(i, j) = static_cast<float>((static_cast<double>(g(i, j)) - along * one.left[i] * one.right[j]) / one.sigma);
  }
}

void SpectralNorm::renew(nn::Weights& weights) {
  for (One& one : ones_) iterate(one);
  write(weights);
}

void SpectralNorm::save(const std::string& name, TrainerState& state) const {
  for (const nn::Tensor& tensor : all_)
    state.add(name + ".trained." + tensor.name, tensor, trained_.row(0));
  for (const One& one : ones_) {
    NamedTensor numbers{name + ".singular." + one.tensor.name, {one.left.size() + one.right.size() + 1}, {}};
    for (const auto* vector : {&one.left, &one.right})
      for (const double x : *vector) numbers.values.push_back(static_cast<float>(x));
    numbers.values.push_back(static_cast<float>(one.sigma));
    state.tensors.push_back(std::move(numbers));
  }
}

void SpectralNorm::restore(const std::string& name, TensorReader& reader) {
  for (const nn::Tensor& tensor : all_) reader.take(name + ".trained." + tensor.name, tensor, trained_.row(0));
  for (One& one : ones_) {
    const std::size_t rows = one.left.size(), cols = one.right.size();
    const auto numbers = reader.take(name + ".singular." + one.tensor.name, {rows + cols + 1});
    for (std::size_t i = 0; i < rows; ++i) one.left[i] = static_cast<double>(numbers[i]);
    for (std::size_t j = 0; j < cols; ++j) one.right[j] = static_cast<double>(numbers[rows + j]);
    one.sigma = static_cast<double>(numbers[rows + cols]);
  }
}

}  // namespace verigan::gan

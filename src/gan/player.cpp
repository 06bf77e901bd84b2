// SPDX-License-Identifier: MIT
#include "gan/player.hpp"

#include <algorithm>

namespace verigan::gan {

namespace {

std::string text(const std::vector<std::size_t>& shape) {
  std::string out = "(";
  for (const std::size_t n : shape) out += (out.size() > 1 ? ", " : "") + std::to_string(n);
  return out + ")";
}

}  // namespace

Player::Player(const nn::Network& network, const nn::OptimiserConfig& config)
    : weights(network),
      gradients(1, network.parameter_size()),
      optimiser(config, network.parameter_size()) {}

NamedTensor named_tensor(const std::string& name, const nn::Tensor& tensor,
                         std::span<const float> flat) {
  const MatrixView<const float> rows = tensor.in(flat);
  NamedTensor out{name, tensor.shape, {}};
  out.values.reserve(rows.rows * rows.cols);
  for (std::size_t i = 0; i < rows.rows; ++i)
    out.values.insert(out.values.end(), rows.row(i).begin(), rows.row(i).end());
  return out;
}

TensorReader::TensorReader(const TrainerState& state) {
  for (const NamedTensor& tensor : state.tensors) left_.push_back(&tensor);
}

std::span<const float> TensorReader::take(const std::string& name,
                                          const std::vector<std::size_t>& shape) {
  const auto found = std::ranges::find(left_, name, [](const NamedTensor* t) { return t->name; });
  require(found != left_.end(), "checkpoint without tensor '", name, "'");
  const NamedTensor& tensor = **found;
  std::size_t size = 1;
  for (const std::size_t n : shape) size *= n;
  require(tensor.shape == shape && tensor.values.size() == size, "checkpoint tensor '", name,
          "' of shape ", text(tensor.shape), ", expected ", text(shape));
  left_.erase(found);
  return tensor.values;
}

void TensorReader::take(const std::string& name, const nn::Tensor& tensor, std::span<float> flat) {
  const std::span<const float> values = take(name, tensor.shape);
  const MatrixView<float> rows = tensor.in(flat);
  for (std::size_t i = 0; i < rows.rows; ++i)
    std::ranges::copy(values.subspan(i * rows.cols, rows.cols), rows.row(i).begin());
}

void TensorReader::finish() const {
  require(left_.empty(), "checkpoint with unknown tensor '", left_.empty() ? "" : left_[0]->name,
          "'");
}

}  // namespace verigan::gan

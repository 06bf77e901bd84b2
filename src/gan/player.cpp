// SPDX-License-Identifier: MIT
#include "gan/player.hpp"

#include <algorithm>
#include <utility>

namespace verigan::gan {

namespace {

std::string text(const std::vector<std::size_t>& shape) {
  std::string out = "(";
  for (const std::size_t n : shape) out += (out.size() > 1 ? ", " : "") + std::to_string(n);
  return out + ")";
}

/// visit(name, tensor, flat) for each of these tensors, named "<prefix>.<tensor>".
template <class Flat, class Visit>
void visit_tensors(const std::vector<nn::Tensor>& tensors, const std::string& prefix, Flat flat,
                   const Visit& visit) {
  if (flat.empty()) return;
  for (const nn::Tensor& t : tensors) visit(prefix + "." + t.name, t, flat);
}

}  // namespace

NamedTensor named_tensor(const std::string& name, const nn::Tensor& tensor,
                         std::span<const float> flat) {
  const MatrixView<const float> rows = tensor.in(flat);
  NamedTensor out{name, tensor.shape, {}};
  out.values.reserve(rows.rows * rows.cols);
  for (std::size_t i = 0; i < rows.rows; ++i)
    out.values.insert(out.values.end(), rows.row(i).begin(), rows.row(i).end());
  return out;
}

void TrainerState::add(const std::string& name, const nn::Tensor& tensor, std::span<const float> flat) {
  if (!wanted || wanted(name)) tensors.push_back(named_tensor(name, tensor, flat));
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

Player::Player(nn::Network network, const nn::OptimiserConfig& config, std::size_t rows)
    : model(std::move(network)),
      optimiser(config, model.network.parameter_size()),
      workspace(model.network, rows),
      gradients_(1, model.network.parameter_size()) {}

template <class Self, class Visit>
void Player::visit(Self& self, const std::string& name, const Visit& visit) {
  const nn::Network& network = self.model.network;
  const bool adam = self.optimiser.config().kind == nn::OptimiserConfig::Kind::adam;
  visit_tensors(network.parameters(), name, self.model.weights.parameters(), visit);
  visit_tensors(network.state(), name, self.model.weights.state(), visit);
  visit_tensors(network.parameters(), name + (adam ? ".adam_m" : ".velocity"),
                self.optimiser.first_moment(), visit);
  visit_tensors(network.parameters(), name + ".adam_v", self.optimiser.second_moment(), visit);
}

void Player::save(const std::string& name, TrainerState& state) const {
  visit(*this, name, [&](const std::string& full, const nn::Tensor& t, std::span<const float> flat) {
    state.add(full, t, flat);
  });
}

void Player::restore(const std::string& name, TensorReader& reader) {
  visit(*this, name, [&](const std::string& full, const nn::Tensor& t, std::span<float> flat) {
    reader.take(full, t, flat);
  });
}

void save(const nn::Network& network, const nn::Weights& weights, const std::string& name,
          TrainerState& state) {
  const auto add = [&](const std::string& full, const nn::Tensor& t, std::span<const float> flat) {
    state.add(full, t, flat);
  };
  visit_tensors(network.parameters(), name, weights.parameters(), add);
  visit_tensors(network.state(), name, weights.state(), add);
}

void restore(const nn::Network& network, nn::Weights& weights, const std::string& name,
             TensorReader& reader) {
  const auto take = [&](const std::string& full, const nn::Tensor& t, std::span<float> flat) {
    reader.take(full, t, flat);
  };
  visit_tensors(network.parameters(), name, weights.parameters(), take);
  visit_tensors(network.state(), name, weights.state(), take);
}

}  // namespace verigan::gan

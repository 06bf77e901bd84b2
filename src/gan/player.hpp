// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "nn/network.hpp"
#include "nn/optimiser.hpp"

// A network with its numbers and its optimiser, and how they are written down and read back.
namespace verigan::gan {

struct Player {
  Player(const nn::Network& network, const nn::OptimiserConfig& config);
  nn::Weights weights;
  Matrix<float> gradients;
  nn::Optimiser optimiser;
};

/// A named array, C order, without padding.
struct NamedTensor {
  std::string name;
  std::vector<std::size_t> shape;
  std::vector<float> values;
};

/// Everything a later step depends on.
struct TrainerState {
  std::uint64_t step = 0;
  std::vector<NamedTensor> tensors;
};

/// visit(name, tensor, flat) for each trained tensor of the network, named "<prefix>.<tensor>".
template <class Flat, class Visit>
void visit_parameters(const nn::Network& network, const std::string& prefix, Flat flat,
                      const Visit& visit) {
  if (flat.empty()) return;
  for (const nn::Tensor& t : network.parameters()) visit(prefix + "." + t.name, t, flat);
}

/// The same for each tensor of running statistics.
template <class Flat, class Visit>
void visit_state(const nn::Network& network, const std::string& prefix, Flat flat,
                 const Visit& visit) {
  for (const nn::Tensor& t : network.state()) visit(prefix + "." + t.name, t, flat);
}

/// The same for all of a player: parameters, running statistics and the optimiser's .adam_m and
/// .adam_v, or .velocity.
template <class PlayerT, class Visit>
void visit_player(const nn::Network& network, const std::string& name, PlayerT& player,
                  const Visit& visit) {
  const bool adam = player.optimiser.config().kind == nn::OptimiserConfig::Kind::adam;
  visit_parameters(network, name, player.weights.parameters(), visit);
  visit_state(network, name, player.weights.state(), visit);
  visit_parameters(network, name + (adam ? ".adam_m" : ".velocity"),
                   player.optimiser.first_moment(), visit);
  visit_parameters(network, name + ".adam_v", player.optimiser.second_moment(), visit);
}

/// A tensor of a flat vector, to be written down.
NamedTensor named_tensor(const std::string& name, const nn::Tensor& tensor,
                         std::span<const float> flat);

/// Takes tensors out of a state by name, and knows which are left.
class TensorReader {
 public:
  explicit TensorReader(const TrainerState& state);
  /// Throws verigan::Error naming the tensor when it is missing or of another shape.
  std::span<const float> take(const std::string& name, const std::vector<std::size_t>& shape);
  /// The same, into its place in a flat vector.
  void take(const std::string& name, const nn::Tensor& tensor, std::span<float> flat);
  /// Throws verigan::Error naming the first tensor that nobody took.
  void finish() const;

 private:
  std::vector<const NamedTensor*> left_;
};

}  // namespace verigan::gan

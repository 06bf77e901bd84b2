// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "nn/model.hpp"
#include "nn/optimiser.hpp"

// A model that learns, and how it is written down and read back.
namespace verigan::gan {

/// A named array, C order, without padding.
struct NamedTensor {
  std::string name;
  std::vector<std::size_t> shape;
  std::vector<float> values;
};

/// Which tensors of a state are wanted, by name.
using TensorFilter = std::function<bool(const std::string& name)>;

/// Everything a later step depends on, or as much of it as is wanted.
struct TrainerState {
  std::uint64_t step = 0;
  std::vector<NamedTensor> tensors;
  TensorFilter wanted = {};  ///< none: all are

  /// Adds a tensor of a flat vector, unless it is not wanted.
  void add(const std::string& name, const nn::Tensor& tensor, std::span<const float> flat);
};

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

/// A model with all that its training needs: gradients, an optimiser and memory to work in.
class Player {
 public:
  /// For at most `rows` samples at a time.
  Player(nn::Network network, const nn::OptimiserConfig& config, std::size_t rows);

  nn::Model model;
  nn::Optimiser optimiser;
  nn::Workspace workspace;

  const nn::Network& network() const { return model.network; }
  std::span<float> gradients() { return gradients_.row(0); }

  /// y (n, outputs) from x (n, inputs) as `context` says; in training mode running statistics move.
  void forward(MatrixView<const float> x, MatrixView<float> y, const nn::Context& context) {
    model.network.forward(model.weights, x, y, workspace, context);
  }
  /// Back through that pass: gradients() from dy (n, outputs), which is overwritten. With `add`, these
  /// rows follow others of the same batch; with `update`, the weights move as soon as they may.
  void backward(MatrixView<const float> x, MatrixView<const float> y, MatrixView<float> dy,
                bool add = false, const nn::ParameterUpdate* update = nullptr) {
    model.network.backward(model.weights, x, y, dy, workspace, gradients(), {}, add, update);
  }
  /// Back through that pass to dx (n, inputs) alone.
  void input_gradient(MatrixView<const float> x, MatrixView<const float> y, MatrixView<float> dy,
                      MatrixView<float> dx) {
    model.network.backward(model.weights, x, y, dy, workspace, {}, dx);
  }
  /// The optimiser's step t of `total` for these weights, to be taken.
  nn::ParameterUpdate update(std::uint64_t t, std::uint64_t total) {
    return optimiser.update(model.weights.parameters(), t, total);
  }

  /// Appends tensors <name>.<tensor>, and <name>.adam_m.<tensor> and .adam_v, or .velocity.
  void save(const std::string& name, TrainerState& state) const;
  /// Throws verigan::Error naming the first tensor that is missing or of another shape.
  void restore(const std::string& name, TensorReader& reader);

 private:
  template <class Self, class Visit>
  static void visit(Self& self, const std::string& name, const Visit& visit);

  Matrix<float> gradients_;
};

/// Appends tensors <name>.<tensor> of a network's numbers, trained and running.
void save(const nn::Network& network, const nn::Weights& weights, const std::string& name,
          TrainerState& state);
/// Throws verigan::Error naming the first tensor that is missing or of another shape.
void restore(const nn::Network& network, nn::Weights& weights, const std::string& name,
             TensorReader& reader);

}  // namespace verigan::gan

// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/matrix.hpp"
#include "nn/activation.hpp"
#include "nn/layer.hpp"

// A network is a chain of layers: an architecture without numbers. Its numbers are one flat vector of
// parameters and one of running statistics (Weights); a pass through it works in buffers made once
// (Pass). So one network can be run with trained and with averaged weights, at any batch size.
//
//   Network g = NetworkBuilder(2).dense(64, leaky_relu(0.2F)).dense(2, kIdentity).build();
//   Weights w(g);  initialise(g, w, …);  Pass pass(g, 250);
//   g.forward(w, z, x, pass, context);
namespace verigan::nn {

/// A network's numbers: flat vectors, all zero to begin with (initialise() fills them).
class Network;
class Weights {
 public:
  explicit Weights(const Network& network);
  std::span<float> parameters() { return parameters_.row(0); }
  std::span<const float> parameters() const { return parameters_.row(0); }
  std::span<float> state() { return state_.row(0); }
  std::span<const float> state() const { return state_.row(0); }

 private:
  Matrix<float> parameters_, state_;
};

/// Buffers for one batch of at most `batch` samples on its way through one network.
class Pass {
 public:
  Pass(const Network& network, std::size_t batch);
  std::size_t batch() const { return batch_; }
  /// What layer `layer`, from 0 and not the last, gave in the pass just made of `rows` samples.
  MatrixView<const float> output(std::size_t layer, std::size_t rows) const {
    return outputs_.at(layer).view().block_rows(0, rows);
  }

 private:
  friend class Network;
  std::size_t batch_;
  std::vector<Matrix<float>> outputs_;   // of every layer but the last
  std::vector<Matrix<float>> scratch_;   // one row for every layer
  Matrix<float> gradient_[2];            // dy of the layer at work and of the one before
};

class Network {
 public:
  /// Throws verigan::Error when there is no layer or a layer's inputs are not the outputs before it.
  explicit Network(std::vector<std::shared_ptr<const Layer>> layers);

  std::size_t inputs() const { return layers_.front()->inputs(); }
  std::size_t outputs() const { return layers_.back()->outputs(); }
  std::size_t parameter_size() const { return parameter_size_; }  ///< floats, padding included
  std::size_t state_size() const { return state_size_; }
  /// True when all layers are: a batch may be taken in blocks of rows, to the bit.
  bool row_by_row() const;
  std::size_t parameter_count() const;  ///< numbers that are trained, padding excluded
  const std::vector<std::shared_ptr<const Layer>>& layers() const { return layers_; }
  /// Every trained tensor, named "<number>.<kind>.<tensor>", with its place in the flat vector.
  const std::vector<Tensor>& parameters() const { return parameters_; }
  /// Every tensor of running statistics, likewise.
  const std::vector<Tensor>& state() const { return state_; }

  /// y (B, outputs) from x (B, inputs), B <= pass.batch(). In training mode the running statistics
  /// in `weights` move.
  void forward(Weights& weights, MatrixView<const float> x, MatrixView<float> y, Pass& pass,
               const Context& context) const;

  /// y from x with the running statistics; leaves `weights` alone.
  void infer(const Weights& weights, MatrixView<const float> x, MatrixView<float> y,
             Pass& pass) const;

  /// Back through the forward pass just made in training mode, from dy (B, outputs), which is
  /// overwritten. Gradients go into a flat vector laid out like the parameters (written, not added
  /// to), and dx (B, inputs); empty `gradients`, or a dx without memory: not computed. With `add`,
  /// which a row_by_row network understands, these rows follow others of the same batch and the
  /// gradients' chains go on from where those left them. With a `descent` of these weights, every layer
  /// takes its part of that step as soon as its gradients are known; `gradients` is then workspace.
  void backward(const Weights& weights, MatrixView<const float> x, MatrixView<const float> y,
                MatrixView<float> dy, Pass& pass, std::span<float> gradients,
                MatrixView<float> dx = {}, bool add = false, const Descent* descent = nullptr) const;

 private:
  friend class Pass;
  struct Slot {
    std::size_t parameters, parameter_size, state, state_size;
  };
  void run(std::span<const float> parameters, std::span<float> state, MatrixView<const float> x,
           MatrixView<float> y, Pass& pass, const Context& context) const;

  std::vector<std::shared_ptr<const Layer>> layers_;
  std::vector<Slot> slots_;
  std::vector<Tensor> parameters_, state_;
  std::size_t parameter_size_ = 0, state_size_ = 0;
};

/// Writes a network from its input to its output.
class NetworkBuilder {
 public:
  explicit NetworkBuilder(std::size_t inputs) : width_(inputs) {}
  NetworkBuilder& dense(std::size_t outputs, Activation f);
  /// Each output the maximum of `pieces` linear functions (maxout.hpp).
  NetworkBuilder& maxout(std::size_t outputs, std::size_t pieces);
  NetworkBuilder& add(std::shared_ptr<const Layer> layer);
  /// Outputs of what has been written so far.
  std::size_t width() const { return width_; }
  Network build() { return Network(std::move(layers_)); }

 private:
  std::size_t width_;
  std::vector<std::shared_ptr<const Layer>> layers_;
};

}  // namespace verigan::nn

// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/matrix.hpp"
#include "nn/activation.hpp"
#include "nn/batch_norm.hpp"
#include "nn/conditioned.hpp"
#include "nn/convolution.hpp"
#include "nn/layer.hpp"

// A network is a chain of layers: an architecture without numbers. Its numbers are one flat vector of
// parameters and one of running statistics (Weights); a pass through it works in buffers made once
// (Workspace). So one network can be run with trained and with averaged weights, at any batch size.
//
//   Network g = NetworkBuilder(2).dense(64, leaky_relu(0.2F)).dense(2, kIdentity).build();
//   Weights w(g);  initialise(g, w, …);  Workspace workspace(g, 250);
//   g.forward(w, z, x, workspace, context);
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
class Workspace {
 public:
  Workspace(const Network& network, std::size_t batch);
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
  /// Throws verigan::Error when there is no layer, a layer's inputs are not the outputs before it (an
  /// image is what it is; a vector may be taken for an image of its size, and an image for a vector), or
  /// layers take labels of different numbers of classes.
  explicit Network(std::vector<std::shared_ptr<const Layer>> layers);

  Shape input_shape() const { return layers_.front()->input_shape(); }
  Shape output_shape() const { return layers_.back()->output_shape(); }
  std::size_t inputs() const { return layers_.front()->inputs(); }
  std::size_t outputs() const { return layers_.back()->outputs(); }
  /// Classes of the labels that a pass needs in its Context; 0: it takes none.
  std::size_t classes() const { return classes_; }
  std::size_t parameter_size() const { return parameter_size_; }  ///< floats, padding included
  std::size_t state_size() const { return state_size_; }
  /// True when all layers are: a batch may be taken in blocks of rows, to the bit.
  bool samplewise() const;
  std::size_t parameter_count() const;  ///< numbers that are trained, padding excluded
  const std::vector<std::shared_ptr<const Layer>>& layers() const { return layers_; }
  /// Every trained tensor, named "<number>.<kind>.<tensor>", with its place in the flat vector.
  const std::vector<Tensor>& parameters() const { return parameters_; }
  /// Every tensor of running statistics, likewise.
  const std::vector<Tensor>& state() const { return state_; }

  /// y (B, outputs) from x (B, inputs), B <= workspace.batch(). In training mode the running statistics
  /// in `weights` move. Throws verigan::Error for a label beyond classes().
  void forward(Weights& weights, MatrixView<const float> x, MatrixView<float> y, Workspace& workspace,
               const Context& context) const;

  /// y from x, and labels where there are classes(), with the running statistics: a row of y depends on
  /// that row alone. Leaves `weights` alone.
  void infer(const Weights& weights, MatrixView<const float> x, MatrixView<float> y,
             Workspace& workspace, std::span<const Label> labels = {}) const;

  /// Back through the forward pass just made in training mode, from dy (B, outputs), which is
  /// overwritten. Gradients go into a flat vector laid out like the parameters (written, not added
  /// to), and dx (B, inputs); empty `gradients`, or a dx without memory: not computed. With `add`,
  /// which a samplewise network understands, these rows follow others of the same batch and the
  /// gradients' sums continue from where those left them. With an `update` of these weights, every layer
  /// takes its slice of that step as soon as its gradients are known; `gradients` is then scratch memory.
  void backward(const Weights& weights, MatrixView<const float> x, MatrixView<const float> y,
                MatrixView<float> dy, Workspace& workspace, std::span<float> gradients,
                MatrixView<float> dx = {}, bool add = false,
                const ParameterUpdate* update = nullptr) const;

 private:
  friend class Workspace;
  struct Slot {
    std::size_t parameters, parameter_size, state, state_size;
  };
  void run(std::span<const float> parameters, std::span<float> state, MatrixView<const float> x,
           MatrixView<float> y, Workspace& workspace, const Context& context) const;

  std::vector<std::shared_ptr<const Layer>> layers_;
  std::vector<Slot> slots_;
  std::vector<Tensor> parameters_, state_;
  std::size_t parameter_size_ = 0, state_size_ = 0, classes_ = 0;
};

/// Writes a network from its input to its output, and infers each layer's input from what is written so
/// far.
class NetworkBuilder {
 public:
  explicit NetworkBuilder(std::size_t inputs) : shape_{1, 1, inputs} {}
  explicit NetworkBuilder(const Shape& input) : shape_(input) {}
  NetworkBuilder& dense(std::size_t outputs, Activation f);
  /// The same, its outputs an image.
  NetworkBuilder& dense(const Shape& output, Activation f);
  /// Each output the maximum of `pieces` linear functions (maxout.hpp).
  NetworkBuilder& maxout(std::size_t outputs, std::size_t pieces);
  /// A strided convolution of the image so far to `features`.
  NetworkBuilder& convolution(const Kernel& kernel, std::size_t features, Activation f,
                              Bias bias = Bias::per_channel);
  /// The adjoint of such a convolution, from the features so far to `image`. Throws verigan::Error when
  /// that convolution of `image` would give other features.
  NetworkBuilder& fractionally_strided(const Kernel& kernel, const Shape& image, Activation f,
                                       Bias bias = Bias::per_channel);
  NetworkBuilder& batch_norm(Activation f, const BatchNormSettings& settings = {});
  /// Writes nothing for a rate of 0.
  NetworkBuilder& dropout(float rate);
  /// Widens each sample by its label (conditioned.hpp).
  NetworkBuilder& conditioned(const Conditioning& how);
  NetworkBuilder& add(std::shared_ptr<const Layer> layer);
  /// Outputs of what has been written so far.
  std::size_t width() const { return shape_.size(); }
  const Shape& shape() const { return shape_; }
  Network build() { return Network(std::move(layers_)); }

 private:
  Shape shape_;
  std::vector<std::shared_ptr<const Layer>> layers_;
};

}  // namespace verigan::nn

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/matrix.hpp"
#include "core/shape.hpp"
#include "nn/activation.hpp"
#include "random/stream.hpp"

// What a layer is. A layer is a shape and two functions; it owns no numbers. Parameters, running
// statistics, activations and gradients live in flat buffers of others, allocated once, so that an
// optimiser sees one vector. Convolutions and batch normalisation allocate sums while they work.
//
// Dimension letters: B samples, I inputs, O outputs. The gradient of x is dx.
namespace verigan::nn {

/// What a tensor is for: it decides how it is initialised.
enum class Role { weight, bias, scale, running_mean, running_variance };

/// One tensor of a layer inside the layer's part of a flat vector: element (i, j) is
/// flat[offset + i * ld + j]. Padding between rows stays zero.
struct Tensor {
  std::string name;
  Role role = Role::weight;
  std::size_t rows = 0, cols = 0, ld = 0, offset = 0;
  std::size_t fan_in = 0, fan_out = 0;  // inputs that reach one output, outputs one input reaches
  double gain = 1;                      // variance gain that keeps the scale of what follows
  std::vector<std::size_t> shape;       // as written to a checkpoint; product = rows * cols

  /// Floats it takes, rounded up so that the next tensor starts on a 64-byte boundary.
  std::size_t size() const { return (rows * ld + 15) / 16 * 16; }
  /// The tensor as a matrix inside `flat`.
  template <class T>
  MatrixView<T> in(std::span<T> flat) const {
    ensure(offset + rows * ld <= flat.size(), "tensor inside its flat vector");
    return {flat.data() + offset, rows, cols, ld};
  }
};

/// Appends a rows × cols tensor to a layer's list, behind those already there. Returns it for details
/// (fans, gain, shape) to be filled in.
Tensor& append(std::vector<Tensor>& list, std::string name, Role role, std::size_t rows,
               std::size_t cols);

/// Training uses the statistics of the mini-batch and updates the running ones, and drops units;
/// inference uses the running ones and keeps all units. Standing statistics are measured by calibration:
/// the mini-batch's own are used and averaged into the running ones, and all units are kept.
enum class Mode { train, infer, calibrate };

/// What a pass through a layer needs to know besides numbers. A layer's draw number i is index
/// layer·2³² + i of (stream, step).
struct Context {
  Mode mode = Mode::train;
  const random::Stream* stream = nullptr;  // needed by layers that draw, in training
  std::uint64_t step = 0;
  std::uint32_t layer = 0;                 // set by the network
  std::span<const Label> labels = {};      // one per sample; needed by layers with classes()
  double keep = 0;                         // calibration: share of the running statistics kept
};

class ParameterUpdate;

/// Where a layer's gradients go, and what is done with them.
struct Gradients {
  /// Laid out like the layer's parameters; empty if they are not wanted.
  std::span<float> values;
  /// These rows follow others of the same batch: continue the sums that those left in `values`.
  bool add = false;
  /// The optimiser's step for this layer's parameters, taken as soon as they will not be read again;
  /// what `values` then holds is not specified. Null: no step.
  const ParameterUpdate* update = nullptr;
  /// dy is already the gradient of what the layer's activation() was applied to: the layer above has
  /// multiplied it by the derivative.
  bool is_preactivation_gradient = false;
  /// The activation whose output x is, for layers with fuses_activation_backward().
  Activation input_activation = kIdentity;
};

class Layer {
 public:
  virtual ~Layer() = default;
  virtual std::string kind() const = 0;
  /// What the numbers of a sample are before and behind the layer. Dense layers and the like, which do
  /// not care, state a vector.
  virtual Shape input_shape() const = 0;
  virtual Shape output_shape() const = 0;
  std::size_t inputs() const { return input_shape().size(); }
  std::size_t outputs() const { return output_shape().size(); }
  /// Classes of the labels it needs in Context; 0 for none.
  virtual std::size_t classes() const { return 0; }
  /// Trained tensors, offsets from 0.
  virtual std::vector<Tensor> parameters() const { return {}; }
  /// Tensors that training moves but the optimiser does not (running statistics), offsets from 0.
  virtual std::vector<Tensor> state() const { return {}; }
  /// True when a row of y depends on that row of x alone, in training too, so that a batch may be
  /// taken in blocks of rows whose gradients are added up in order: the bits of the whole batch.
  virtual bool samplewise() const { return false; }
  /// What the layer's outputs come out of, element by element, last.
  virtual Activation activation() const { return kIdentity; }
  /// True when backward multiplies dx by the derivative of Gradients::input_activation.
  virtual bool fuses_activation_backward() const { return false; }
  /// Floats that forward leaves for backward, for a batch of B.
  virtual std::size_t scratch(std::size_t /*batch*/) const { return 0; }

  /// y (B, O) from x (B, I).
  virtual void forward(std::span<const float> parameters, std::span<float> state,
                       MatrixView<const float> x, MatrixView<float> y, std::span<float> scratch,
                       const Context& context) const = 0;

  /// dx (B, I) and gradients from dy (B, O), which is overwritten, after a forward in training mode
  /// with the same x, y and scratch. Only samplewise layers may be asked to add. A dx without memory
  /// asks for it not to be computed.
  virtual void backward(std::span<const float> parameters, MatrixView<const float> x,
                        MatrixView<const float> y, MatrixView<float> dy, MatrixView<float> dx,
                        const Gradients& gradients, std::span<float> scratch) const = 0;
};

}  // namespace verigan::nn

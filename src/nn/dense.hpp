// SPDX-License-Identifier: MIT
#pragma once

#include "nn/activation.hpp"
#include "nn/layer.hpp"

namespace verigan::nn {

/// y = f(x W + b), W (I, O), b (O). With f's derivative taken from y:
///   dz = dy · f′;  dW = xᵀ dz;  db = Σ_rows dz;  dx = dz Wᵀ.
class Dense final : public Layer {
 public:
  /// Throws verigan::Error when a width is 0.
  Dense(std::size_t inputs, std::size_t outputs, Activation f)
      : Dense(inputs, Shape{1, 1, outputs}, f) {}
  /// The outputs as an image, for convolutions to go on with.
  Dense(std::size_t inputs, const Shape& output, Activation f);

  std::string kind() const override { return "dense"; }
  Shape input_shape() const override { return {1, 1, inputs_}; }
  Shape output_shape() const override { return output_; }
  std::vector<Tensor> parameters() const override { return tensors_; }
  bool samplewise() const override { return true; }
  Activation activation() const override { return activation_; }
  bool fuses_activation_backward() const override { return true; }
  void forward(std::span<const float> parameters, std::span<float> state,
               MatrixView<const float> x, MatrixView<float> y, std::span<float> scratch,
               const Context& context) const override;
  void backward(std::span<const float> parameters, MatrixView<const float> x,
                MatrixView<const float> y, MatrixView<float> dy, MatrixView<float> dx,
                const Gradients& gradients, std::span<float> scratch) const override;

 private:
  std::size_t inputs_;
  Shape output_;
  Activation activation_;
  std::vector<Tensor> tensors_;
};

}  // namespace verigan::nn

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
  Dense(std::size_t inputs, std::size_t outputs, Activation f);

  std::string kind() const override { return "dense"; }
  std::size_t inputs() const override { return inputs_; }
  std::size_t outputs() const override { return outputs_; }
  std::vector<Tensor> parameters() const override { return tensors_; }
  bool row_by_row() const override { return true; }
  Activation activation() const override { return activation_; }
  bool takes_up_derivative() const override { return true; }
  void forward(std::span<const float> parameters, std::span<float> state,
               MatrixView<const float> x, MatrixView<float> y, std::span<float> scratch,
               const Context& context) const override;
  void backward(std::span<const float> parameters, MatrixView<const float> x,
                MatrixView<const float> y, MatrixView<float> dy, MatrixView<float> dx,
                const Gradients& gradients, std::span<float> scratch) const override;

 private:
  std::size_t inputs_, outputs_;
  Activation activation_;
  std::vector<Tensor> tensors_;
};

}  // namespace verigan::nn

// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "nn/network.hpp"

namespace verigan::nn {

/// The gradient g(x) = ∇_x ℓ(x) of a network's one output, row by row, and what functions of it do to the
/// parameters: the second derivatives that penalties on g need.
///
/// For a fixed u, ⟨u, g(x)⟩ is the derivative of ℓ at x along u, which a second forward pass computes next to
/// the first: with h the layers' outputs, t_0 = u, s_l = W_l t_{l−1}, t_l = f′(z_l)·s_l, it is t_L. Its gradient
/// in the parameters goes back through both passes, f″ where f is curved.
///
/// Layers: dense and convolutions, of identity, (leaky) rectifiers, tanh or sigmoid. Of a rectifier f″ is 0, as
/// it is but at the kink.
class InputGradient {
 public:
  /// For at most `rows` samples at a time. Throws verigan::Error naming the first layer that has no second
  /// derivative here (batch normalisation, dropout, maxout, labels), and unless there is one output.
  InputGradient(const Network& network, std::size_t rows);

  /// g (n, inputs) at x (n, inputs).
  void gradient(const Weights& weights, MatrixView<const float> x, MatrixView<float> g);
  /// gradients += ∇_parameters Σ_i ⟨u_i, g(x_i)⟩, u (n, inputs) constant, at the x of the gradient() just taken
  /// and the same weights.
  void add(const Weights& weights, MatrixView<const float> u, std::span<float> gradients);

 private:
  MatrixView<const float> output(std::size_t layer) const {
    return outputs_[layer].view().block_rows(0, n_);
  }
  void add_layer(const Weights& weights, std::size_t layer, MatrixView<const float> input,
                 MatrixView<float> dz, MatrixView<float> dx, bool with_bias, std::span<float> gradients);

  struct Slot {
    std::size_t first, size;  // of the layer's parameters
    std::vector<Tensor> tensors;
  };
  const Network& network_;
  std::vector<std::shared_ptr<const Layer>> linear_;  // the layers without their activation
  std::vector<Slot> slots_;
  std::vector<Matrix<float>> outputs_, tangents_, slopes_;  // h_l, t_l and s_l of every layer
  Matrix<float> x_, without_bias_, gradient_, back_[2], curved_[2];
  std::size_t n_ = 0;
};

}  // namespace verigan::nn

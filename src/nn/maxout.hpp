// SPDX-License-Identifier: MIT
#pragma once

#include "nn/layer.hpp"

namespace verigan::nn {

/// The maximum over pieces (Goodfellow et al. 2013, "Maxout networks"), x (B, pieces·O), y (B, O):
///   y(i, j) = max_k x(i, k·O + j).
/// Behind a dense layer without activation, as NetworkBuilder::maxout writes it, y_j is the largest of
/// `pieces` linear functions, and weights are drawn as those of any dense layer; He's variance keeps
/// the scale of the pieces, not that of their maximum.
/// Backward, the gradient goes to the piece that was taken: dx = dy there, 0 elsewhere. Of equal
/// pieces, +0 and −0 among them, the first is taken. If a piece is NaN so is y, and the first piece
/// gets the gradient.
class Maxout final : public Layer {
 public:
  /// Throws verigan::Error when outputs or pieces is 0.
  Maxout(std::size_t outputs, std::size_t pieces);

  std::string kind() const override { return "maxout"; }
  Shape input_shape() const override { return {1, 1, outputs_ * pieces_}; }
  Shape output_shape() const override { return {1, 1, outputs_}; }
  bool samplewise() const override { return true; }
  void forward(std::span<const float> parameters, std::span<float> state,
               MatrixView<const float> x, MatrixView<float> y, std::span<float> scratch,
               const Context& context) const override;
  void backward(std::span<const float> parameters, MatrixView<const float> x,
                MatrixView<const float> y, MatrixView<float> dy, MatrixView<float> dx,
                const Gradients& gradients, std::span<float> scratch) const override;

 private:
  std::size_t outputs_, pieces_;
};

}  // namespace verigan::nn

// SPDX-License-Identifier: MIT
#pragma once

#include "nn/layer.hpp"

namespace verigan::nn {

/// Inverted dropout (Srivastava et al. 2014): in training y = x·m, m = 0 with probability `rate` and
/// 1/(1 − rate) otherwise, so that E[y] = x and inference is the identity. Element (i, j) is dropped
/// when draw layer·2³² + i·width + j of the step lies below the rate: which ones depends on the address
/// alone, not on what was drawn before.
class Dropout final : public Layer {
 public:
  /// Throws verigan::Error unless there are numbers and 0 <= rate < 1.
  Dropout(const Shape& shape, float rate);
  Dropout(std::size_t width, float rate) : Dropout(Shape{1, 1, width}, rate) {}

  std::string kind() const override { return "dropout"; }
  Shape input_shape() const override { return shape_; }
  Shape output_shape() const override { return shape_; }
  std::size_t scratch(std::size_t batch) const override { return batch * width_; }
  void forward(std::span<const float> parameters, std::span<float> state,
               MatrixView<const float> x, MatrixView<float> y, std::span<float> scratch,
               const Context& context) const override;
  void backward(std::span<const float> parameters, MatrixView<const float> x,
                MatrixView<const float> y, MatrixView<float> dy, MatrixView<float> dx,
                const Gradients& gradients, std::span<float> scratch) const override;

 private:
  Shape shape_;
  std::size_t width_;
  float rate_;
};

}  // namespace verigan::nn

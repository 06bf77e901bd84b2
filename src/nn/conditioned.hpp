// SPDX-License-Identifier: MIT
#pragma once

#include "nn/layer.hpp"

namespace verigan::nn {

/// What a label becomes next to a sample.
struct Conditioning {
  enum class Kind {
    one_hot,     ///< a channel for each class, 1 everywhere in the label's and 0 in the others
    embedding,   ///< `width` channels, constant over the image; the constants of a class are learnt
    projection,  ///< `width` channels, an image of the sample's size for each class, learnt
  };
  std::size_t classes = 10;
  Kind kind = Kind::one_hot;
  std::size_t width = 1;  ///< channels of an embedding or a projection
};

/// Widens each sample by channels that depend on its label alone (Mirza & Osindero 2014): x (h, w, c)
/// becomes (h, w, c + extra), x first. On a vector, which is one pixel of many channels, that is the label
/// behind x, and an embedding and a projection are the same. The gradient dx keeps x's columns.
///
/// An embedding's table is (classes, width), a projection's (classes, h·w·width), drawn with fan-in 1:
/// one number of a one-hot vector reaches each.
class Conditioned final : public Layer {
 public:
  /// Throws verigan::Error unless there are 1 to 2²⁴ classes and, where something is learnt, a width.
  Conditioned(const Shape& x, const Conditioning& how);

  std::string kind() const override { return "conditioned"; }
  Shape input_shape() const override { return x_; }
  Shape output_shape() const override { return {x_.height, x_.width, x_.channels + extra_}; }
  std::size_t classes() const override { return how_.classes; }
  const Conditioning& how() const { return how_; }
  std::vector<Tensor> parameters() const override { return tensors_; }
  bool samplewise() const override { return true; }
  std::size_t scratch(std::size_t batch) const override { return batch; }
  void forward(std::span<const float> parameters, std::span<float> state,
               MatrixView<const float> x, MatrixView<float> y, std::span<float> scratch,
               const Context& context) const override;
  void backward(std::span<const float> parameters, MatrixView<const float> x,
                MatrixView<const float> y, MatrixView<float> dy, MatrixView<float> dx,
                const Gradients& gradients, std::span<float> scratch) const override;

 private:
  Shape x_;
  Conditioning how_;
  std::size_t extra_;
  std::vector<Tensor> tensors_;
};

}  // namespace verigan::nn

// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "nn/activation.hpp"
#include "nn/layer.hpp"
#include "simd/convolution.hpp"

// Convolutional layers. A sample is one row, channels innermost: image (H·W·C), features (P·Q·F).
namespace verigan::nn {

/// A square kernel, and how many zeros it meets on every side of the image.
struct Kernel {
  std::size_t size = 5, stride = 2;
  std::optional<std::size_t> padding = {};  ///< none: so that ⌈length / stride⌉ features come out
};

/// `features` of such a kernel over an image. Throws verigan::Error if it is impossible.
simd::ConvolutionShape convolution_shape(const Shape& image, const Kernel& kernel, std::size_t features);

/// A square kernel over an image of `height` × `width` × `channels`, padded so that
/// ⌈height / stride⌉ × ⌈width / stride⌉ features come out. Throws verigan::Error if it is impossible.
simd::ConvolutionShape same_convolution(std::size_t height, std::size_t width, std::size_t channels,
                                        std::size_t kernel, std::size_t features,
                                        std::size_t stride);

/// Whether a layer adds a constant to each channel; before a batch normalisation it has no effect.
enum class Bias { none, per_channel };

/// What the two layers share: a kernel, a bias for each output channel and an activation.
class ConvolutionBase : public Layer {
 public:
  std::vector<Tensor> parameters() const override { return tensors_; }
  Activation activation() const override { return activation_; }
  const simd::ConvolutionShape& geometry() const { return shape_; }

 protected:
  enum class Direction { to_features, to_image };
  ConvolutionBase(const simd::ConvolutionShape& shape, Activation f, Bias bias, Direction direction);

  MatrixView<const float> kernel(std::span<const float> parameters) const {
    return tensors_[0].in(parameters);
  }
  std::span<const float> bias(std::span<const float> parameters) const;
  /// dy = dy · f′ if it is not yet; the bias' gradient unless no gradients are wanted.
  void backward_to_sum(MatrixView<const float> y, MatrixView<float> dy,
                       const Gradients& gradients) const;

  Shape image() const { return {shape_.height, shape_.width, shape_.channels}; }
  Shape features() const { return {shape_.feature_rows(), shape_.feature_cols(), shape_.features}; }

  simd::ConvolutionShape shape_;
  Activation activation_;
  std::vector<Tensor> tensors_;
};

/// y = f(convolution(x, K) + b): the strided convolution of a discriminator. K (R·S·C, F), b (F).
class Convolution final : public ConvolutionBase {
 public:
  /// Throws verigan::Error when the shape is impossible.
  explicit Convolution(const simd::ConvolutionShape& shape, Activation f,
                       Bias bias = Bias::per_channel);

  std::string kind() const override { return "convolution"; }
  Shape input_shape() const override { return image(); }
  Shape output_shape() const override { return features(); }
  void forward(std::span<const float> parameters, std::span<float> state,
               MatrixView<const float> x, MatrixView<float> y, std::span<float> scratch,
               const Context& context) const override;
  void backward(std::span<const float> parameters, MatrixView<const float> x,
                MatrixView<const float> y, MatrixView<float> dy, MatrixView<float> dx,
                const Gradients& gradients, std::span<float> scratch) const override;
};

/// y = f(convolutionᵀ(x, K) + b), from features to the image: the fractionally-strided convolution of a
/// generator ("deconvolution", Radford et al. 2016). `shape` is that of the convolution it is the
/// adjoint of, so the output has exactly shape.height × shape.width pixels. K (R·S·C, F), b (C).
class FractionallyStridedConvolution final : public ConvolutionBase {
 public:
  /// Throws verigan::Error when the shape is impossible.
  explicit FractionallyStridedConvolution(const simd::ConvolutionShape& shape, Activation f,
                                          Bias bias = Bias::per_channel);

  std::string kind() const override { return "fractionally_strided_convolution"; }
  Shape input_shape() const override { return features(); }
  Shape output_shape() const override { return image(); }
  void forward(std::span<const float> parameters, std::span<float> state,
               MatrixView<const float> x, MatrixView<float> y, std::span<float> scratch,
               const Context& context) const override;
  void backward(std::span<const float> parameters, MatrixView<const float> x,
                MatrixView<const float> y, MatrixView<float> dy, MatrixView<float> dx,
                const Gradients& gradients, std::span<float> scratch) const override;
};

}  // namespace verigan::nn

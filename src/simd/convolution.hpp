// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>

#include "core/matrix.hpp"

// Convolutions between an image side and a feature side. One geometry serves both kinds of layer: a
// strided convolution takes the image to the features; a fractionally-strided ("transposed", "up-")
// convolution is its adjoint and takes the features to the image. Dumoulin & Visin, "A guide to
// convolution arithmetic for deep learning", 2016.
//
// Dimension letters: B samples; H, W, C rows, columns, channels of the image; R, S rows and columns
// of the kernel; P, Q, F rows, columns, channels of the features.
// Data: one sample a row, channels innermost (NHWC): image (B, H·W·C), features (B, P·Q·F).
// Kernel: (R·S·C, F), row (r·S + s)·C + c.
//
// Each output element is one chain of fused multiply–adds in a written order, over the taps that hit
// the data: padding is skipped, not multiplied by. The loops in convolution_spec.cpp are the
// specification, and every implementation returns their bits.
namespace verigan::simd {

/// Zeros assumed before and behind a row or column.
struct Padding {
  std::size_t before = 0, behind = 0;
};

/// The padding that makes ⌈length / stride⌉ outputs, the odd zero behind (TensorFlow's SAME).
Padding same_padding(std::size_t length, std::size_t kernel, std::size_t stride);

struct ConvolutionShape {
  std::size_t height = 0, width = 0, channels = 0;  // H, W, C
  std::size_t kernel_rows = 0, kernel_cols = 0;     // R, S
  std::size_t features = 0;                         // F
  std::size_t stride = 1;
  Padding rows = {}, cols = {};

  /// P = ⌊(H + padding − R) / stride⌋ + 1, and Q likewise. The (H + padding − R) mod stride rows
  /// left over are the "output padding" of the adjoint: no tap need reach them.
  std::size_t feature_rows() const {
    return (height + rows.before + rows.behind - kernel_rows) / stride + 1;
  }
  std::size_t feature_cols() const {
    return (width + cols.before + cols.behind - kernel_cols) / stride + 1;
  }
  std::size_t image_size() const { return height * width * channels; }
  std::size_t feature_size() const { return feature_rows() * feature_cols() * features; }
  std::size_t taps() const { return kernel_rows * kernel_cols * channels; }  // rows of the kernel

  /// Throws verigan::Error unless every extent is at least 1, extents and padded extents are below 2²⁰
  /// each and the kernel fits into the padded image.
  void check() const;
};

/// features(p, q, f) = bias[f] + Σ image(p·stride + r − before, q·stride + s − before, c) ·
/// kernel(r, s, c, f): the chain starts at bias[f] (0 when bias is empty) and runs over (r, s, c).
void convolution(const ConvolutionShape& shape, MatrixView<const float> image,
                 MatrixView<const float> kernel, std::span<const float> bias,
                 MatrixView<float> features);

/// image = adjoint of convolution applied to features, plus bias: the chain of image(h, w, c) starts
/// at bias[c] (0 when bias is empty) and runs over (r, s, f), with the feature at
/// p = (h + before − r) / stride where that is whole and inside. Forward pass of a
/// fractionally-strided convolution; backward pass of a strided one to its input.
void transposed_convolution(const ConvolutionShape& shape, MatrixView<const float> features,
                            MatrixView<const float> kernel, std::span<const float> bias,
                            MatrixView<float> image);

/// gradient(r, s, c, f) = Σ image(p·stride + r − before, …, c) · features(p, q, f): the chain starts
/// at 0 and runs over (sample, p, q). The gradient of both kinds of layer, one of the two sides being
/// the gradient of the output.
void convolution_kernel_gradient(const ConvolutionShape& shape, MatrixView<const float> image,
                                 MatrixView<const float> features, MatrixView<float> gradient);

namespace spec {
void convolution(const ConvolutionShape& shape, MatrixView<const float> image,
                 MatrixView<const float> kernel, std::span<const float> bias,
                 MatrixView<float> features);
void transposed_convolution(const ConvolutionShape& shape, MatrixView<const float> features,
                            MatrixView<const float> kernel, std::span<const float> bias,
                            MatrixView<float> image);
void convolution_kernel_gradient(const ConvolutionShape& shape, MatrixView<const float> image,
                                 MatrixView<const float> features, MatrixView<float> gradient);
}  // namespace spec

}  // namespace verigan::simd

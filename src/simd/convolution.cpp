// SPDX-License-Identifier: MIT
#include "simd/convolution.hpp"

#include <array>

namespace verigan::simd {
namespace {

void ensure_shapes(const ConvolutionShape& shape, MatrixView<const float> image,
                   MatrixView<const float> kernel, MatrixView<const float> features) {
  ensure(image.cols == shape.image_size() && features.cols == shape.feature_size() &&
             image.rows == features.rows,
         "convolution: shapes of image and features");
  ensure(kernel.rows == shape.taps() && kernel.cols == shape.features, "convolution: kernel's shape");
}

}  // namespace

Padding same_padding(std::size_t length, std::size_t kernel, std::size_t stride) {
  require(length > 0 && kernel > 0 && stride > 0, "padding for length ", length, ", kernel ", kernel,
          ", stride ", stride, ", expected at least 1 of each");
  const std::size_t reach = ((length + stride - 1) / stride - 1) * stride + kernel;
  const std::size_t total = reach > length ? reach - length : 0;
  return {total / 2, total - total / 2};
}

void ConvolutionShape::check() const {
  const std::array extents = {height, width, channels, kernel_rows, kernel_cols, features, stride};
  for (const std::size_t extent : extents) {
    require(extent > 0 && extent < (std::size_t{1} << 20), "convolution of a ", height, "x", width,
            "x", channels, " image, kernel ", kernel_rows, "x", kernel_cols, ", ", features,
            " features, stride ", stride, ", expected each from 1 to 2^20 - 1");
  }
  const std::size_t tall = height + rows.before + rows.behind;
  const std::size_t wide = width + cols.before + cols.behind;
  require(tall < (1U << 20) && wide < (1U << 20), "convolution padded to ", tall, "x", wide,
          ", expected each below 2^20");
  require(kernel_rows <= tall && kernel_cols <= wide, "convolution kernel ", kernel_rows, "x",
          kernel_cols, ", expected to fit into the padded image of ", tall, "x", wide);
}

void convolution(const ConvolutionShape& shape, MatrixView<const float> image,
                 MatrixView<const float> kernel, std::span<const float> bias,
                 MatrixView<float> features) {
  ensure_shapes(shape, image, kernel, features);
  ensure(bias.empty() || bias.size() == shape.features, "convolution: one bias for a feature");
  spec::convolution(shape, image, kernel, bias, features);
}

void transposed_convolution(const ConvolutionShape& shape, MatrixView<const float> features,
                            MatrixView<const float> kernel, std::span<const float> bias,
                            MatrixView<float> image) {
  ensure_shapes(shape, image, kernel, features);
  ensure(bias.empty() || bias.size() == shape.channels, "convolution: one bias for a channel");
  spec::transposed_convolution(shape, features, kernel, bias, image);
}

void convolution_kernel_gradient(const ConvolutionShape& shape, MatrixView<const float> image,
                                 MatrixView<const float> features, MatrixView<float> gradient) {
  ensure_shapes(shape, image, gradient, features);
  spec::convolution_kernel_gradient(shape, image, features, gradient);
}

}  // namespace verigan::simd

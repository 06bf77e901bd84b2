// SPDX-License-Identifier: MIT
#include "simd/convolution.hpp"

#include <algorithm>
#include <array>

#include "simd/convolution_plan.hpp"
#include "simd/kernels.hpp"

namespace verigan::simd {
namespace {

void ensure_shapes(const ConvolutionShape& shape, MatrixView<const float> image,
                   MatrixView<const float> kernel, MatrixView<const float> features) {
  ensure(image.cols == shape.image_size() && features.cols == shape.feature_size() &&
             image.rows == features.rows,
         "convolution: shapes of image and features");
  ensure(kernel.rows == shape.taps() && kernel.cols == shape.features, "convolution: kernel's shape");
}

/// Lanes that the two ways of a transposed convolution keep busy, with or without work. The narrow one
/// takes about half as long again for its transposes.
bool narrow_is_faster(const ConvolutionTile& kernels, const ConvolutionShape& shape,
                      std::size_t samples) {
  const ConvolutionTile& tile = tile_for(kernels, shape.channels);
  const std::size_t tiled = parts(shape.channels, tile.panel) * tile.panel *
                            parts(samples, tile.rows) * tile.rows;
  const std::size_t narrow = shape.channels * parts(samples, kernels.samples) * kernels.samples;
  return 3 * narrow < 2 * tiled;
}

}  // namespace

Range taps_inside(std::size_t p, std::size_t taps, std::size_t stride, std::size_t before,
                  std::size_t length) {
  const std::size_t at = p * stride;
  const std::size_t end = std::min(taps, length + before > at ? length + before - at : 0);
  return {std::min(end, before > at ? before - at : 0), end};
}

Range features_inside(std::size_t r, std::size_t features, std::size_t stride, std::size_t before,
                      std::size_t length) {
  if (length + before <= r) return {};
  const std::size_t end = std::min(features, (length - 1 + before - r) / stride + 1);
  return {std::min(end, before > r ? parts(before - r, stride) : 0), end};
}

float* workspace(std::size_t what, std::size_t size) {
  thread_local std::vector<Matrix<float>> buffers;
  if (buffers.size() <= what) buffers.resize(what + 1);
  if (buffers[what].cols() < size) buffers[what] = Matrix<float>(1, size);
  return buffers[what].data();
}

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
  if (const ConvolutionTile* kernels = simd::kernels().convolution; kernels != nullptr)
    convolution_tiled(tile_for(*kernels, shape.features), shape, image, kernel, bias, features);
  else
    spec::convolution(shape, image, kernel, bias, features);
}

void transposed_convolution(const ConvolutionShape& shape, MatrixView<const float> features,
                            MatrixView<const float> kernel, std::span<const float> bias,
                            MatrixView<float> image) {
  ensure_shapes(shape, image, kernel, features);
  ensure(bias.empty() || bias.size() == shape.channels, "convolution: one bias for a channel");
  const ConvolutionTile* kernels = simd::kernels().convolution;
  if (kernels == nullptr)
    spec::transposed_convolution(shape, features, kernel, bias, image);
  else if (narrow_is_faster(*kernels, shape, image.rows))
    transposed_convolution_narrow(*kernels, shape, features, kernel, bias, image);
  else
    transposed_convolution_tiled(tile_for(*kernels, shape.channels), shape, features, kernel, bias,
                                 image);
}

void convolution_kernel_gradient(const ConvolutionShape& shape, MatrixView<const float> image,
                                 MatrixView<const float> features, MatrixView<float> gradient) {
  ensure_shapes(shape, image, gradient, features);
  if (const ConvolutionTile* kernels = simd::kernels().convolution; kernels != nullptr)
    kernel_gradient_tiled(*kernels, shape, image, features, gradient);
  else
    spec::convolution_kernel_gradient(shape, image, features, gradient);
}

}  // namespace verigan::simd

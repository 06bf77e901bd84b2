// SPDX-License-Identifier: MIT
#include "nn/convolution.hpp"

#include <algorithm>

#include "nn/optimiser.hpp"
#include "simd/channels.hpp"

namespace verigan::nn {

simd::ConvolutionShape same_convolution(std::size_t height, std::size_t width, std::size_t channels,
                                        std::size_t kernel, std::size_t features,
                                        std::size_t stride) {
  simd::ConvolutionShape shape{.height = height,
                               .width = width,
                               .channels = channels,
                               .kernel_rows = kernel,
                               .kernel_cols = kernel,
                               .features = features,
                               .stride = stride,
                               .rows = simd::same_padding(height, kernel, stride),
                               .cols = simd::same_padding(width, kernel, stride)};
  shape.check();
  return shape;
}

simd::ConvolutionShape convolution_shape(const Shape& image, const Kernel& kernel,
                                         std::size_t features) {
  if (!kernel.padding)
    return same_convolution(image.height, image.width, image.channels, kernel.size, features,
                            kernel.stride);
  const simd::Padding padding{*kernel.padding, *kernel.padding};
  const simd::ConvolutionShape shape{.height = image.height,
                                     .width = image.width,
                                     .channels = image.channels,
                                     .kernel_rows = kernel.size,
                                     .kernel_cols = kernel.size,
                                     .features = features,
                                     .stride = kernel.stride,
                                     .rows = padding,
                                     .cols = padding};
  shape.check();
  return shape;
}

ConvolutionBase::ConvolutionBase(const simd::ConvolutionShape& shape, Activation f, Bias bias,
                                 Direction direction)
    : shape_(shape), activation_(f) {
  shape.check();
  Tensor& kernel = append(tensors_, "kernel", Role::weight, shape.taps(), shape.features);
  kernel.shape = {shape.kernel_rows, shape.kernel_cols, shape.channels, shape.features};
  kernel.gain = f.gain();
  // Away from the borders, every feature sees all taps and every image element one in stride².
  const std::size_t taps = shape.kernel_rows * shape.kernel_cols, stride = shape.stride;
  const std::size_t of_feature = taps * shape.channels;
  const std::size_t of_image = std::max<std::size_t>(1, taps * shape.features / (stride * stride));
  const bool to_features = direction == Direction::to_features;
  kernel.fan_in = to_features ? of_feature : of_image;
  kernel.fan_out = to_features ? of_image : of_feature;
  if (bias == Bias::per_channel)
    append(tensors_, "bias", Role::bias, 1, to_features ? shape.features : shape.channels);
}

std::span<const float> ConvolutionBase::bias(std::span<const float> parameters) const {
  return tensors_.size() > 1 ? tensors_[1].in(parameters).row(0) : std::span<const float>{};
}

void ConvolutionBase::backward_to_sum(MatrixView<const float> y, MatrixView<float> dy,
                                      const Gradients& gradients) const {
  const Activation left = gradients.is_preactivation_gradient ? kIdentity : activation_;
  if (gradients.values.empty() || tensors_.size() == 1) return activation_backward(y, dy, left);
  const std::span<float> db = tensors_[1].in(gradients.values).row(0);
  std::vector<double> sums(db.size());
  simd::sum_samples(dy.rows, dy.rows * dy.cols, sums, [&](std::size_t n, std::span<float> sum) {
    activation_backward(y.block_rows(n, 1), dy.block_rows(n, 1), left);
    simd::add_channel_sums(dy.row(n), sum);
  });
  std::ranges::transform(sums, db.begin(), [](double x) { return static_cast<float>(x); });
}

Convolution::Convolution(const simd::ConvolutionShape& shape, Activation f, Bias bias)
    : ConvolutionBase(shape, f, bias, Direction::to_features) {}

void Convolution::forward(std::span<const float> parameters, std::span<float>,
                          MatrixView<const float> x, MatrixView<float> y, std::span<float>,
                          const Context&) const {
  simd::convolution(shape_, x, kernel(parameters), bias(parameters), y);
  simd::activate(y, activation_.kind, activation_.slope);
}

void Convolution::backward(std::span<const float> parameters, MatrixView<const float> x,
                           MatrixView<const float> y, MatrixView<float> dy, MatrixView<float> dx,
                           const Gradients& gradients, std::span<float>) const {
  backward_to_sum(y, dy, gradients);
  if (!gradients.values.empty())
    simd::convolution_kernel_gradient(shape_, x, dy, tensors_[0].in(gradients.values));
  if (dx.data != nullptr)
    simd::transposed_convolution(shape_, dy, kernel(parameters), {}, dx);
  if (gradients.update != nullptr) gradients.update->apply(gradients.values);
}

FractionallyStridedConvolution::FractionallyStridedConvolution(const simd::ConvolutionShape& shape,
                                                               Activation f, Bias bias)
    : ConvolutionBase(shape, f, bias, Direction::to_image) {}

void FractionallyStridedConvolution::forward(std::span<const float> parameters, std::span<float>,
                                             MatrixView<const float> x, MatrixView<float> y,
                                             std::span<float>, const Context&) const {
  simd::transposed_convolution(shape_, x, kernel(parameters), bias(parameters), y);
  simd::activate(y, activation_.kind, activation_.slope);
}

void FractionallyStridedConvolution::backward(std::span<const float> parameters,
                                              MatrixView<const float> x, MatrixView<const float> y,
                                              MatrixView<float> dy, MatrixView<float> dx,
                                              const Gradients& gradients, std::span<float>) const {
  backward_to_sum(y, dy, gradients);
  if (!gradients.values.empty())
    simd::convolution_kernel_gradient(shape_, dy, x, tensors_[0].in(gradients.values));
  if (dx.data != nullptr) simd::convolution(shape_, dy, kernel(parameters), {}, dx);
  if (gradients.update != nullptr) gradients.update->apply(gradients.values);
}

}  // namespace verigan::nn

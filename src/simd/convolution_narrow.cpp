// SPDX-License-Identifier: MIT
#include <algorithm>

#include "simd/convolution_plan.hpp"

// A transposed convolution to few channels, such as the grey image at the end of a generator, would
// leave most lanes of a tile idle. Here the lanes are samples: the features are transposed so that
// samples lie side by side, and one load serves the stride² pixels that see the same features. Only
// the few rows of features that a row of pixels sees are kept.
namespace verigan::simd {
namespace {

enum Buffer : std::size_t { features_across = 8, image_across };

/// Image rows (or columns) that are stride·group + phase − before for phases 0 … stride − 1 see the
/// same features group, group − 1, …, through taps phase, phase + stride, …
std::size_t last_group(std::size_t length, const Padding& padding, std::size_t stride) {
  return (length - 1 + padding.before) / stride;
}

class Group {
 public:
  Group(const ConvolutionTile& kernels, const ConvolutionShape& shape,
        MatrixView<const float> kernel, const float* features, std::size_t kept, float* image)
      : kernels_(kernels), shape_(shape), kernel_(kernel), features_(features), kept_(kept),
        image_(image) {}

  /// All pixels of group (row, col), taps in order.
  void run(std::size_t row, std::size_t col) const {
    const std::size_t stride = shape_.stride, Q = shape_.feature_cols();
    for (std::size_t t = 0; t * stride < shape_.kernel_rows && t <= row; ++t) {
      if (row - t >= shape_.feature_rows()) continue;
      for (std::size_t u = 0; u * stride < shape_.kernel_cols && u <= col; ++u) {
        if (col - u < Q) step(row, col, t, u, (row - t) % kept_ * Q + col - u);
      }
    }
  }

 private:
  /// The pixels of the group that the feature pixel kept at `from` reaches through taps (t, u)·stride + phase.
  void step(std::size_t row, std::size_t col, std::size_t t, std::size_t u,
            std::size_t from) const {
    const std::size_t stride = shape_.stride, S = shape_.kernel_cols, C = shape_.channels;
    const float* a = features_ + from * shape_.features * kernels_.samples;
    const float* b[kMostNarrow];
    float* c[kMostNarrow];
    std::size_t outputs = 0;
    for (std::size_t i = 0; i < stride && t * stride + i < shape_.kernel_rows; ++i) {
      const std::size_t h = row * stride + i - shape_.rows.before;  // wraps above the image
      for (std::size_t j = 0; j < stride && u * stride + j < S && h < shape_.height; ++j) {
        const std::size_t w = col * stride + j - shape_.cols.before;
        for (std::size_t channel = 0; channel < C && w < shape_.width; ++channel) {
          b[outputs] = &kernel_(((t * stride + i) * S + u * stride + j) * C + channel, 0);
          c[outputs] = image_ + ((h * shape_.width + w) * C + channel) * kernels_.samples;
          if (++outputs == kernels_.outputs) flush(outputs, a, b, c);
        }
      }
    }
    flush(outputs, a, b, c);
  }

  void flush(std::size_t& outputs, const float* a, const float* const* b, float* const* c) const {
    if (outputs > 0) kernels_.narrow(outputs, shape_.features, a, b, c);
    outputs = 0;
  }

  const ConvolutionTile& kernels_;
  const ConvolutionShape& shape_;
  MatrixView<const float> kernel_;
  const float* features_;
  std::size_t kept_;
  float* image_;
};

/// At most kernels.samples samples.
void convolve(const ConvolutionTile& kernels, const ConvolutionShape& shape,
              MatrixView<const float> features, MatrixView<const float> kernel,
              std::span<const float> bias, MatrixView<float> image) {
  const std::size_t lanes = kernels.samples, samples = image.rows;
  const std::size_t width = shape.feature_cols() * shape.features;  // of a row of features
  const std::size_t kept = parts(shape.kernel_rows, shape.stride);
  float* across = workspace(features_across, kept * width * lanes);
  float* image_t = workspace(image_across, shape.image_size() * lanes);
  if (samples < lanes) std::fill_n(across, kept * width * lanes, 0.0f);
  for (std::size_t i = 0; i < shape.image_size(); ++i)
    std::fill_n(image_t + i * lanes, lanes, bias.empty() ? 0.0f : bias[i % shape.channels]);

  const Group group(kernels, shape, kernel, across, kept, image_t);
  for (std::size_t row = 0; row <= last_group(shape.height, shape.rows, shape.stride); ++row) {
    if (row < shape.feature_rows())
      kernels.transpose(&features(0, row * width), features.ld, samples, width,
                        across + row % kept * width * lanes, lanes);
    for (std::size_t col = 0; col <= last_group(shape.width, shape.cols, shape.stride); ++col)
      group.run(row, col);
  }
  kernels.transpose(image_t, lanes, shape.image_size(), samples, image.data, image.ld);
}

}  // namespace

void transposed_convolution_narrow(const ConvolutionTile& kernels, const ConvolutionShape& shape,
                                   MatrixView<const float> features, MatrixView<const float> kernel,
                                   std::span<const float> bias, MatrixView<float> image) {
  const double steps = static_cast<double>(shape.taps() * shape.feature_size() * image.rows);
  share(parts(image.rows, kernels.samples), steps, [&](std::size_t i) {
    const std::size_t first = i * kernels.samples;
    const std::size_t count = std::min(kernels.samples, image.rows - first);
    convolve(kernels, shape, features.block_rows(first, count), kernel, bias,
             image.block_rows(first, count));
  });
}

}  // namespace verigan::simd

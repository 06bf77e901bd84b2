// SPDX-License-Identifier: MIT
#include <algorithm>

#include "simd/convolution_plan.hpp"

// A transposed convolution to few channels, such as the grey image at the end of a generator, would
// leave most lanes of a tile idle. Here the lanes are samples: the features are transposed so that
// samples lie side by side, and one load serves the stride² pixels that see the same features.
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
        MatrixView<const float> kernel, const float* features, float* image)
      : kernels_(kernels), shape_(shape), kernel_(kernel), features_(features), image_(image) {}

  /// All pixels of group (row, col), taps in order.
  void run(std::size_t row, std::size_t col) const {
    const std::size_t stride = shape_.stride, Q = shape_.feature_cols();
    for (std::size_t t = 0; t * stride < shape_.kernel_rows && t <= row; ++t) {
      if (row - t >= shape_.feature_rows()) continue;
      for (std::size_t u = 0; u * stride < shape_.kernel_cols && u <= col; ++u) {
        if (col - u < Q) step(row, col, t, u, (row - t) * Q + col - u);
      }
    }
  }

 private:
  /// The pixels of the group that feature pixel `from` reaches through taps (t, u)·stride + phase.
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
  float* image_;
};

}  // namespace

void transposed_convolution_narrow(const ConvolutionTile& kernels, const ConvolutionShape& shape,
                                   MatrixView<const float> features, MatrixView<const float> kernel,
                                   std::span<const float> bias, MatrixView<float> image) {
  const std::size_t lanes = kernels.samples, elements = shape.feature_size();
  const std::size_t groups = last_group(shape.height, shape.rows, shape.stride) + 1;
  const std::size_t columns = last_group(shape.width, shape.cols, shape.stride) + 1;
  float* across = workspace(features_across, elements * lanes);
  float* image_t = workspace(image_across, shape.image_size() * lanes);
  const Group group(kernels, shape, kernel, across, image_t);

  for (std::size_t first = 0; first < image.rows; first += lanes) {
    const std::size_t samples = std::min(lanes, image.rows - first);
    const double steps = static_cast<double>(shape.taps() * elements * samples);
    if (samples < lanes) std::fill_n(across, elements * lanes, 0.0f);
    const std::size_t slices = parts(elements, 1024);
    share(slices, steps, [&](std::size_t i) {
      const Range slice = part(elements, i, slices);
      kernels.transpose(&features(first, slice.begin), features.ld, samples, slice.size(),
                        across + slice.begin * lanes, lanes);
    });
    for (std::size_t i = 0; i < shape.image_size(); ++i)
      std::fill_n(image_t + i * lanes, lanes, bias.empty() ? 0.0f : bias[i % shape.channels]);
    share(groups, steps, [&](std::size_t row) {
      for (std::size_t col = 0; col < columns; ++col) group.run(row, col);
    });
    kernels.transpose(image_t, lanes, shape.image_size(), samples, &image(first, 0), image.ld);
  }
}

}  // namespace verigan::simd

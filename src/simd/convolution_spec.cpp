// SPDX-License-Identifier: MIT
#include "simd/convolution.hpp"
#include "simd/fma.hpp"

// The specification. Read these loops to know what the fast kernels return.
namespace verigan::simd::spec {
namespace {

constexpr std::size_t kOutside = static_cast<std::size_t>(-1);

/// Row (or column) of the image under tap r of feature row p; kOutside in the padding.
std::size_t image_index(std::size_t p, std::size_t r, std::size_t stride, std::size_t before,
                        std::size_t length) {
  const std::size_t padded = p * stride + r;
  return padded < before || padded - before >= length ? kOutside : padded - before;
}

/// Feature row (or column) whose tap r lies on image row h; kOutside where there is none.
std::size_t feature_index(std::size_t h, std::size_t r, std::size_t stride, std::size_t before,
                          std::size_t length) {
  if (h + before < r || (h + before - r) % stride != 0) return kOutside;
  const std::size_t p = (h + before - r) / stride;
  return p < length ? p : kOutside;
}

float start(std::span<const float> bias, std::size_t channel) {
  return bias.empty() ? 0.0f : bias[channel];
}

}  // namespace

void convolution(const ConvolutionShape& shape, MatrixView<const float> image,
                 MatrixView<const float> kernel, std::span<const float> bias,
                 MatrixView<float> features) {
  const std::size_t W = shape.width, C = shape.channels, S = shape.kernel_cols;
  const std::size_t Q = shape.feature_cols(), F = shape.features;
  for (std::size_t n = 0; n < features.rows; ++n) {
    for (std::size_t out = 0; out < features.cols; ++out) {
      const std::size_t p = out / (Q * F), q = out / F % Q, f = out % F;
      float chain = start(bias, f);
      for (std::size_t r = 0; r < shape.kernel_rows; ++r) {
        const std::size_t h = image_index(p, r, shape.stride, shape.rows.before, shape.height);
        for (std::size_t s = 0; s < S && h != kOutside; ++s) {
          const std::size_t w = image_index(q, s, shape.stride, shape.cols.before, W);
          for (std::size_t c = 0; c < C && w != kOutside; ++c) {
            chain = fma(image(n, (h * W + w) * C + c), kernel((r * S + s) * C + c, f), chain);
          }
        }
      }
      features(n, out) = chain;
    }
  }
}

void transposed_convolution(const ConvolutionShape& shape, MatrixView<const float> features,
                            MatrixView<const float> kernel, std::span<const float> bias,
                            MatrixView<float> image) {
  const std::size_t W = shape.width, C = shape.channels, S = shape.kernel_cols;
  const std::size_t P = shape.feature_rows(), Q = shape.feature_cols(), F = shape.features;
  for (std::size_t n = 0; n < image.rows; ++n) {
    for (std::size_t out = 0; out < image.cols; ++out) {
      const std::size_t h = out / (W * C), w = out / C % W, c = out % C;
      float chain = start(bias, c);
      for (std::size_t r = 0; r < shape.kernel_rows; ++r) {
        const std::size_t p = feature_index(h, r, shape.stride, shape.rows.before, P);
        for (std::size_t s = 0; s < S && p != kOutside; ++s) {
          const std::size_t q = feature_index(w, s, shape.stride, shape.cols.before, Q);
          for (std::size_t f = 0; f < F && q != kOutside; ++f) {
            chain = fma(features(n, (p * Q + q) * F + f), kernel((r * S + s) * C + c, f), chain);
          }
        }
      }
      image(n, out) = chain;
    }
  }
}

void convolution_kernel_gradient(const ConvolutionShape& shape, MatrixView<const float> image,
                                 MatrixView<const float> features, MatrixView<float> gradient) {
  const std::size_t W = shape.width, C = shape.channels, S = shape.kernel_cols;
  const std::size_t P = shape.feature_rows(), Q = shape.feature_cols(), F = shape.features;
  for (std::size_t tap = 0; tap < gradient.rows; ++tap) {
    const std::size_t r = tap / (S * C), s = tap / C % S, c = tap % C;
    for (std::size_t f = 0; f < F; ++f) {
      float chain = 0.0f;
      for (std::size_t n = 0; n < image.rows; ++n) {
        for (std::size_t p = 0; p < P; ++p) {
          const std::size_t h = image_index(p, r, shape.stride, shape.rows.before, shape.height);
          for (std::size_t q = 0; q < Q && h != kOutside; ++q) {
            const std::size_t w = image_index(q, s, shape.stride, shape.cols.before, W);
            if (w == kOutside) continue;
            chain = fma(image(n, (h * W + w) * C + c), features(n, (p * Q + q) * F + f), chain);
          }
        }
      }
      gradient(tap, f) = chain;
    }
  }
}

}  // namespace verigan::simd::spec

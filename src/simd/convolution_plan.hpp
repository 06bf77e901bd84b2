// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "core/matrix.hpp"
#include "core/parallel.hpp"
#include "simd/convolution.hpp"
#include "simd/convolution_tile.hpp"

// What the fast convolutions share. Internal to src/simd.
namespace verigan::simd {

/// A half-open range of whole numbers.
struct Range {
  std::size_t begin = 0, end = 0;
  std::size_t size() const { return end - begin; }
};

/// Kernel rows that lie on the image when the kernel stands at feature row p (or columns, likewise):
/// r with 0 ≤ p·stride + r − before < length.
Range taps_inside(std::size_t p, std::size_t taps, std::size_t stride, std::size_t before,
                  std::size_t length);

/// Feature rows whose tap r lies on the image.
Range features_inside(std::size_t r, std::size_t features, std::size_t stride, std::size_t before,
                      std::size_t length);

/// Part i of n as equal parts as can be of 0 … count − 1.
inline Range part(std::size_t count, std::size_t i, std::size_t n) {
  return {count * i / n, count * (i + 1) / n};
}
inline std::size_t parts(std::size_t count, std::size_t most) { return (count + most - 1) / most; }

/// The kernels whose panels suit so many channels: the widest that leave no more lanes idle than others.
inline const ConvolutionTile& tile_for(const ConvolutionTile& widest, std::size_t channels) {
  const ConvolutionTile* best = &widest;
  const auto lanes = [&](const ConvolutionTile& t) { return parts(channels, t.panel) * t.panel; };
  for (const ConvolutionTile* t = widest.narrower; t != nullptr; t = t->narrower)
    if (lanes(*t) < lanes(*best)) best = t;
  return *best;
}

/// `size` floats on a 64-byte boundary that live as long as the thread; `what` tells apart buffers
/// that are used together. What they hold is whatever was left there.
float* workspace(std::size_t what, std::size_t size);

/// The runs of every output pixel, one after the other.
struct Plan {
  std::vector<Run> runs;
  std::vector<std::size_t> first;  // runs of pixel i: first[i] … first[i + 1] − 1
};

/// body(i) for each piece, on several threads where `steps` multiply–adds in all make that worth while:
/// from about two million operations. The threshold touches the cost alone, never a result.
template <class Body>
void share(std::size_t pieces, double steps, const Body& body) {
  if (steps < 1e6) {
    for (std::size_t i = 0; i < pieces; ++i) body(i);
  } else {
    parallel_for(pieces, body);
  }
}

// The drivers around the tiles; arguments as those of the public functions, already checked.
void convolution_tiled(const ConvolutionTile& kernels, const ConvolutionShape& shape,
                       MatrixView<const float> image, MatrixView<const float> kernel,
                       std::span<const float> bias, MatrixView<float> features);
void transposed_convolution_tiled(const ConvolutionTile& kernels, const ConvolutionShape& shape,
                                  MatrixView<const float> features, MatrixView<const float> kernel,
                                  std::span<const float> bias, MatrixView<float> image);
void transposed_convolution_narrow(const ConvolutionTile& kernels, const ConvolutionShape& shape,
                                   MatrixView<const float> features, MatrixView<const float> kernel,
                                   std::span<const float> bias, MatrixView<float> image);
void kernel_gradient_tiled(const ConvolutionTile& kernels, const ConvolutionShape& shape,
                           MatrixView<const float> image, MatrixView<const float> features,
                           MatrixView<float> gradient);

}  // namespace verigan::simd

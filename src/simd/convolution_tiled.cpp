// SPDX-License-Identifier: MIT
#include <algorithm>

#include "simd/convolution_plan.hpp"

// Forward and transposed convolution are one loop: every output pixel is the product of a patch of the
// input (samples × steps of the chain) with a packed panel of the kernel. A tile takes one pixel of up
// to `rows` samples and `panel` channels. All its rows see the same taps, so padding can be skipped
// exactly; and the patch lies in the input as it is, in a few runs.
namespace verigan::simd {
namespace {

enum Buffer : std::size_t { packed_kernel, starts };

struct Side {
  std::size_t pixels, channels;
};

/// The kernel in panels: (panel number, r, s, c, column of the panel).
const float* pack(const ConvolutionTile& kernels, MatrixView<const float> kernel,
                  std::size_t panels) {
  const std::size_t width = kernels.panel;
  float* packed = workspace(packed_kernel, panels * kernel.rows * width);
  share(panels, static_cast<double>(kernel.rows * kernel.cols), [&](std::size_t panel) {
    const std::size_t from = panel * width, cols = std::min(width, kernel.cols - from);
    float* to = packed + panel * kernel.rows * width;
    for (std::size_t k = 0; k < kernel.rows; ++k, to += width) {
      std::copy_n(&kernel(k, from), cols, to);
      std::fill(to + cols, to + width, 0.0f);
    }
  });
  return packed;
}

/// The transposed kernel in panels: (panel number, r, s, f, column of the panel).
const float* pack_transposed(const ConvolutionTile& kernels, const ConvolutionShape& shape,
                             MatrixView<const float> kernel, std::size_t panels) {
  const std::size_t width = kernels.panel, F = shape.features, C = shape.channels;
  const std::size_t taps = shape.kernel_rows * shape.kernel_cols;
  float* packed = workspace(packed_kernel, panels * taps * F * width);
  share(panels * taps, static_cast<double>(kernel.rows * kernel.cols), [&](std::size_t piece) {
    const std::size_t tap = piece % taps, from = piece / taps * width;
    const std::size_t cols = std::min(width, C - from);
    float* to = packed + piece * F * width;
    if (cols < width) std::fill_n(to, F * width, 0.0f);
    kernels.transpose(&kernel(tap * C + from, 0), kernel.ld, cols, F, to, width);
  });
  return packed;
}

Plan plan_features(const ConvolutionShape& shape, std::size_t panel) {
  const std::size_t W = shape.width, C = shape.channels, S = shape.kernel_cols;
  Plan plan{.runs = {}, .first = {0}};
  for (std::size_t p = 0; p < shape.feature_rows(); ++p) {
    const Range r = taps_inside(p, shape.kernel_rows, shape.stride, shape.rows.before, shape.height);
    for (std::size_t q = 0; q < shape.feature_cols(); ++q) {
      const Range s = taps_inside(q, S, shape.stride, shape.cols.before, W);
      // The taps of a row lie side by side, in the image as in the kernel.
      for (std::size_t i = r.begin; i < r.end && s.size() > 0; ++i) {
        const std::size_t h = p * shape.stride + i - shape.rows.before;
        const std::size_t w = q * shape.stride + s.begin - shape.cols.before;
        plan.runs.push_back(
            {(h * W + w) * C, (i * S + s.begin) * C * panel, s.size() * C});
      }
      plan.first.push_back(plan.runs.size());
    }
  }
  return plan;
}

Plan plan_image(const ConvolutionShape& shape, std::size_t panel) {
  const std::size_t Q = shape.feature_cols(), F = shape.features, S = shape.kernel_cols;
  // Feature row under tap r of image row h, or none.
  const auto hit = [&](std::size_t h, std::size_t r, std::size_t before, std::size_t length,
                       std::size_t& p) {
    if (h + before < r || (h + before - r) % shape.stride != 0) return false;
    p = (h + before - r) / shape.stride;
    return p < length;
  };
  Plan plan{.runs = {}, .first = {0}};
  for (std::size_t h = 0; h < shape.height; ++h) {
    for (std::size_t w = 0; w < shape.width; ++w) {
      for (std::size_t r = 0, p = 0; r < shape.kernel_rows; ++r) {
        if (!hit(h, r, shape.rows.before, shape.feature_rows(), p)) continue;
        for (std::size_t s = 0, q = 0; s < S; ++s) {
          if (!hit(w, s, shape.cols.before, Q, q)) continue;
          plan.runs.push_back({(p * Q + q) * F, (r * S + s) * F * panel, F});
        }
      }
      plan.first.push_back(plan.runs.size());
    }
  }
  return plan;
}

/// out (samples, pixels · channels) from in and the packed panels of `depth` rows.
void run(const ConvolutionTile& kernels, const Plan& plan, MatrixView<const float> in,
         const float* packed, std::size_t depth, std::span<const float> bias,
         MatrixView<float> out, Side side) {
  const std::size_t width = kernels.panel, panels = parts(side.channels, width);
  const std::size_t blocks = parts(out.rows, kernels.rows);
  float* start = workspace(starts, panels * width);
  std::fill_n(start, panels * width, 0.0f);
  std::copy(bias.begin(), bias.end(), start);

  double steps = 0;
  for (const Run& r : plan.runs) steps += static_cast<double>(r.length);
  steps *= static_cast<double>(side.channels * out.rows);
  share(panels * blocks, steps, [&](std::size_t piece) {
    // The panels of one block of samples in a row, while its input is in the second level of cache.
    const std::size_t panel = piece % panels, from = panel * width;
    const Range samples = part(out.rows, piece / panels, blocks);
    const bool whole = from + width <= side.channels;
    alignas(kAlignment) float edge[kLargestTile];
    Tile tile;
    tile.a = in.data + samples.begin * in.ld;
    tile.a_row = in.ld;
    tile.b = packed + panel * depth * width;
    tile.b_step = width;
    tile.start = start + from;
    for (std::size_t pixel = 0; pixel < side.pixels; ++pixel) {
      float* to = out.data + samples.begin * out.ld + pixel * side.channels + from;
      tile.runs = plan.runs.data() + plan.first[pixel];
      tile.run_count = plan.first[pixel + 1] - plan.first[pixel];
      tile.c = whole ? to : edge;
      tile.c_row = whole ? out.ld : width;
      kernels.tile(samples.size(), tile);
      if (whole) continue;
      for (std::size_t i = 0; i < samples.size(); ++i)
        std::copy_n(edge + i * width, side.channels - from, to + i * out.ld);
    }
  });
}

}  // namespace

void convolution_tiled(const ConvolutionTile& kernels, const ConvolutionShape& shape,
                       MatrixView<const float> image, MatrixView<const float> kernel,
                       std::span<const float> bias, MatrixView<float> features) {
  const Side side{shape.feature_rows() * shape.feature_cols(), shape.features};
  const float* packed = pack(kernels, kernel, parts(side.channels, kernels.panel));
  run(kernels, plan_features(shape, kernels.panel), image, packed, shape.taps(), bias, features,
      side);
}

void transposed_convolution_tiled(const ConvolutionTile& kernels, const ConvolutionShape& shape,
                                  MatrixView<const float> features, MatrixView<const float> kernel,
                                  std::span<const float> bias, MatrixView<float> image) {
  const Side side{shape.height * shape.width, shape.channels};
  const float* packed = pack_transposed(kernels, shape, kernel, parts(side.channels, kernels.panel));
  run(kernels, plan_image(shape, kernels.panel), features, packed,
      shape.kernel_rows * shape.kernel_cols * shape.features, bias, image, side);
}

}  // namespace verigan::simd

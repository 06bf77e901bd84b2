// SPDX-License-Identifier: MIT
#include "verification/reference.hpp"

namespace verigan::verification {
namespace {

/// The bias behind the weight in a layer's list of tensors, if there is one.
void add_bias(LinearMap& map, std::span<const nn::Tensor> tensors) {
  map.biased = tensors.size() > 1;
  if (!map.biased) return;
  map.bias = tensors[1].offset;
  map.channels = tensors[1].cols;
}

/// visit(image place, feature place, place of the weight) for each tap that lies on the image.
template <class Visit>
void each_tap(const simd::ConvolutionShape& g, const nn::Tensor& kernel, Visit visit) {
  const std::size_t P = g.feature_rows(), Q = g.feature_cols(), F = g.features, C = g.channels;
  for (std::size_t p = 0; p < P; ++p)
    for (std::size_t q = 0; q < Q; ++q)
      for (std::size_t r = 0; r < g.kernel_rows; ++r)
        for (std::size_t s = 0; s < g.kernel_cols; ++s) {
          const std::size_t h = p * g.stride + r, w = q * g.stride + s;  // in the padded image
          if (h < g.rows.before || h >= g.rows.before + g.height) continue;
          if (w < g.cols.before || w >= g.cols.before + g.width) continue;
          const std::size_t pixel = (h - g.rows.before) * g.width + w - g.cols.before;
          for (std::size_t c = 0; c < C; ++c)
            for (std::size_t f = 0; f < F; ++f)
              visit(pixel * C + c, (p * Q + q) * F + f,
                    kernel.offset + ((r * g.kernel_cols + s) * C + c) * kernel.ld + f);
        }
}

}  // namespace

LinearMap LinearMap::dense(std::span<const nn::Tensor> tensors) {
  const nn::Tensor& weight = tensors[0];
  LinearMap map{.inputs = weight.rows, .outputs = weight.cols, .products = {}};
  for (std::size_t i = 0; i < weight.rows; ++i)
    for (std::size_t o = 0; o < weight.cols; ++o)
      map.products.push_back({i, o, weight.offset + i * weight.ld + o});
  add_bias(map, tensors);
  return map;
}

LinearMap LinearMap::convolution(const simd::ConvolutionShape& shape,
                                 std::span<const nn::Tensor> tensors) {
  LinearMap map{.inputs = shape.image_size(), .outputs = shape.feature_size(), .products = {}};
  each_tap(shape, tensors[0], [&](std::size_t image, std::size_t feature, std::size_t weight) {
    map.products.push_back({image, feature, weight});
  });
  add_bias(map, tensors);
  return map;
}

LinearMap LinearMap::fractionally_strided(const simd::ConvolutionShape& shape,
                                          std::span<const nn::Tensor> tensors) {
  LinearMap map{.inputs = shape.feature_size(), .outputs = shape.image_size(), .products = {}};
  each_tap(shape, tensors[0], [&](std::size_t image, std::size_t feature, std::size_t weight) {
    map.products.push_back({feature, image, weight});
  });
  add_bias(map, tensors);
  return map;
}

}  // namespace verigan::verification

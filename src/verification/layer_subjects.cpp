// SPDX-License-Identifier: MIT
#include "verification/layer_subjects.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace verigan::verification {

using theory::RandomInstance;

double Subject::clearance(const Table<Single>&, const Table<Single>& z, std::size_t i,
                          std::size_t j) const {
  const bool kinked = activation.kind == nn::Nonlinearity::leaky_relu;
  return kinked ? std::abs(z(i, j).value) : std::numeric_limits<double>::infinity();
}

Numbers Subject::next_state(const Numbers& state, const Table<Single>&) const { return state; }

Table<Single> Subject::inferred(const Numbers& parameters, const Numbers&,
                                const Table<Single>& x) const {
  return before(parameters, x);
}

std::size_t random_extent(RandomInstance& draw, std::size_t most) {
  return 1 + draw.below(static_cast<std::uint32_t>(most));
}

simd::ConvolutionShape random_shape(RandomInstance& draw, std::size_t products) {
  const auto padding = [&draw](std::size_t kernel) {
    const auto below = static_cast<std::uint32_t>(kernel);
    return simd::Padding{draw.below(below), draw.below(below)};
  };
  for (;;) {
    // As many channels or features as fill vectors, on images that are small enough; or few.
    const bool deep = draw.chance(0.5);
    const auto depth = [&draw, deep] {
      return deep && draw.chance(0.6) ? 8 + draw.below(64) : random_extent(draw, 7);
    };
    const std::size_t side = deep ? 5 : 11;
    simd::ConvolutionShape shape{.height = random_extent(draw, side),
                                 .width = random_extent(draw, side),
                                 .channels = depth(),
                                 .kernel_rows = random_extent(draw, deep ? 3 : 5),
                                 .kernel_cols = random_extent(draw, deep ? 3 : 5),
                                 .features = depth(),
                                 .stride = random_extent(draw, 3)};
    shape.rows = padding(shape.kernel_rows);
    shape.cols = padding(shape.kernel_cols);
    const bool fits = shape.kernel_rows <= shape.height + shape.rows.before + shape.rows.behind &&
                      shape.kernel_cols <= shape.width + shape.cols.before + shape.cols.behind;
    if (fits && shape.feature_size() * shape.taps() <= products) return shape;
  }
}

simd::ConvolutionShape shifted(simd::ConvolutionShape shape) {
  for (simd::Padding* padding : {&shape.rows, &shape.cols}) {
    if (padding->before > 0) {
      --padding->before, ++padding->behind;
    } else if (padding->behind > 0) {
      ++padding->before, --padding->behind;
    }
  }
  return shape;
}

nn::Activation random_activation(RandomInstance& draw) {
  const nn::Activation all[] = {nn::kIdentity, nn::kRelu, nn::leaky_relu(0.2F), nn::kTanh,
                                nn::kSigmoid};
  return all[draw.below(5)];
}

double largest_size(std::span<const Single> numbers) {
  double largest = 0;
  for (const Single& x : numbers) largest = std::max(largest, std::abs(x.value));
  return largest;
}

}  // namespace verigan::verification

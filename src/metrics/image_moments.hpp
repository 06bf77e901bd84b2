// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "core/shape.hpp"

namespace verigan::metrics {

/// What the moments of an image's brightness w(y, x), summed over its channels, say of a digit.
struct ImageMoments {
  double ink = 0;    ///< mean brightness, in [0, 1]
  double slant = 0;  ///< pixels to the right for each pixel upwards, −Σw(x − x̄)(y − ȳ)/Σw(y − ȳ)²; 0 where
                     ///< nothing extends upwards
};
/// Of pixels (height, width, channels); of exact sums, the same everywhere. Lengths up to 1024.
ImageMoments image_moments(std::span<const std::uint8_t> pixels, const Shape& shape);

}  // namespace verigan::metrics

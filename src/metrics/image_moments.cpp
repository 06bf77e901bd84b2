// SPDX-License-Identifier: MIT
#include "metrics/image_moments.hpp"

#include "core/check.hpp"

namespace verigan::metrics {

ImageMoments image_moments(std::span<const std::uint8_t> pixels, const Shape& shape) {
  ensure(pixels.size() == shape.size() && shape.height <= 1024 && shape.width <= 1024,
         "an image of its shape, whose moments are whole numbers of 53 bits");
  std::int64_t mass = 0, of_x = 0, of_y = 0, of_xy = 0, of_yy = 0;
  auto pixel = pixels.begin();
  for (std::int64_t y = 0; y < static_cast<std::int64_t>(shape.height); ++y)
    for (std::int64_t x = 0; x < static_cast<std::int64_t>(shape.width); ++x)
      for (std::size_t c = 0; c < shape.channels; ++c) {
        const std::int64_t w = *pixel++;
        mass += w;
        of_x += w * x;
        of_y += w * y;
        of_xy += w * x * y;
        of_yy += w * y * y;
      }
  ImageMoments found;
  found.ink = static_cast<double>(mass) / (255.0 * static_cast<double>(shape.size()));
  if (mass == 0) return found;
  const auto n = static_cast<double>(mass), x = static_cast<double>(of_x) / n,
             y = static_cast<double>(of_y) / n;
  const double xy = static_cast<double>(of_xy) / n - x * y, yy = static_cast<double>(of_yy) / n - y * y;
  if (yy > 0) found.slant = -xy / yy;
  return found;
}

}  // namespace verigan::metrics

// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "core/shape.hpp"
#include "data/images.hpp"

namespace verigan::judge {

/// Images without labels, 8 bits a channel, in somebody else's memory: pixels (count, height, width,
/// channels).
struct Images {
  Shape shape;
  std::span<const std::uint8_t> pixels;

  Images() = default;
  Images(const Shape& shape_, std::span<const std::uint8_t> pixels_) : shape(shape_), pixels(pixels_) {}
  Images(const data::ImageSet& set) : shape(set.shape), pixels(set.pixels) {}  // NOLINT: implicit on purpose

  std::size_t count() const { return pixels.size() / shape.size(); }
  std::span<const std::uint8_t> operator[](std::size_t i) const {
    return pixels.subspan(i * shape.size(), shape.size());
  }
  /// Images first … first + count − 1.
  Images part(std::size_t first, std::size_t count) const {
    return {shape, pixels.subspan(first * shape.size(), count * shape.size())};
  }
};

}  // namespace verigan::judge

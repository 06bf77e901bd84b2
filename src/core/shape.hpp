// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

namespace verigan {

/// What the numbers of one sample are. An image lies in a row channels last: element (y, x, c) is number
/// (y·width + x)·channels + c; files that keep planes are converted where they are read or written. A
/// plain vector of d numbers is {1, 1, d}.
struct Shape {
  std::size_t height = 1, width = 1, channels = 1;

  constexpr std::size_t size() const { return height * width * channels; }
  constexpr bool image() const { return height > 1 || width > 1; }
  friend constexpr bool operator==(const Shape&, const Shape&) = default;
};

/// The class of a sample: 0, 1, … below the number of classes.
using Label = std::uint32_t;

}  // namespace verigan

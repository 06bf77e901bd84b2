// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/matrix.hpp"
#include "core/shape.hpp"

// Pictures with 8 bits per channel, grey or RGB.
namespace verigan::record {

/// pixels[(y * width + x) * channels + c], row 0 at the top; channels is 1 (grey) or 3 (RGB).
struct Picture {
  std::size_t width = 0;
  std::size_t height = 0;
  std::size_t channels = 1;
  std::vector<std::uint8_t> pixels;
};

/// Throws Error when the file cannot be written.
void write_png(const std::filesystem::path& path, const Picture& picture);

/// Any PNG, converted to 8-bit grey or RGB; transparency is dropped. Throws Error when it is no PNG.
Picture read_png(const std::filesystem::path& path);

/// The first rows·columns images (N, height·width·channels), channels last, 1 or 3 of them, values in
/// [0, 1] (clamped; NaN is 0), in reading order, `margin` pixels of `background` around and between them.
Picture image_grid(MatrixView<const float> images, const Shape& shape, std::size_t rows,
                   std::size_t columns, std::size_t margin = 2, std::uint8_t background = 128);

}  // namespace verigan::record

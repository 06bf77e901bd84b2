// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/shape.hpp"
#include "judge/images.hpp"

namespace verigan::judge {

/// What numbers mean as brightness: bytes as they are, floats from black to white in [0, 1] or [−1, 1].
enum class Range { automatic, bytes, zero_to_one, minus_one_to_one };
/// "auto", "0,1" or "-1,1"; throws verigan::Error for another text.
Range range_named(std::string_view text);
/// "8 bits a channel", "floats in [0, 1]" or "floats in [-1, 1]".
std::string range_text(Range range);

/// Images of a file, rounded to 8 bits a channel as data sets are, so that no metric sees what no picture
/// file could hold.
struct Samples {
  Shape shape;
  std::vector<std::uint8_t> pixels;  // (count, height, width, channels)
  Range range = Range::bytes;        // that was taken

  Images images() const { return {shape, pixels}; }
  std::size_t count() const { return images().count(); }
};

/// Reads an .npy file of shape (N, 28, 28), (N, 28, 28, 1) or (N, 32, 32, 3), uint8, float32 or float64.
/// Range::automatic takes floats in [0, 1] for that and those from [−1, −0.5] up to 1 at most for [−1, 1].
/// Throws verigan::Error naming the file and, where there is one, place and value: what read_any_npy
/// refuses, another shape, no images, NaN, a value outside the range, floats whose least value lies between
/// −0.5 and 0, which may be of either range, and a range given for bytes.
Samples read_samples(const std::filesystem::path& path, Range range = Range::automatic);

/// The nearest of 0 … 255 to 255·x, x in [0, 1]; halves up.
std::uint8_t to_byte(double x);

}  // namespace verigan::judge

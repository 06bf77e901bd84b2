// SPDX-License-Identifier: MIT
#include "metrics/image_moments.hpp"

#include <vector>

#include "support/catch.hpp"

using namespace verigan;
using metrics::image_moments;

namespace {

/// A line of one pixel a row, which moves `per_row` pixels to the right for each row upwards.
std::vector<std::uint8_t> line(int per_row, std::size_t channels) {
  std::vector<std::uint8_t> pixels(12 * 30 * channels, 0);
  for (int y = 2; y < 10; ++y)
    for (std::size_t c = 0; c < channels; ++c)
      pixels[(static_cast<std::size_t>(y * 30 + 14 + per_row * (6 - y))) * channels + c] = 200;
  return pixels;
}

}  // namespace

TEST_CASE("the slant of a line is what it was drawn with, its ink what was used") {
  for (const std::size_t channels : {1U, 3U})
    for (const int per_row : {-2, -1, 0, 1, 2, 3}) {
      CAPTURE(per_row);
      const auto found = image_moments(line(per_row, channels), {12, 30, channels});
      CHECK(found.slant == Approx(per_row).margin(1e-12));
      CHECK(found.ink == Approx(8 * 200 / 255.0 / (12 * 30)).epsilon(1e-14));
    }
}

TEST_CASE("what extends nowhere upwards has no slant") {
  CHECK(image_moments(std::vector<std::uint8_t>(16, 0), {4, 4, 1}).slant == 0);
  CHECK(image_moments(std::vector<std::uint8_t>(16, 0), {4, 4, 1}).ink == 0);
  CHECK(image_moments(std::vector<std::uint8_t>{9, 0, 3, 255}, {1, 4, 1}).slant == 0);
  CHECK(image_moments(std::vector<std::uint8_t>(16, 255), {4, 4, 1}).ink == 1);
}

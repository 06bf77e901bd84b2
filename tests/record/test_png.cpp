// SPDX-License-Identifier: MIT
#include "record/png.hpp"

#include <zlib.h>

#include <cmath>

#include "record/file.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "support/temporary_folder.hpp"

using namespace verigan;

TEST_CASE("pictures are read back, grey and in colour") {
  const TemporaryFolder folder;
  for (const std::size_t channels : {1U, 3U}) {
    record::Picture picture{7, 5, channels, {}};
    for (std::size_t i = 0; i < 7 * 5 * channels; ++i) {
      picture.pixels.push_back(static_cast<std::uint8_t>(i * 37));
    }
    record::write_png(folder / "p.png", picture);
    const record::Picture back = record::read_png(folder / "p.png");
    CHECK(back.width == 7);
    CHECK(back.height == 5);
    CHECK(back.channels == channels);
    CHECK(back.pixels == picture.pixels);
  }
}

TEST_CASE("a grid puts images in reading order with margins between") {
  Matrix<float> images(4, 2 * 3);  // four images of 2 rows and 3 columns
  for (std::size_t n = 0; n < 4; ++n) {
    for (float& x : images.row(n)) x = static_cast<float>(n) / 4.0F;
  }
  images(3, 0) = std::nanf("");
  images(3, 1) = 2.0F;
  images(3, 2) = -1.0F;
  const record::Picture grid = record::image_grid(images, {2, 3, 1}, 2, 2, 1, 99);
  REQUIRE(grid.width == 9);
  REQUIRE(grid.height == 7);
  const auto at = [&](std::size_t y, std::size_t x) { return grid.pixels[y * grid.width + x]; };
  CHECK(at(0, 0) == 99);
  CHECK(at(1, 1) == 0);
  CHECK(at(1, 4) == 99);
  CHECK(at(1, 5) == 64);   // image 1: 0.25 · 255, rounded
  CHECK(at(4, 1) == 128);  // image 2
  CHECK(at(4, 5) == 0);    // NaN
  CHECK(at(4, 6) == 255);  // clamped
  CHECK(at(4, 7) == 0);
  CHECK(at(5, 7) == 191);  // image 3
}

TEST_CASE("a colour image keeps its channels last") {
  Matrix<float> image(1, 2 * 2 * 3);  // 2 × 2: red, blue; grey, black
  image(0, 0) = 1.0F;
  image(0, 5) = 0.2F;
  for (const std::size_t k : {6U, 7U, 8U}) image(0, k) = 0.4F;
  const record::Picture grid = record::image_grid(image, {2, 2, 3}, 1, 1, 0);
  CHECK(grid.width == 2);
  CHECK(grid.height == 2);
  CHECK(grid.pixels == std::vector<std::uint8_t>{255, 0, 0, 0, 0, 51, 102, 102, 102, 0, 0, 0});
}

TEST_CASE("what is no picture is refused") {
  const TemporaryFolder folder;
  record::write_png(folder / "p.png", {2, 2, 1, {1, 2, 3, 4}});
  const std::string good = record::read_file(folder / "p.png");
  for (const std::string& bytes : {std::string(), std::string("not a png"), good.substr(0, 40)}) {
    record::write_file(folder / "p.png", bytes);
    CHECK(is_one_line(error_of([&] { record::read_png(folder / "p.png"); })));
  }
}

TEST_CASE("a short file that says it is a vast picture costs no memory") {
  const TemporaryFolder folder;
  record::write_png(folder / "a.png", {1, 1, 1, {0}});
  std::string bytes = record::read_file(folder / "a.png");
  for (const std::size_t at : {18, 22}) bytes[at] = '\x7f';  // of the width and the height
  const std::uint32_t sum = static_cast<std::uint32_t>(
      ::crc32(0, reinterpret_cast<const Bytef*>(bytes.data() + 12), 17));
  for (std::size_t i = 0; i < 4; ++i) bytes[29 + i] = static_cast<char>(sum >> (24 - 8 * i) & 0xff);
  record::write_file(folder / "b.png", bytes);
  const std::string error = error_of([&] { record::read_png(folder / "b.png"); });
  CHECK(is_one_line(error));
  CHECK(error.find("32513 x 32513 pixels in") != std::string::npos);
}

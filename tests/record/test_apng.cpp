// SPDX-License-Identifier: MIT
// Animations taken apart again, chunk by chunk, by a reader that shares nothing with the writer.
#include <zlib.h>

#include <cstdint>
#include <string>
#include <vector>

#include "record/apng.hpp"
#include "record/file.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "support/temporary_folder.hpp"

using namespace verigan;
using record::Picture;

namespace {

std::uint32_t number(const std::string& bytes, std::size_t at, int count = 4) {
  std::uint32_t value = 0;
  for (int k = 0; k < count; ++k)
    value = value << 8 | static_cast<std::uint8_t>(bytes[at + static_cast<std::size_t>(k)]);
  return value;
}

struct Chunk {
  std::string type, data;
};

std::vector<Chunk> chunks(const std::string& bytes) {
  REQUIRE(bytes.substr(0, 8) == "\x89PNG\r\n\x1a\n");
  std::vector<Chunk> found;
  for (std::size_t at = 8; at < bytes.size();) {
    const std::size_t length = number(bytes, at);
    const std::string body = bytes.substr(at + 4, 4 + length);
    const auto crc = crc32(0, reinterpret_cast<const Bytef*>(body.data()),
                           static_cast<uInt>(body.size()));
    REQUIRE(number(bytes, at + 8 + length) == crc);
    found.push_back({body.substr(0, 4), body.substr(4)});
    at += 12 + length;
  }
  return found;
}

struct Shown {
  std::vector<std::vector<std::uint8_t>> frames;  // RGB
  std::vector<double> seconds;
};

// As a browser would play it.
Shown play(const std::string& bytes) {
  Shown shown;
  std::string palette, alpha, control;
  std::size_t width = 0, height = 0, expected = 0, sequence = 0;
  std::vector<std::uint8_t> canvas;
  const auto draw = [&](const std::string& data) {
    const std::size_t w = number(control, 4), h = number(control, 8), left = number(control, 12),
                      top = number(control, 16);
    REQUIRE(left + w <= width);
    REQUIRE(top + h <= height);
    std::string rows(h * (w + 1), '?');
    uLongf size = rows.size();
    REQUIRE(uncompress(reinterpret_cast<Bytef*>(rows.data()), &size,
                       reinterpret_cast<const Bytef*>(data.data()), data.size()) == Z_OK);
    REQUIRE(size == rows.size());
    for (std::size_t y = 0; y < h; ++y) {
      REQUIRE(rows[y * (w + 1)] == 0);
      for (std::size_t x = 0; x < w; ++x) {
        const auto index = static_cast<std::uint8_t>(rows[y * (w + 1) + 1 + x]);
        if (control[25] == 1 && alpha[index] == 0) continue;
        for (std::size_t c = 0; c < 3; ++c)
          canvas[3 * ((top + y) * width + left + x) + c] =
              static_cast<std::uint8_t>(palette[3U * index + c]);
      }
    }
    shown.frames.push_back(canvas);
    shown.seconds.push_back(static_cast<double>(number(control, 20, 2)) / number(control, 22, 2));
  };
  for (const Chunk& chunk : chunks(bytes)) {
    if (chunk.type == "IHDR") {
      width = number(chunk.data, 0), height = number(chunk.data, 4);
      canvas.resize(3 * width * height);
    }
    if (chunk.type == "acTL") expected = number(chunk.data, 0);
    if (chunk.type == "PLTE") palette = chunk.data;
    if (chunk.type == "tRNS") alpha = chunk.data;
    if (chunk.type == "fcTL") control = chunk.data;
    if (chunk.type == "fcTL" || chunk.type == "fdAT") CHECK(number(chunk.data, 0) == sequence++);
    if (chunk.type == "IDAT") draw(chunk.data);
    if (chunk.type == "fdAT") draw(chunk.data.substr(4));
  }
  CHECK(shown.frames.size() == expected);
  return shown;
}

// A dot of one colour that walks over a ground of another.
std::vector<Picture> walk(std::size_t frames) {
  std::vector<Picture> pictures;
  for (std::size_t k = 0; k < frames; ++k) {
    Picture picture{9, 6, 3, std::vector<std::uint8_t>(3 * 9 * 6, 250)};
    const std::size_t place = 3 * ((k / 9 + 1) * 9 + k % 9);
    picture.pixels[place] = 200, picture.pixels[place + 1] = 10, picture.pixels[place + 2] = 30;
    pictures.push_back(picture);
  }
  return pictures;
}

}  // namespace

TEST_CASE("an animation plays frame by frame what was put in, and begins as a PNG") {
  const TemporaryFolder folder;
  auto frames = walk(12);
  frames.insert(frames.begin() + 5, frames[4]);  // one in which nothing moves
  record::write_apng(folder / "a.png", frames, 0.1, 1.5);
  const Shown shown = play(record::read_file(folder / "a.png"));
  REQUIRE(shown.frames.size() == 13);
  for (std::size_t k = 0; k < 13; ++k) {
    CHECK(shown.frames[k] == frames[k].pixels);
    CHECK(shown.seconds[k] == Approx(k == 12 ? 1.5 : 0.1));
  }
  CHECK(record::read_png(folder / "a.png").pixels == frames[0].pixels);
}

TEST_CASE("of more colours than a palette holds the frequent ones stay, others take the nearest") {
  const TemporaryFolder folder;
  Picture picture{40, 20, 3, {}};
  for (std::size_t i = 0; i < 800; ++i) {
    const auto grey = static_cast<std::uint8_t>(i / 4);  // 200 greys, four times each
    const std::uint8_t blue = i % 4 == 3 ? static_cast<std::uint8_t>(grey ^ 1) : grey;
    for (const std::uint8_t value : {grey, grey, blue}) picture.pixels.push_back(value);
  }
  record::write_apng(folder / "a.png", std::vector<Picture>{picture}, 1, 1);
  const Shown shown = play(record::read_file(folder / "a.png"));
  int changed = 0;
  for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
    const int off = std::abs(shown.frames[0][i] - picture.pixels[i]);
    CHECK(off <= 1);
    changed += off;
    if (i / 3 % 4 != 3) CHECK(off == 0);
  }
  CHECK(changed == 145);  // 400 colours, of which 255 have a place
}

TEST_CASE("what is no animation is refused in one line") {
  const TemporaryFolder folder;
  const auto refused = [&](std::vector<Picture> frames, double seconds) {
    return is_one_line(error_of([&] { record::write_apng(folder / "a.png", frames, seconds, 1); }));
  };
  CHECK(refused({}, 1));
  auto frames = walk(2);
  CHECK(refused(frames, 0));
  CHECK(refused(frames, std::nan("")));
  CHECK(refused(frames, 61));
  frames[1].width = 6, frames[1].height = 9;
  CHECK(refused(frames, 1));
  CHECK(refused({Picture{2, 2, 1, std::vector<std::uint8_t>(4)}}, 1));
  CHECK(error_of([&] { record::write_apng(folder / "no" / "a.png", walk(1), 1, 1); }) != "");
}

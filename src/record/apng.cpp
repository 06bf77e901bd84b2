// SPDX-License-Identifier: MIT
#include "record/apng.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/check.hpp"
#include "record/file.hpp"

namespace verigan::record {
namespace {

using Colour = std::uint32_t;  // 0xRRGGBB
constexpr std::size_t kColours = 255;
constexpr std::uint8_t kUnchanged = 255;  // the palette's transparent entry

void put(std::string& bytes, std::uint32_t value, int count) {
  for (int k = count - 1; k >= 0; --k) bytes += static_cast<char>((value >> (8 * k)) & 0xff);
}

std::string chunk(const std::string& type, const std::string& data) {
  std::string bytes;
  put(bytes, static_cast<std::uint32_t>(data.size()), 4);
  const std::string body = type + data;
  bytes += body;
  const auto* start = reinterpret_cast<const Bytef*>(body.data());
  const uLong sum = crc32(crc32(0, nullptr, 0), start, static_cast<uInt>(body.size()));
  put(bytes, static_cast<std::uint32_t>(sum), 4);
  return bytes;
}

Colour colour_at(const Picture& frame, std::size_t pixel) {
  const std::uint8_t* p = &frame.pixels[3 * pixel];
  return static_cast<Colour>(p[0]) << 16 | static_cast<Colour>(p[1]) << 8 | p[2];
}

int distance(Colour a, Colour b) {
  int sum = 0;
  for (const int shift : {0, 8, 16}) {
    const int d = static_cast<int>(a >> shift & 0xff) - static_cast<int>(b >> shift & 0xff);
    sum += d * d;
  }
  return sum;
}

/// The palette, and every colour's place in it.
struct Palette {
  std::vector<Colour> colours;
  std::unordered_map<Colour, std::uint8_t> place;
};

Palette palette_of(std::span<const Picture> frames) {
  std::map<Colour, std::size_t> count;
  for (const Picture& frame : frames) {
    const std::size_t pixels = frame.width * frame.height;
    for (std::size_t i = 0, end = 0; i < pixels; i = end) {  // a stretch of one colour at a time
      const Colour colour = colour_at(frame, i);
      while (end < pixels && colour_at(frame, end) == colour) ++end;
      count[colour] += end - i;
    }
  }
  std::vector<std::pair<Colour, std::size_t>> sorted(count.begin(), count.end());
  std::ranges::stable_sort(sorted, std::greater{}, &std::pair<Colour, std::size_t>::second);
  Palette palette;
  for (const auto& entry : sorted) {
    const Colour colour = entry.first;
    if (palette.colours.size() < kColours) palette.colours.push_back(colour);
    const auto nearest = std::ranges::min_element(
        palette.colours, {}, [&](Colour known) { return distance(known, colour); });
    palette.place[colour] = static_cast<std::uint8_t>(nearest - palette.colours.begin());
  }
  return palette;
}

/// One byte a pixel, row by row.
using Indices = std::vector<std::uint8_t>;

Indices indices_of(const Picture& frame, const Palette& palette) {
  Indices indices(frame.width * frame.height);
  Colour last = colour_at(frame, 0);
  std::uint8_t place = palette.place.at(last);
  for (std::size_t i = 0; i < indices.size(); ++i) {
    const Colour colour = colour_at(frame, i);
    if (colour != last) last = colour, place = palette.place.at(colour);
    indices[i] = place;
  }
  return indices;
}

struct Rectangle {
  std::size_t left = 0, top = 0, width = 1, height = 1;
};

/// What encloses all pixels that differ; one pixel if none does.
Rectangle difference(const Indices& before, const Indices& now, std::size_t width) {
  std::size_t left = width, right = 0, top = now.size() / width, bottom = 0;
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (before[i] == now[i]) continue;
    left = std::min(left, i % width), right = std::max(right, i % width);
    top = std::min(top, i / width), bottom = std::max(bottom, i / width);
  }
  if (left > right) return {};
  return {left, top, right - left + 1, bottom - top + 1};
}

/// The rows of a rectangle, each behind a zero for "no filter", deflated; pixels that are as before
/// are transparent.
std::string deflated(const Indices& now, const Indices* before, std::size_t width,
                     const Rectangle& part) {
  std::string rows;
  for (std::size_t y = part.top; y < part.top + part.height; ++y) {
    rows += '\0';
    for (std::size_t x = part.left; x < part.left + part.width; ++x) {
      const std::size_t i = y * width + x;
      rows += static_cast<char>(before != nullptr && (*before)[i] == now[i] ? kUnchanged : now[i]);
    }
  }
  uLongf size = compressBound(static_cast<uLong>(rows.size()));
  std::string bytes(size, '\0');
  const int done = compress2(reinterpret_cast<Bytef*>(bytes.data()), &size,
                             reinterpret_cast<const Bytef*>(rows.data()),
                             static_cast<uLong>(rows.size()), Z_BEST_COMPRESSION);
  ensure(done == Z_OK, "a buffer of compressBound is large enough");
  bytes.resize(size);
  return bytes;
}

std::string header(const Picture& frame, std::size_t frames, const Palette& palette) {
  std::string size, animation, colours, transparency(kColours, '\xff');
  put(size, static_cast<std::uint32_t>(frame.width), 4);
  put(size, static_cast<std::uint32_t>(frame.height), 4);
  size += {8, 3, 0, 0, 0};  // bits, palette, deflate, filter method, not interlaced
  put(animation, static_cast<std::uint32_t>(frames), 4);
  put(animation, 0, 4);  // for ever
  for (std::size_t k = 0; k <= kColours; ++k)
    put(colours, k < palette.colours.size() ? palette.colours[k] : 0, 3);
  transparency += '\0';
  return "\x89PNG\r\n\x1a\n" + chunk("IHDR", size) + chunk("acTL", animation) +
         chunk("PLTE", colours) + chunk("tRNS", transparency);
}

std::string control(std::uint32_t sequence, const Rectangle& part, double seconds, bool over) {
  std::string bytes;
  put(bytes, sequence, 4);
  for (const std::size_t number : {part.width, part.height, part.left, part.top})
    put(bytes, static_cast<std::uint32_t>(number), 4);
  put(bytes, static_cast<std::uint32_t>(std::lround(1000 * seconds)), 2);
  put(bytes, 1000, 2);
  bytes += '\0';                  // leave it for the next one
  bytes += over ? '\1' : '\0';    // what is transparent stays as it was
  return chunk("fcTL", bytes);
}

void check(std::span<const Picture> frames, double seconds, double last_seconds) {
  require(!frames.empty(), "an animation of 0 frames, expected at least 1");
  const Picture& first = frames.front();
  for (const Picture& frame : frames)
    require(frame.width == first.width && frame.height == first.height && frame.channels == 3 &&
                frame.width * frame.height > 0 &&
                frame.pixels.size() == 3 * frame.width * frame.height,
            "a frame of ", frame.width, " x ", frame.height, " pixels of ", frame.channels,
            " channels, expected ", first.width, " x ", first.height, " of 3");
  for (const double time : {seconds, last_seconds})
    require(time >= 0.001 && time <= 60, "a frame shown for ", time,
            " seconds, expected a number from 0.001 to 60");
}

}  // namespace

void write_apng(const std::filesystem::path& path, std::span<const Picture> frames, double seconds,
                double last_seconds) {
  check(frames, seconds, last_seconds);
  const Palette palette = palette_of(frames);
  const std::size_t width = frames.front().width;
  std::string bytes = header(frames.front(), frames.size(), palette);
  std::uint32_t sequence = 0;
  Indices before;
  for (std::size_t k = 0; k < frames.size(); ++k) {
    const Indices now = indices_of(frames[k], palette);
    const Rectangle part =
        k == 0 ? Rectangle{0, 0, width, frames.front().height} : difference(before, now, width);
    bytes += control(sequence++, part, k + 1 == frames.size() ? last_seconds : seconds, k > 0);
    const std::string data = deflated(now, k == 0 ? nullptr : &before, width, part);
    if (k == 0) {
      bytes += chunk("IDAT", data);
    } else {
      std::string numbered;
      put(numbered, sequence++, 4);
      bytes += chunk("fdAT", numbered + data);
    }
    before = now;
  }
  write_file(path, bytes + chunk("IEND", ""));
}

}  // namespace verigan::record

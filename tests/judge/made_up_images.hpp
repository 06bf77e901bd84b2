// SPDX-License-Identifier: MIT
#pragma once
// Images made up for tests: strokes on a dark ground, of ten kinds, and what may be done to an image.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "data/images.hpp"
#include "random/stream.hpp"

namespace made_up {

using namespace verigan;

/// Grey images of 28 × 28: a bar through the middle whose angle tells the class, and a dot next to it.
inline data::ImageSet strokes(std::size_t count, std::uint64_t seed) {
  const random::Stream stream(seed, random::Purpose::test);
  data::ImageSet set;
  set.dataset = "made-up";
  set.shape = {28, 28, 1};
  for (std::size_t i = 0; i < count; ++i) {
    const auto label = static_cast<std::uint8_t>(i % 10);
    const auto chance = [&](std::uint64_t k) { return stream.uniform_double(i, k); };
    const double angle = 3.14159265 * (label + 0.5 * chance(0)) / 10, x = 10 + 8 * chance(1), y = 10 + 8 * chance(2);
    const double width = 1 + 1.5 * chance(3), length = 6 + 5 * chance(4), dot_x = 4 + 20 * chance(5), dot_y = 4 + 20 * chance(6);
    for (int row = 0; row < 28; ++row)
      for (int column = 0; column < 28; ++column) {
        const double along = (column - x) * std::cos(angle) + (row - y) * std::sin(angle);
        const double across = (row - y) * std::cos(angle) - (column - x) * std::sin(angle);
        const double bar = std::max(std::abs(across) - width, std::abs(along) - length);
        const double dot = std::hypot(column - dot_x, row - dot_y) - 2;
        set.pixels.push_back(static_cast<std::uint8_t>(255 * std::clamp(0.5 - std::min(bar, dot), 0.0, 1.0)));
      }
    set.labels.push_back(label);
  }
  return set;
}

/// A grey image as brightness at (row, column), the border going on outside.
using Picture = std::function<double(double row, double column)>;

struct Corruption {
  std::string name;
  /// Brightness at a place of the corrupted image; level 0 … 1.
  std::function<double(const Picture&, int row, int column, double level, double noise)> at;
};

inline std::vector<Corruption> corruptions() {
  return {
      {"noise", [](const Picture& p, int r, int c, double s, double noise) { return p(r, c) + 120 * s * noise; }},
      {"blur",
       [](const Picture& p, int r, int c, double s, double) {
         double sum = 0, weights = 0;
         for (int i = -4; i <= 4; ++i)
           for (int j = -4; j <= 4; ++j) {
             const double weight = std::exp(-(i * i + j * j) / (2 * 4 * s * s + 1e-9));
             sum += weight * p(r + i, c + j);
             weights += weight;
           }
         return sum / weights;
       }},
      {"blackout",
       [](const Picture& p, int r, int c, double s, double) {
         return std::abs(r - 14) < 9 * s && std::abs(c - 14) < 9 * s ? 0 : p(r, c);
       }},
      {"swirl",
       [](const Picture& p, int r, int c, double s, double) {
         const double y = r - 13.5, x = c - 13.5, turn = 3 * s * std::exp(-std::hypot(x, y) / 8);
         return p(13.5 + y * std::cos(turn) - x * std::sin(turn), 13.5 + y * std::sin(turn) + x * std::cos(turn));
       }},
      {"pixelation",
       [](const Picture& p, int r, int c, double s, double) {
         const int size = 1 + static_cast<int>(6 * s), top = r / size * size, left = c / size * size;
         double sum = 0;
         for (int i = 0; i < size; ++i)
           for (int j = 0; j < size; ++j) sum += p(top + i, left + j);
         return sum / (size * size);
       }},
      {"crop", [](const Picture& p, int r, int c, double s, double) {
         const double scale = 1 - 0.4 * s;
         return p(13.5 + scale * (r - 13.5), 13.5 + scale * (c - 13.5));
       }}};
}

inline data::ImageSet corrupted(const data::ImageSet& images, const Corruption& corruption, double level,
                                std::uint64_t seed) {
  const random::Stream stream(seed, random::Purpose::test, 1);
  data::ImageSet out = images;
  std::vector<float> noise(784);
  for (std::size_t i = 0; i < images.count(); ++i) {
    const auto image = images.image(i);
    stream.normals(i, noise);
    const Picture picture = [&](double row, double column) {
      const auto r = static_cast<std::size_t>(std::clamp(std::lround(row), 0L, 27L));
      const auto c = static_cast<std::size_t>(std::clamp(std::lround(column), 0L, 27L));
      return static_cast<double>(image[28 * r + c]);
    };
    for (int r = 0; r < 28; ++r)
      for (int c = 0; c < 28; ++c) {
        const auto place = static_cast<std::size_t>(28 * r + c);
        const double x = corruption.at(picture, r, c, level, static_cast<double>(noise[place]));
        out.pixels[784 * i + place] = static_cast<std::uint8_t>(std::clamp(x + 0.5, 0.0, 255.0));
      }
  }
  return out;
}

}  // namespace made_up

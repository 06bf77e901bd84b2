// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <cstring>
#include <limits>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "core/matrix.hpp"
#include "simd/convolution.hpp"

// Geometries and data that the tests of the convolutions share.
namespace verigan::simd::test {

inline ConvolutionShape same(std::size_t height, std::size_t width, std::size_t channels,
                             std::size_t kernel, std::size_t features, std::size_t stride) {
  return {.height = height, .width = width, .channels = channels, .kernel_rows = kernel,
          .kernel_cols = kernel, .features = features, .stride = stride,
          .rows = same_padding(height, kernel, stride), .cols = same_padding(width, kernel, stride)};
}

inline std::string describe(const ConvolutionShape& s, std::size_t batch) {
  std::ostringstream out;
  out << "batch " << batch << ", image " << s.height << "x" << s.width << "x" << s.channels
      << ", kernel " << s.kernel_rows << "x" << s.kernel_cols << ", features " << s.features
      << ", stride " << s.stride << ", padding " << s.rows.before << "+" << s.rows.behind << ", "
      << s.cols.before << "+" << s.cols.behind;
  return out.str();
}

struct Case {
  ConvolutionShape shape;
  std::size_t batch;
};

/// The shapes of the models named in the documents at a small batch, edge cases, and `count`
/// geometries drawn at random: odd extents, channels and paddings, a stride up to 4.
inline std::vector<Case> cases(std::size_t count) {
  std::vector<Case> all = {
      {same(28, 28, 1, 5, 64, 2), 5}, {same(14, 14, 16, 5, 128, 2), 17},
      {same(14, 14, 64, 5, 32, 2), 3}, {same(8, 8, 16, 4, 33, 2), 15},
      {same(9, 7, 3, 3, 16, 1), 29},   {same(7, 7, 33, 5, 7, 2), 2},
      {same(1, 1, 1, 1, 1, 1), 1},     {same(1, 5, 2, 3, 1, 2), 1},
      {same(4, 4, 1, 5, 1, 2), 40},    {same(6, 6, 8, 3, 300, 1), 14}};
  // Padding wider than the kernel: some features see no data at all.
  all.push_back({{.height = 3, .width = 4, .channels = 2, .kernel_rows = 2, .kernel_cols = 3,
                  .features = 5, .stride = 2, .rows = {4, 5}, .cols = {3, 6}}, 4});
  // A stride beyond the kernel: some image rows and columns are reached by no tap.
  all.push_back({{.height = 11, .width = 13, .channels = 3, .kernel_rows = 2, .kernel_cols = 2,
                  .features = 4, .stride = 4, .rows = {0, 1}, .cols = {1, 0}}, 6});
  const std::size_t widths[] = {1, 2, 3, 7, 16, 17, 33, 65};
  std::mt19937 draw(1);
  while (all.size() < count + 12) {
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(draw() % n); };
    ConvolutionShape s{.height = 1 + below(12), .width = 1 + below(12),
                       .channels = widths[below(8)], .kernel_rows = 1 + below(6),
                       .kernel_cols = 1 + below(6), .features = widths[below(8)],
                       .stride = 1 + below(4), .rows = {below(4), below(4)},
                       .cols = {below(4), below(4)}};
    if (s.kernel_rows > s.height + s.rows.before + s.rows.behind ||
        s.kernel_cols > s.width + s.cols.before + s.cols.behind)
      continue;
    all.push_back({s, 1 + below(35)});
  }
  return all;
}

/// Uniform in (−1, 1).
inline Matrix<float> random_matrix(std::size_t rows, std::size_t cols, std::uint32_t seed) {
  Matrix<float> m(rows, cols);
  std::mt19937 draw(seed);
  for (std::size_t i = 0; i < rows; ++i) {
    for (float& x : m.row(i)) x = static_cast<float>(static_cast<double>(draw()) * 0x1p-31 - 1);
  }
  return m;
}

/// Whole numbers from −4 to 4: sums of their products are exact, whatever the order.
inline Matrix<float> whole_matrix(std::size_t rows, std::size_t cols, std::uint32_t seed) {
  Matrix<float> m(rows, cols);
  std::mt19937 draw(seed);
  for (std::size_t i = 0; i < rows; ++i) {
    for (float& x : m.row(i)) x = static_cast<float>(draw() % 9) - 4;
  }
  return m;
}

/// Huge, tiny, subnormal, ±0, and now and then infinite or NaN.
inline Matrix<float> wild_matrix(std::size_t rows, std::size_t cols, std::uint32_t seed) {
  const float values[] = {0.0f, -0.0f, 1e-45f, -3e-42f, 1e-38f, -2e-23f, 1.5f, -1.0f, 3e19f, -1e38f};
  Matrix<float> m(rows, cols);
  std::mt19937 draw(seed);
  for (std::size_t i = 0; i < rows; ++i) {
    for (float& x : m.row(i)) x = values[draw() % 10];
    if (draw() % 7 == 0) m(i, draw() % cols) = std::numeric_limits<float>::infinity();
    if (draw() % 9 == 0) m(i, draw() % cols) = std::numeric_limits<float>::quiet_NaN();
  }
  return m;
}

/// Places where a and b differ in bits; all NaNs count as one. Padding behind rows is not looked at.
inline std::size_t differences(const Matrix<float>& a, const Matrix<float>& b) {
  std::size_t count = a.rows() == b.rows() && a.cols() == b.cols() ? 0 : 1;
  for (std::size_t i = 0; i < a.rows() && count == 0; ++i) {
    for (std::size_t j = 0; j < a.cols(); ++j) {
      const bool both_nan = a(i, j) != a(i, j) && b(i, j) != b(i, j);
      count += !both_nan && std::memcmp(&a(i, j), &b(i, j), sizeof(float)) != 0;
    }
  }
  return count;
}

}  // namespace verigan::simd::test

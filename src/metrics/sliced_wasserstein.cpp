// SPDX-License-Identifier: MIT
#include "metrics/sliced_wasserstein.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace verigan::metrics {

namespace {

// A unit vector; in one dimension 1.
std::vector<double> direction(std::size_t dimension, std::uint64_t step,
                              const random::Stream& stream) {
  if (dimension == 1) return {1.0};
  std::vector<float> z(dimension);
  stream.normals(step, z);
  double norm2 = 0;
  for (const float v : z) norm2 += static_cast<double>(v) * static_cast<double>(v);
  std::vector<double> unit;
  for (const float v : z) unit.push_back(static_cast<double>(v) / std::sqrt(norm2));
  return unit;
}

// Projections in increasing order; empty if one of them is no number.
std::vector<double> sorted_projections(MatrixView<const float> x, const std::vector<double>& unit) {
  std::vector<double> out(x.rows, 0.0);
  for (std::size_t i = 0; i < x.rows; ++i) {
    for (std::size_t c = 0; c < x.cols; ++c) out[i] += unit[c] * static_cast<double>(x(i, c));
    if (std::isnan(out[i])) return {};
  }
  std::sort(out.begin(), out.end());
  return out;
}

// ∫ (F⁻¹ − G⁻¹)² over (0, 1): both quantile functions are steps, of n and of m equal widths.
double wasserstein2_squared(const std::vector<double>& a, const std::vector<double>& b) {
  const std::size_t n = a.size(), m = b.size();
  double sum = 0;
  for (std::size_t i = 0, j = 0, at = 0; i < n && j < m;) {
    const std::size_t end_a = (i + 1) * m, end_b = (j + 1) * n, end = std::min(end_a, end_b);
    sum += static_cast<double>(end - at) * (a[i] - b[j]) * (a[i] - b[j]);
    at = end;
    i += end_a == end;
    j += end_b == end;
  }
  return sum / (static_cast<double>(n) * static_cast<double>(m));
}

}  // namespace

double sliced_wasserstein(MatrixView<const float> x, MatrixView<const float> y,
                          std::size_t directions, const random::Stream& stream) {
  require(x.rows > 0 && y.rows > 0, "sliced Wasserstein distance of ", x.rows, " and ", y.rows,
          " samples, expected at least 1 of each");
  require(x.cols == y.cols && x.cols > 0, "sliced Wasserstein distance of samples of dimension ",
          x.cols, " and ", y.cols, ", expected one dimension");
  require(directions > 0, "0 directions, expected at least 1");
  if (x.cols == 1) directions = 1;
  double sum = 0;
  for (std::size_t k = 0; k < directions; ++k) {
    const std::vector<double> unit = direction(x.cols, k, stream);
    const std::vector<double> a = sorted_projections(x, unit), b = sorted_projections(y, unit);
    if (a.empty() || b.empty()) return std::numeric_limits<double>::quiet_NaN();
    sum += wasserstein2_squared(a, b);
  }
  return std::sqrt(sum / static_cast<double>(directions));
}

}  // namespace verigan::metrics

// SPDX-License-Identifier: MIT
#include "metrics/mmd.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "simd/reduce.hpp"
#include "simd/vector_math.hpp"

namespace verigan::metrics {

namespace {

// Columns of a sample as rows, so that a kernel row is a loop over consecutive samples.
Matrix<float> transposed(MatrixView<const float> x) {
  Matrix<float> out(x.cols, x.rows);
  for (std::size_t i = 0; i < x.rows; ++i)
    for (std::size_t j = 0; j < x.cols; ++j) out(j, i) = x(i, j);
  return out;
}

// Σ_j k(x_i, y_j) over j in [from, m).
double kernel_row_sum(std::span<const float> xi, const Matrix<float>& yt, std::size_t from,
                      float scale, std::vector<float>& row) {
  const std::size_t n = yt.cols() - from;
  if (n == 0) return 0;
  float* __restrict k = row.data();
  std::fill_n(k, n, 0.0F);
  for (std::size_t c = 0; c < xi.size(); ++c) {
    const float* __restrict y = yt.row(c).data() + from;
    for (std::size_t j = 0; j < n; ++j) {
      const float difference = xi[c] - y[j];
      k[j] += difference * difference;
    }
  }
  for (std::size_t j = 0; j < n; ++j) k[j] *= scale;
  const std::span<float> values(row.data(), n);
  simd::exp(values, values);
  return simd::mean(values) * static_cast<double>(n);
}

}  // namespace

Mmd mmd2(MatrixView<const float> x, MatrixView<const float> y, double bandwidth) {
  require(x.rows >= 2 && y.rows >= 2, "MMD of ", x.rows, " and ", y.rows,
          " samples, expected at least 2 of each");
  require(x.cols == y.cols && x.cols > 0, "MMD of samples of dimension ", x.cols, " and ", y.cols,
          ", expected one dimension");
  require(bandwidth > 0 && std::isfinite(bandwidth), "MMD bandwidth ", bandwidth,
          ", expected a positive number");
  const auto scale = static_cast<float>(-0.5 / (bandwidth * bandwidth));
  const Matrix<float> xt = transposed(x), yt = transposed(y);
  std::vector<float> row(std::max(x.rows, y.rows));

  // Off-diagonal sums over pairs i < j; the kernel is symmetric and 1 on the diagonal.
  double xx = 0, yy = 0, xy = 0;
  for (std::size_t i = 0; i < x.rows; ++i) {
    xx += kernel_row_sum(x.row(i), xt, i + 1, scale, row);
    xy += kernel_row_sum(x.row(i), yt, 0, scale, row);
  }
  for (std::size_t j = 0; j < y.rows; ++j) yy += kernel_row_sum(y.row(j), yt, j + 1, scale, row);

  const auto n = static_cast<double>(x.rows), m = static_cast<double>(y.rows);
  const double cross = 2 * xy / (n * m);
  return {2 * xx / (n * (n - 1)) + 2 * yy / (m * (m - 1)) - cross,
          (2 * xx + n) / (n * n) + (2 * yy + m) / (m * m) - cross};
}

}  // namespace verigan::metrics

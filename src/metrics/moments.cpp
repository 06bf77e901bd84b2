// SPDX-License-Identifier: MIT
#include "metrics/moments.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "core/parallel.hpp"

namespace verigan::metrics {

namespace {

std::vector<double> mean_of(MatrixView<const float> x) {
  std::vector<double> mean(x.cols, 0.0);
  for (std::size_t i = 0; i < x.rows; ++i)
    for (std::size_t j = 0; j < x.cols; ++j) {
      const auto value = static_cast<double>(x(i, j));
      require(std::isfinite(value), "feature ", j, " of sample ", i, " is ", value,
              ", expected a finite number");
      mean[j] += value;
    }
  for (double& m : mean) m /= static_cast<double>(x.rows);
  return mean;
}

/// Rows less the centre, in double.
Matrix<double> centred(MatrixView<const float> x, std::span<const double> centre) {
  Matrix<double> out(x.rows, x.cols);
  for (std::size_t i = 0; i < x.rows; ++i)
    for (std::size_t j = 0; j < x.cols; ++j) out(i, j) = static_cast<double>(x(i, j)) - centre[j];
  return out;
}

/// Element (i, j), j ≤ i, of a lower triangle kept row by row.
constexpr std::size_t place(std::size_t i, std::size_t j) { return i * (i + 1) / 2 + j; }

/// Σ_r c_r c_rᵀ over rows first … last − 1, rows `from` … `upto` − 1 of its lower triangle.
void add_squares(const Matrix<double>& c, std::size_t first, std::size_t last, std::size_t from,
                 std::size_t upto, std::span<double> triangle) {
  for (std::size_t r = first; r < last; ++r) {
    const double* __restrict row = c.row(r).data();
    for (std::size_t i = from; i < upto; ++i) {
      double* __restrict out = triangle.data() + place(i, 0);
      const double own = row[i];
      for (std::size_t j = 0; j <= i; ++j) out[j] += own * row[j];
    }
  }
}

/// Fills the covariance from sums of squares about the mean.
void set_covariance(Moments& found, std::span<const double> triangle) {
  const std::size_t d = found.mean.size();
  const double degrees = static_cast<double>(found.count) - 1;
  found.covariance = Matrix<double>(d, d);
  for (std::size_t i = 0; i < d; ++i)
    for (std::size_t j = 0; j <= i; ++j)
      found.covariance(i, j) = found.covariance(j, i) = triangle[place(i, j)] / degrees;
}

void require_rows(std::size_t rows) {
  require(rows >= 2, "covariance of ", rows, " samples, expected at least 2");
}

}  // namespace

Moments moments(MatrixView<const float> x) {
  require_rows(x.rows);
  Moments found{x.rows, mean_of(x), {}};
  const std::size_t d = x.cols;
  const Matrix<double> c = centred(x, found.mean);
  std::vector<double> triangle(place(d, 0), 0.0);
  constexpr std::size_t kPiece = 16;
  parallel_for((d + kPiece - 1) / kPiece, [&](std::size_t piece) {
    add_squares(c, 0, x.rows, piece * kPiece, std::min((piece + 1) * kPiece, d), triangle);
  });
  set_covariance(found, triangle);
  return found;
}

std::size_t block_begin(std::size_t n, std::size_t blocks, std::size_t b) {
  return n / blocks * b + std::min(b, n % blocks);
}

BlockMoments::BlockMoments(MatrixView<const float> x, std::size_t blocks) {
  require_rows(x.rows);
  require(blocks >= 2 && blocks <= x.rows, blocks, " parts of ", x.rows,
          " samples, expected at least 2 and no more than samples");
  const std::size_t d = x.cols;
  centre_ = mean_of(x);
  const Matrix<double> c = centred(x, centre_);
  counts_.resize(blocks);
  sums_.assign(blocks, std::vector<double>(d, 0.0));
  squares_.assign(blocks, std::vector<double>(place(d, 0), 0.0));
  parallel_for(blocks, [&](std::size_t b) {
    const std::size_t first = block_begin(x.rows, blocks, b), last = block_begin(x.rows, blocks, b + 1);
    counts_[b] = last - first;
    for (std::size_t r = first; r < last; ++r)
      for (std::size_t j = 0; j < d; ++j) sums_[b][j] += c(r, j);
    add_squares(c, first, last, 0, d, squares_[b]);
  });
}

Moments BlockMoments::take(std::span<const std::size_t> times) const {
  ensure(times.size() == blocks(), "one number for each part");
  const std::size_t d = centre_.size();
  Moments found{0, std::vector<double>(d, 0.0), {}};
  std::vector<double> triangle(place(d, 0), 0.0);
  for (std::size_t b = 0; b < blocks(); ++b) {
    if (times[b] == 0) continue;
    const auto weight = static_cast<double>(times[b]);
    found.count += times[b] * counts_[b];
    for (std::size_t j = 0; j < d; ++j) found.mean[j] += weight * sums_[b][j];
    for (std::size_t k = 0; k < triangle.size(); ++k) triangle[k] += weight * squares_[b][k];
  }
  ensure(found.count >= 2, "parts of at least 2 rows in all");
  const auto n = static_cast<double>(found.count);
  for (double& m : found.mean) m /= n;
  for (std::size_t i = 0; i < d; ++i) {
    for (std::size_t j = 0; j < i; ++j) triangle[place(i, j)] -= n * found.mean[i] * found.mean[j];
    double& own = triangle[place(i, i)];
    own = std::max(own - n * found.mean[i] * found.mean[i], 0.0);
  }
  set_covariance(found, triangle);
  for (std::size_t j = 0; j < d; ++j) found.mean[j] += centre_[j];
  return found;
}

}  // namespace verigan::metrics

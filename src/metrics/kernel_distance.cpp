// SPDX-License-Identifier: MIT
#include "metrics/kernel_distance.hpp"

#include <cmath>
#include <vector>

#include "core/check.hpp"
#include "core/parallel.hpp"
#include "metrics/moments.hpp"
#include "metrics/tiles.hpp"

namespace verigan::metrics {

namespace {

void require_finite(MatrixView<const float> x) {
  for (std::size_t i = 0; i < x.rows; ++i)
    for (std::size_t c = 0; c < x.cols; ++c)
      require(std::isfinite(x(i, c)), "feature ", c, " of sample ", i, " is ", x(i, c),
              ", expected a finite number");
}

/// Σ k over pairs of part a of x and part b of y, for a ≤ b alone where x and y are one sample.
Matrix<double> block_sums(MatrixView<const float> x, MatrixView<const float> y, std::size_t blocks,
                          bool one_sample) {
  Matrix<double> sums(blocks, blocks);
  const double per_dimension = 1 / static_cast<double>(x.cols);
  std::vector<Matrix<double>> parts(blocks);
  const auto rows = [blocks](MatrixView<const float> z, std::size_t b) {
    const std::size_t first = block_begin(z.rows, blocks, b);
    return z.block_rows(first, block_begin(z.rows, blocks, b + 1) - first);
  };
  for (std::size_t b = 0; b < blocks; ++b) parts[b] = columns_of<double>(rows(y, b));
  parallel_for(blocks, [&](std::size_t a) {
    const MatrixView<const float> part = rows(x, a);
    for (std::size_t b = one_sample ? a : 0; b < blocks; ++b) {
      const bool own = one_sample && a == b;
      double sum = 0;
      for_each_pair(
          part, 0, part.rows, parts[b], rows(y, b).rows, [](double p, double q) { return p * q; },
          [&](std::size_t i, std::size_t j, double product) {
            const double base = product * per_dimension + 1;
            sum += own && i == j ? 0 : base * base * base;
          });
      sums(a, b) = sum;
    }
  });
  if (one_sample)
    for (std::size_t a = 0; a < blocks; ++a)
      for (std::size_t b = 0; b < a; ++b) sums(a, b) = sums(b, a);
  return sums;
}

/// The mean of the kernel over pairs within a sample: parts taken so often, each a part of n rows.
double mean_within(const Matrix<double>& sums, std::size_t n, std::span<const std::size_t> times) {
  const std::size_t blocks = sums.rows();
  double sum = 0, pairs = 0;
  const auto size = [&](std::size_t b) {
    return static_cast<double>(block_begin(n, blocks, b + 1) - block_begin(n, blocks, b));
  };
  for (std::size_t a = 0; a < blocks; ++a)
    for (std::size_t b = 0; b < blocks; ++b) {
      const double weight = static_cast<double>(a == b ? times[a] : times[a] * times[b]);
      sum += weight * sums(a, b);
      pairs += weight * (a == b ? size(a) * (size(a) - 1) : size(a) * size(b));
    }
  return sum / pairs;
}

double mean_between(const Matrix<double>& sums, std::size_t n, std::size_t m,
                    std::span<const std::size_t> times_x, std::span<const std::size_t> times_y) {
  const std::size_t blocks = sums.rows();
  double sum = 0, pairs = 0;
  for (std::size_t a = 0; a < blocks; ++a)
    for (std::size_t b = 0; b < blocks; ++b) {
      const double weight = static_cast<double>(times_x[a] * times_y[b]);
      sum += weight * sums(a, b);
      pairs += weight *
               static_cast<double>((block_begin(n, blocks, a + 1) - block_begin(n, blocks, a)) *
                                   (block_begin(m, blocks, b + 1) - block_begin(m, blocks, b)));
    }
  return sum / pairs;
}

}  // namespace

BlockKernel::BlockKernel(MatrixView<const float> x, MatrixView<const float> y, std::size_t blocks)
    : n_(x.rows), m_(y.rows) {
  require(n_ >= 2 && m_ >= 2, "kernel distance of ", n_, " and ", m_,
          " samples, expected at least 2 of each");
  require(x.cols == y.cols && x.cols > 0, "kernel distance between samples of dimension ", x.cols, " and ",
          y.cols, ", expected one dimension");
  require(blocks >= 1 && blocks <= n_ && blocks <= m_, blocks, " parts of ", n_, " and ", m_,
          " samples, expected at least 1 and no more than samples");
  require_finite(x);
  require_finite(y);
  xx_ = block_sums(x, x, blocks, true);
  yy_ = block_sums(y, y, blocks, true);
  xy_ = block_sums(x, y, blocks, false);
}

double BlockKernel::take(std::span<const std::size_t> times_x,
                         std::span<const std::size_t> times_y) const {
  ensure(times_x.size() == blocks() && times_y.size() == blocks(), "one number for each part");
  return mean_within(xx_, n_, times_x) + mean_within(yy_, m_, times_y) -
         2 * mean_between(xy_, n_, m_, times_x, times_y);
}

double kernel_distance(MatrixView<const float> x, MatrixView<const float> y) {
  const std::size_t once[] = {1};
  return BlockKernel(x, y, 1).take(once, once);
}

}  // namespace verigan::metrics

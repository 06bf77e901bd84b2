// SPDX-License-Identifier: MIT
#include "metrics/mmd.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "simd/gemm.hpp"
#include "simd/reduce.hpp"
#include "simd/vector_math.hpp"

namespace verigan::metrics {

namespace {

void require_samples(MatrixView<const float> x, MatrixView<const float> y,
                     std::span<const double> bandwidths) {
  require(x.rows >= 2 && y.rows >= 2, "MMD of ", x.rows, " and ", y.rows,
          " samples, expected at least 2 of each");
  require(x.cols == y.cols && x.cols > 0, "MMD of samples of dimension ", x.cols, " and ", y.cols,
          ", expected one dimension");
  require(!bandwidths.empty(), "MMD without a bandwidth, expected at least one");
  for (const double bandwidth : bandwidths) {
    require(bandwidth > 0 && std::isfinite(bandwidth), "MMD bandwidth ", bandwidth,
            ", expected a positive number");
  }
}

// Columns of samples as rows, so that a row of the kernel is a loop over consecutive samples.
Matrix<float> transposed(MatrixView<const float> x) {
  Matrix<float> out(x.cols, x.rows);
  for (std::size_t i = 0; i < x.rows; ++i)
    for (std::size_t j = 0; j < x.cols; ++j) out(j, i) = x(i, j);
  return out;
}

// Pieces of kernel rows against the samples yt (d, m), small enough to stay in the first cache
// together with their d rows of samples.
class KernelRows {
 public:
  KernelRows(const Matrix<float>& yt, std::span<const double> bandwidths)
      : yt_(&yt), piece_(std::clamp<std::size_t>(4096 / yt.rows() / 16 * 16, 64, 1024)) {
    for (const double h : bandwidths) scales_.push_back(static_cast<float>(-0.5 / (h * h)));
    squares_.resize(piece_);
    values_.resize(piece_);
  }

  std::size_t piece() const { return piece_; }

  // The kernels k_b(x, y_j), j in [from, from + n), n <= piece(), one after the other.
  template <class Use>
  void visit(std::span<const float> x, std::size_t from, std::size_t n, const Use& use) {
    float* __restrict square = squares_.data();
    float* __restrict value = values_.data();
    for (std::size_t c = 0; c < x.size(); ++c) {
      const float* __restrict y = yt_->row(c).data() + from;
      const float xc = x[c];
      if (c == 0) {
        for (std::size_t j = 0; j < n; ++j) square[j] = (xc - y[j]) * (xc - y[j]);
      } else {
        for (std::size_t j = 0; j < n; ++j) square[j] += (xc - y[j]) * (xc - y[j]);
      }
    }
    for (const float scale : scales_) {
      // Kernels below e^−87 count as that: denormal numbers are slow.
      for (std::size_t j = 0; j < n; ++j) {
        const float exponent = scale * square[j];
        value[j] = exponent < -87.0F ? -87.0F : exponent;
      }
      simd::exp({value, n}, {value, n});
      use(std::span<const float>(value, n));
    }
  }

  // Σ_i Σ_j k(x_i, y_j), over all pairs or over j > i.
  double sum(MatrixView<const float> x, bool above_diagonal) {
    double total = 0;
    for (std::size_t from = 0; from < yt_->cols(); from += piece_) {
      const std::size_t end = std::min(from + piece_, yt_->cols());
      for (std::size_t i = 0; i < x.rows; ++i) {
        const std::size_t first = above_diagonal ? std::max(from, i + 1) : from;
        if (first >= end) break;  // and so for every later i
        visit(x.row(i), first, end - first,
              [&](std::span<const float> k) { total += simd::sum_in_double(k); });
      }
    }
    return total / static_cast<double>(scales_.size());
  }

  // The kernel, averaged over the bandwidths, between the rows of x and every sample.
  void fill(MatrixView<const float> x, MatrixView<float> out) {
    const float share = 1.0F / static_cast<float>(scales_.size());
    for (std::size_t from = 0; from < yt_->cols(); from += piece_) {
      const std::size_t n = std::min(piece_, yt_->cols() - from);
      for (std::size_t i = 0; i < x.rows; ++i) {
        const auto piece = out.row(i).subspan(from, n);
        std::fill(piece.begin(), piece.end(), 0.0F);
        visit(x.row(i), from, n, [&](std::span<const float> k) {
          for (std::size_t j = 0; j < n; ++j) piece[j] += share * k[j];
        });
      }
    }
  }

 private:
  const Matrix<float>* yt_;
  std::size_t piece_;
  std::vector<float> scales_, squares_, values_;
};

// The U-statistic from sums over pairs of different samples, i < j within a sample.
double unbiased(double xx, double yy, double xy, double n, double m) {
  return 2 * xx / (n * (n - 1)) + 2 * yy / (m * (m - 1)) - 2 * xy / (n * m);
}

}  // namespace

Mmd mmd2(MatrixView<const float> x, MatrixView<const float> y, double bandwidth) {
  return mmd2(x, y, std::span(&bandwidth, 1));
}

Mmd mmd2(MatrixView<const float> x, MatrixView<const float> y, std::span<const double> bandwidths) {
  require_samples(x, y, bandwidths);
  const Matrix<float> xt = transposed(x), yt = transposed(y);
  KernelRows to_x(xt, bandwidths), to_y(yt, bandwidths);
  const double xx = to_x.sum(x, true), yy = to_y.sum(y, true), xy = to_y.sum(x, false);
  const auto n = static_cast<double>(x.rows), m = static_cast<double>(y.rows);
  return {unbiased(xx, yy, xy, n, m),
          (2 * xx + n) / (n * n) + (2 * yy + m) / (m * m) - 2 * xy / (n * m)};
}

namespace {

// Both samples, one below the other.
Matrix<float> pooled(MatrixView<const float> x, MatrixView<const float> y) {
  Matrix<float> out(x.rows + y.rows, x.cols);
  for (std::size_t i = 0; i < out.rows(); ++i) {
    const auto from = i < x.rows ? x.row(i) : y.row(i - x.rows);
    std::copy(from.begin(), from.end(), out.row(i).begin());
  }
  return out;
}

// Column b has 1 where relabelling b calls a sample one of x; column 0 is the truth.
Matrix<float> labellings(std::size_t samples, std::size_t n, std::size_t permutations,
                         const random::Stream& stream) {
  Matrix<float> labels(samples, permutations + 1);
  std::vector<std::uint32_t> order(samples);
  for (std::size_t b = 0; b <= permutations; ++b) {
    if (b == 0) {
      for (std::size_t i = 0; i < samples; ++i) order[i] = static_cast<std::uint32_t>(i);
    } else {
      stream.permutation(b, order);
    }
    for (std::size_t i = 0; i < n; ++i) labels(order[i], b) = 1;
  }
  return labels;
}

}  // namespace

TwoSampleTest mmd_test(MatrixView<const float> x, MatrixView<const float> y,
                       std::span<const double> bandwidths, std::size_t permutations,
                       const random::Stream& stream) {
  require_samples(x, y, bandwidths);
  require(permutations > 0, "0 permutations, expected at least 1");
  const Matrix<float> all = pooled(x, y), transpose = transposed(all);
  const Matrix<float> labels = labellings(all.rows(), x.rows, permutations, stream);
  KernelRows kernel(transpose, bandwidths);

  // For every relabelling the sums over pairs (x, x) and (y, x): rows of the kernel times labels.
  std::vector<double> xx(permutations + 1, 0.0), yx(permutations + 1, 0.0);
  double total = 0;
  constexpr std::size_t kRows = 64;
  Matrix<float> rows(kRows, all.rows()), to_x(kRows, permutations + 1);
  for (std::size_t first = 0; first < all.rows(); first += kRows) {
    const std::size_t count = std::min(kRows, all.rows() - first);
    const auto block = rows.view().block_rows(0, count), sums = to_x.view().block_rows(0, count);
    kernel.fill(all.view().block_rows(first, count), block);
    for (std::size_t i = 0; i < count; ++i) {
      block(i, first + i) = 0;  // pairs of a sample with itself do not count
      total += simd::sum_in_double(block.row(i));
    }
    simd::gemm_nn(block, labels, sums);
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t b = 0; b <= permutations; ++b) {
        (labels(first + i, b) == 1 ? xx[b] : yx[b]) += static_cast<double>(sums(i, b));
      }
    }
  }

  const auto n = static_cast<double>(x.rows), m = static_cast<double>(y.rows);
  const auto statistic = [&](std::size_t b) {
    return unbiased(xx[b] / 2, (total - xx[b] - 2 * yx[b]) / 2, yx[b], n, m);
  };
  const double observed = statistic(0);
  std::size_t as_large = 1;
  for (std::size_t b = 1; b <= permutations; ++b) as_large += !(statistic(b) < observed);
  return {observed, static_cast<double>(as_large) / static_cast<double>(permutations + 1)};
}

}  // namespace verigan::metrics

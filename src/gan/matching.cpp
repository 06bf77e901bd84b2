// SPDX-License-Identifier: MIT
#include "gan/matching.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include "core/check.hpp"
#include "core/names.hpp"
#include "core/parallel.hpp"
#include "simd/gemm.hpp"
#include "simd/reduce.hpp"
#include "simd/vector_math.hpp"

namespace verigan::gan {

namespace {

using Rows = MatrixView<const float>;

constexpr std::string_view kEstimates[] = {"biased", "unbiased", "root"};
constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
constexpr std::size_t kBlock = 512;  // rows of a kernel matrix in memory at a time
constexpr std::size_t kPiece = 8;    // rows a thread takes at once
constexpr std::size_t kChunk = 256;  // columns that stay in registers and first cache together

using Chunk = std::array<float, kChunk>;

/// A kernel by what it does to a row of inner products: sums its values, and leaves in the place of
/// each product its slope w, where ∂k(x, b)/∂x = w·b, less w·x if the kernel is of differences.
class Kernel {
 public:
  virtual ~Kernel() = default;
  virtual bool of_differences() const = 0;
  /// pairs: ⟨x, b_j⟩, then w. own = ‖x‖², squares: ‖b_j‖². Column `same` is x itself; it counts
  /// exactly, or with `without_same` not at all.
  virtual double row(float own, std::span<const float> squares, std::span<float> pairs,
                     std::size_t same, bool without_same) const = 0;
};

class Gaussians final : public Kernel {
 public:
  explicit Gaussians(const std::vector<double>& bandwidths)
      : share_(1 / static_cast<double>(bandwidths.size())) {
    require(!bandwidths.empty(), "MMD without a bandwidth, expected at least one");
    for (const double s : bandwidths) {
      require(s > 0 && std::isfinite(s), "MMD bandwidth ", s, ", expected a positive number");
      scales_.push_back(static_cast<float>(-0.5 / (s * s)));
      slopes_.push_back(static_cast<float>(share_ / (s * s)));
    }
  }
  bool of_differences() const override { return true; }

  double row(float own, std::span<const float> squares, std::span<float> pairs, std::size_t same,
             bool without_same) const override {
    double total = 0;
    for (std::size_t from = 0; from < pairs.size(); from += kChunk) {
      const std::size_t n = std::min(kChunk, pairs.size() - from);
      Chunk value;
      float* w = &pairs[from];
      chunk(own, &squares[from], w, value, n);
      if (same - from < n) {
        value[same - from] = without_same ? 0.0F : static_cast<float>(scales_.size());
        w[same - from] = 0;
      }
      total += simd::sum_in_double({value.data(), n});
    }
    return share_ * total;
  }

 private:
  void chunk(float own, const float* __restrict squares, float* __restrict w, Chunk& value,
             std::size_t n) const {
    constexpr float kLeast = -60;  // exponents: products of smaller kernels would be denormal, and slow
    Chunk square, exponent, kernel;
    for (std::size_t j = 0; j < n; ++j) {
      const float d2 = own + squares[j] - 2 * w[j];
      square[j] = d2 < 0 ? 0.0F : d2;
      value[j] = w[j] = 0;
    }
    for (std::size_t b = 0; b < scales_.size(); ++b) {
      for (std::size_t j = 0; j < n; ++j) {
        const float e = scales_[b] * square[j];
        exponent[j] = e < kLeast ? kLeast : e;
      }
      simd::exp({exponent.data(), n}, {kernel.data(), n});
      for (std::size_t j = 0; j < n; ++j) {
        const float k = exponent[j] <= kLeast ? 0.0F : kernel[j];
        value[j] += k;
        w[j] += slopes_[b] * k;
      }
    }
  }

  double share_;
  std::vector<float> scales_, slopes_;
};

/// t + t² + … + t^order of the inner product t.
class Powers final : public Kernel {
 public:
  explicit Powers(std::size_t order) : order_(order) {
    require(order >= 1 && order <= 16, "moments up to order ", order,
            ", expected a whole number from 1 to 16");
  }
  bool of_differences() const override { return false; }

  double row(float, std::span<const float>, std::span<float> pairs, std::size_t same,
             bool without_same) const override {
    double total = 0;
    for (std::size_t from = 0; from < pairs.size(); from += kChunk) {
      const std::size_t n = std::min(kChunk, pairs.size() - from);
      Chunk value, slope;
      float* __restrict w = &pairs[from];
      value.fill(1);
      slope.fill(0);
      for (std::size_t r = 1; r <= order_; ++r) {  // Horner's rule, for the sum and its derivative
        const float coefficient = r < order_ ? 1.0F : 0.0F;
        for (std::size_t j = 0; j < n; ++j) {
          slope[j] = slope[j] * w[j] + value[j];
          value[j] = value[j] * w[j] + coefficient;
        }
      }
      std::copy_n(slope.begin(), n, w);
      if (without_same && same - from < n) value[same - from] = w[same - from] = 0;
      total += simd::sum_in_double({value.data(), n});
    }
    return total;
  }

 private:
  std::size_t order_;
};

/// Rows − centre, times a factor, next to their squared norms.
class CentredSamples {
 public:
  void set(Rows from, std::span<const float> centre, float factor) {
    if (rows_.rows() != from.rows || rows_.cols() != from.cols)
      rows_ = Matrix<float>(from.rows, from.cols);
    squares_.resize(from.rows);
    for (std::size_t i = 0; i < from.rows; ++i) {
      for (std::size_t c = 0; c < from.cols; ++c) rows_(i, c) = factor * (from(i, c) - centre[c]);
      squares_[i] = simd::squared_norm(rows_.row(i));
    }
  }
  Rows rows() const { return rows_; }
  const std::vector<float>& squares() const { return squares_; }

 private:
  Matrix<float> rows_;
  std::vector<float> squares_;
};

class KernelMatching final : public Matching {
 public:
  KernelMatching(std::unique_ptr<const Kernel> kernel, MmdEstimator estimate, Scaling units)
      : kernel_(std::move(kernel)), estimate_(estimate), units_(std::move(units)) {
    require(units_.scale > 0 && std::isfinite(units_.scale), "moments in units of ", units_.scale,
            ", expected a positive number");
    for (const float c : units_.centre)
      require(std::isfinite(c), "moments about ", c, ", expected finite numbers");
  }

  double sample_gradient(Rows x, Rows y, MatrixView<float> dx) override {
    require(x.rows >= 2 && y.rows >= 2, "matching ", x.rows, " generated and ", y.rows,
            " real samples, expected at least 2 of each");
    require(x.cols == y.cols && x.cols > 0, "matching samples of dimension ", x.cols, " and ", y.cols,
            ", expected one dimension");
    ensure(dx.rows == x.rows && dx.cols == x.cols, "a gradient for each sample");
    move(x, y);

    const bool unbiased = estimate_ == MmdEstimator::unbiased;
    const auto n = static_cast<double>(x.rows), m = static_cast<double>(y.rows);
    const double n_others = unbiased ? n - 1 : n, m_others = unbiased ? m - 1 : m;
    const CentredSamples& alone = kernel_->of_differences() ? x_alone_ : x_;
    const double xx = sum(alone, alone, dx, 1);
    const double xy = sum(x_, y_, dx, static_cast<float>(-n_others / m));
    const double yy = sum(y_, y_, {}, 0);
    double value = xx / (n * n_others) + yy / (m * m_others) - 2 * xy / (n * m);

    double scale = 2 / (n * n_others * units_.scale);
    if (!unbiased && value < 0) value = 0;  // by rounding
    if (estimate_ == MmdEstimator::root) {
      value = std::sqrt(value);
      scale = value == 0 ? 0 : scale / (2 * value);
    }
    for (std::size_t i = 0; i < x.rows; ++i)
      for (float& slope : dx.row(i)) slope *= static_cast<float>(scale);
    return value;
  }

 private:
  // Products of numbers far from 0 would cancel: differences are taken about a mean, those within x
  // about its own.
  void move(Rows x, Rows y) {
    if (kernel_->of_differences()) {
      x_alone_.set(x, mean(x), 1);
      const std::span<const float> centre = mean(y);
      x_.set(x, centre, 1);
      y_.set(y, centre, 1);
    } else {
      centre_ = units_.centre;
      if (centre_.empty()) centre_.resize(x.cols);
      require(centre_.size() == x.cols, "moments about ", centre_.size(),
              " numbers, expected the samples' dimension ", x.cols);
      const auto factor = static_cast<float>(1 / units_.scale);
      x_.set(x, centre_, factor);
      y_.set(y, centre_, factor);
    }
  }

  std::span<const float> mean(Rows rows) {
    centre_.resize(rows.cols);
    simd::column_sums(rows, centre_);
    for (float& c : centre_) c /= static_cast<float>(rows.rows);
    return centre_;
  }

  // Σᵢⱼ k(aᵢ, bⱼ); into row i of dx factor·Σⱼ ∂k(aᵢ, bⱼ)/∂aᵢ, added to what is there unless a is b.
  double sum(const CentredSamples& a, const CentredSamples& b, MatrixView<float> dx, float factor) {
    const bool same = &a == &b, unbiased = estimate_ == MmdEstimator::unbiased;
    const std::size_t rows = a.rows().rows, columns = b.rows().rows;
    if (pairs_.rows() < std::min(rows, kBlock) || pairs_.cols() != columns)
      pairs_ = Matrix<float>(std::min(rows, kBlock), columns);
    sums_.resize(rows);
    slope_sums_.resize(rows);
    for (std::size_t first = 0; first < rows; first += kBlock) {
      const std::size_t count = std::min(kBlock, rows - first);
      const MatrixView<float> pairs = pairs_.view().block_rows(0, count);
      simd::gemm_nt(a.rows().block_rows(first, count), b.rows(), pairs);
      parallel_for((count + kPiece - 1) / kPiece, [&](std::size_t piece) {
        const std::size_t end = std::min(count, (piece + 1) * kPiece);
        for (std::size_t r = piece * kPiece; r < end; ++r) {
          const std::size_t i = first + r;
          const std::span<float> row = pairs.row(r);
          sums_[i] =
              kernel_->row(a.squares()[i], b.squares(), row, same ? i : kNone, same && unbiased);
          if (dx.data == nullptr) continue;
          for (float& w : row) w *= factor;
          slope_sums_[i] = simd::sum(row);
        }
      });
      if (dx.data == nullptr) continue;
      simd::gemm_nn(pairs, b.rows(), dx.block_rows(first, count), !same);
      if (!kernel_->of_differences()) continue;
      for (std::size_t i = first; i < first + count; ++i)
        for (std::size_t c = 0; c < dx.cols; ++c) dx(i, c) -= slope_sums_[i] * a.rows()(i, c);
    }
    double total = 0;
    for (const double of_row : sums_) total += of_row;
    return total;
  }

  std::unique_ptr<const Kernel> kernel_;
  MmdEstimator estimate_;
  Scaling units_;
  CentredSamples x_, x_alone_, y_;
  Matrix<float> pairs_;
  std::vector<float> centre_, slope_sums_;
  std::vector<double> sums_;
};

}  // namespace

MmdEstimator estimate_of(const std::string& name) {
  return static_cast<MmdEstimator>(index_of_name("estimate", name, kEstimates));
}

std::unique_ptr<Matching> match_mmd(std::vector<double> bandwidths, MmdEstimator estimate) {
  return std::make_unique<KernelMatching>(std::make_unique<Gaussians>(bandwidths), estimate, Scaling{});
}

Scaling units_of(MatrixView<const float> samples) {
  require(samples.rows > 0, "units of 0 samples, expected at least 1");
  const auto n = static_cast<double>(samples.rows);
  std::vector<double> mean(samples.cols, 0.0);
  for (std::size_t i = 0; i < samples.rows; ++i)
    for (std::size_t c = 0; c < samples.cols; ++c)
      mean[c] += static_cast<double>(samples(i, c)) / n;
  double square = 0;
  for (std::size_t i = 0; i < samples.rows; ++i)
    for (std::size_t c = 0; c < samples.cols; ++c) {
      const double apart = static_cast<double>(samples(i, c)) - mean[c];
      square += apart * apart;
    }
  Scaling units;
  for (const double centre : mean) units.centre.push_back(static_cast<float>(centre));
  if (square > 0) units.scale = std::sqrt(square / (n * static_cast<double>(samples.cols)));
  return units;
}

std::unique_ptr<Matching> match_moments(std::size_t order, MmdEstimator estimate, Scaling units) {
  return std::make_unique<KernelMatching>(std::make_unique<Powers>(order), estimate,
                                          std::move(units));
}

}  // namespace verigan::gan

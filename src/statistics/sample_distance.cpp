// SPDX-License-Identifier: MIT
#include "statistics/sample_distance.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/check.hpp"
#include "core/parallel.hpp"
#include "random/addresses.hpp"
#include "statistics/distributions.hpp"

namespace verigan::statistics {

namespace {

void require_options(std::size_t n, std::size_t m, const Resampling& options) {
  require(n > 1 && m > 1, "samples of ", n, " and ", m, " points, expected at least 2 of each");
  require(options.resamples >= 100, options.resamples, " resamples, expected at least 100");
  require_confidence(options.confidence);
}

// Row i of column b: what point i weighs in (P̂* − P̂) − (Q̂* − Q̂) of resample b, for n points of x and
// then m of y; times √(n/(n − 1)), for a sample's spread is less than its distribution's.
Matrix<double> resampled_weights(std::size_t n, std::size_t m, const Resampling& options) {
  const random::Stream stream = random::draws::kSampleResamples.stream(options.seed);
  Matrix<double> weights(n + m, options.resamples);
  std::vector<double> times;
  for (std::size_t b = 0; b < options.resamples; ++b) {
    for (const bool second : {false, true}) {
      const std::size_t size = second ? m : n, first = second ? n : 0;
      if (size == 0) continue;
      times.assign(size, 0.0);
      const std::uint64_t step = random::draws::kSampleResamples.step(b, second ? 1 : 0);
      for (std::size_t i = 0; i < size; ++i)
        ++times[stream.below(step, i, static_cast<std::uint32_t>(size))];
      const double count = static_cast<double>(size);
      const double unit = (second ? -1 : 1) * std::sqrt(count / (count - 1)) / count;
      for (std::size_t i = 0; i < size; ++i) weights(first + i, b) = unit * (times[i] - 1);
    }
  }
  return weights;
}

// The value below which that share of the norms lies, the next larger one.
double quantile(std::vector<double> norms, double share) {
  std::sort(norms.begin(), norms.end());
  const double place = std::ceil(share * static_cast<double>(norms.size() + 1)) - 1;
  return norms[static_cast<std::size_t>(std::clamp(place, 0.0, static_cast<double>(norms.size() - 1)))];
}

std::vector<std::size_t> sorted_order(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  return order;
}

// ∫|Σ_{values ≤ t} weight| dt for each column of weights, times `share`, added to norms.
void add_line_norms(std::span<const double> values, MatrixView<const double> weights, double share,
                    std::span<double> norms) {
  const std::vector<std::size_t> order = sorted_order(values);
  std::vector<double> reached(weights.cols, 0.0);
  for (std::size_t k = 0; k + 1 < order.size(); ++k) {
    const double gap = share * (values[order[k + 1]] - values[order[k]]);
    const auto row = weights.row(order[k]);
    for (std::size_t b = 0; b < weights.cols; ++b) {
      reached[b] += row[b];
      norms[b] += std::abs(reached[b]) * gap;
    }
  }
}

// One column: 1/n for each point of x, −1/m for each of y.
Matrix<double> observed_weights(std::size_t n, std::size_t m) {
  Matrix<double> weights(n + m, 1);
  for (std::size_t i = 0; i < n + m; ++i)
    weights(i, 0) = i < n ? 1 / static_cast<double>(n) : -1 / static_cast<double>(m);
  return weights;
}

std::vector<double> joined(std::span<const double> x, std::span<const double> y) {
  std::vector<double> all(x.begin(), x.end());
  all.insert(all.end(), y.begin(), y.end());
  return all;
}

Matrix<double> joined(Points x, Points y) {
  require(x.cols == y.cols && x.cols > 0, "samples of dimension ", x.cols, " and ", y.cols,
          ", expected one dimension");
  Matrix<double> all(x.rows + y.rows, x.cols);
  for (std::size_t i = 0; i < all.rows(); ++i) {
    const auto from = i < x.rows ? x.row(i) : y.row(i - x.rows);
    std::copy(from.begin(), from.end(), all.row(i).begin());
  }
  return all;
}

double distance(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t c = 0; c < a.size(); ++c) sum += (a[c] - b[c]) * (a[c] - b[c]);
  return std::sqrt(sum);
}

struct Forms {
  std::vector<double> of_weights;       // wᵀKw for each column w
  double within_x = 0, within_y = 0, between = 0;  // Σ K over pairs of different points
};

// Rows are dealt out in pieces of a fixed size, each with sums of its own: the same bits for any number of
// threads. K is symmetric, so a row meets the rows before it, twice.
template <class Kernel>
Forms quadratic_forms(const Matrix<double>& all, std::size_t n, MatrixView<const double> weights,
                      const Kernel& kernel) {
  constexpr std::size_t kRows = 64;
  const std::size_t pieces = (all.rows() + kRows - 1) / kRows;
  std::vector<Forms> found(pieces);
  parallel_for(pieces, [&](std::size_t piece) {
    Forms& own = found[piece];
    own.of_weights.assign(weights.cols, 0.0);
    std::vector<double> met(weights.cols);
    for (std::size_t i = piece * kRows; i < std::min((piece + 1) * kRows, all.rows()); ++i) {
      std::fill(met.begin(), met.end(), 0.0);
      for (std::size_t j = 0; j < i; ++j) {
        const double k = kernel(distance(all.row(i), all.row(j)));
        (i < n ? own.within_x : j < n ? own.between : own.within_y) += k;
        const auto row = weights.row(j);
        for (std::size_t b = 0; b < weights.cols; ++b) met[b] += k * row[b];
      }
      const double itself = kernel(0.0);
      const auto row = weights.row(i);
      for (std::size_t b = 0; b < weights.cols; ++b)
        own.of_weights[b] += row[b] * (2 * met[b] + itself * row[b]);
    }
  });
  Forms total = found.front();
  for (std::size_t piece = 1; piece < pieces; ++piece) {
    for (std::size_t b = 0; b < weights.cols; ++b) total.of_weights[b] += found[piece].of_weights[b];
    total.within_x += found[piece].within_x;
    total.within_y += found[piece].within_y;
    total.between += found[piece].between;
  }
  return total;
}

// The squared norm and its interval for a kernel of the distance.
template <class Kernel>
Interval squared_norm(Points x, Points y, const Resampling& options, const Kernel& kernel) {
  require_options(x.rows, y.rows, options);
  const Matrix<double> all = joined(x, y);
  const Matrix<double> weights = resampled_weights(x.rows, y.rows, options);
  const Forms forms = quadratic_forms(all, x.rows, weights, kernel);
  const double n = static_cast<double>(x.rows), m = static_cast<double>(y.rows), k = kernel(0.0);
  const double unbiased = 2 * forms.within_x / (n * (n - 1)) + 2 * forms.within_y / (m * (m - 1)) -
                          2 * forms.between / (n * m);
  const double biased = (2 * forms.within_x + n * k) / (n * n) +
                        (2 * forms.within_y + m * k) / (m * m) - 2 * forms.between / (n * m);
  std::vector<double> norms;
  for (const double form : forms.of_weights) norms.push_back(std::sqrt(std::max(form, 0.0)));
  const double norm = std::sqrt(std::max(biased, 0.0)), radius = quantile(norms, options.confidence);
  return {unbiased, std::pow(std::max(norm - radius, 0.0), 2), std::pow(norm + radius, 2)};
}

}  // namespace

Interval wasserstein1_interval(std::span<const double> x, std::span<const double> y,
                               const Resampling& options) {
  require_options(x.size(), y.size(), options);
  const std::vector<double> all = joined(x, y);
  double value = 0;
  add_line_norms(all, observed_weights(x.size(), y.size()), 1, {&value, 1});
  std::vector<double> norms(options.resamples, 0.0);
  add_line_norms(all, resampled_weights(x.size(), y.size(), options), 1, norms);
  const double radius = quantile(norms, options.confidence);
  return {value, std::max(value - radius, 0.0), value + radius};
}

double wasserstein1_radius(std::span<const double> x, const Resampling& options) {
  require_options(x.size(), x.size(), options);
  std::vector<double> norms(options.resamples, 0.0);
  add_line_norms(x, resampled_weights(x.size(), 0, options), 1, norms);
  return quantile(norms, options.confidence);
}

Interval sliced_wasserstein1_interval(Points x, Points y, std::size_t directions,
                                      const Resampling& options) {
  require_options(x.rows, y.rows, options);
  require(directions >= 2, directions, " directions, expected at least 2");
  require(x.cols >= 2, "sliced distance in dimension ", x.cols, ", expected at least 2");
  const Matrix<double> all = joined(x, y), observed = observed_weights(x.rows, y.rows),
                       weights = resampled_weights(x.rows, y.rows, options);
  const random::Stream stream = random::draws::kSampleDirections.stream(options.seed);
  std::vector<double> each(directions, 0.0), norms(options.resamples, 0.0), along(all.rows());
  std::vector<float> z(all.cols());
  for (std::size_t k = 0; k < directions; ++k) {
    stream.normals(k, z);
    double length = 0;
    for (const float v : z) length += static_cast<double>(v) * static_cast<double>(v);
    for (std::size_t i = 0; i < all.rows(); ++i) {
      along[i] = 0;
      for (std::size_t c = 0; c < all.cols(); ++c)
        along[i] += static_cast<double>(z[c]) * all(i, c) / std::sqrt(length);
    }
    add_line_norms(along, observed, 1, {&each[k], 1});
    add_line_norms(along, weights, 1 / static_cast<double>(directions), norms);
  }
  const Estimate over = estimate(each);
  const double z_value = normal_quantile((1 + options.confidence) / 2);
  const double radius = quantile(norms, options.confidence) +
                        (std::isfinite(over.error) ? z_value * over.error : 0);
  return {over.mean, std::max(over.mean - radius, 0.0), over.mean + radius};
}

Interval energy_interval(Points x, Points y, const Resampling& options) {
  return squared_norm(x, y, options, [](double distance) { return -distance; });
}

Interval mmd2_interval(Points x, Points y, std::span<const double> bandwidths,
                       const Resampling& options) {
  require(!bandwidths.empty(), "MMD without a bandwidth, expected at least one");
  for (const double s : bandwidths)
    require(s > 0 && std::isfinite(s), "MMD bandwidth ", s, ", expected a positive number");
  return squared_norm(x, y, options, [bandwidths](double distance) {
    double sum = 0;
    for (const double s : bandwidths) sum += std::exp(-0.5 * (distance / s) * (distance / s));
    return sum / static_cast<double>(bandwidths.size());
  });
}

double median_distance(Points x, Points y) {
  const Matrix<double> all = joined(x, y);
  std::vector<double> distances;
  distances.reserve(all.rows() * (all.rows() - 1) / 2);
  for (std::size_t i = 0; i < all.rows(); ++i)
    for (std::size_t j = 0; j < i; ++j) distances.push_back(distance(all.row(i), all.row(j)));
  require(!distances.empty(), "the median distance of one point, expected at least 2");
  const auto middle = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
  std::nth_element(distances.begin(), middle, distances.end());
  return *middle;
}

}  // namespace verigan::statistics

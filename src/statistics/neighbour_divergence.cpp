// SPDX-License-Identifier: MIT
#include "statistics/neighbour_divergence.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "core/parallel.hpp"
#include "statistics/distributions.hpp"

namespace verigan::statistics {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

double squared_distance(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t c = 0; c < a.size(); ++c) sum += (a[c] - b[c]) * (a[c] - b[c]);
  return sum;
}

// The squares of the distances from a point to all of `among`, but to number `but`.
void distances_to(std::span<const double> point, Points among, std::size_t but, std::vector<double>& out) {
  out.clear();
  for (std::size_t j = 0; j < among.rows; ++j)
    if (j != but) out.push_back(squared_distance(point, among.row(j)));
}
constexpr std::size_t kNobody = static_cast<std::size_t>(-1);

double kth(std::vector<double>& squares, std::size_t k) {
  std::nth_element(squares.begin(), squares.begin() + static_cast<std::ptrdiff_t>(k - 1), squares.end());
  return squares[k - 1];
}

// ψ(n) = −γ + Σ_{i<n} 1/i; −γ cancels wherever it is used.
double digamma(std::size_t n) {
  double sum = 0;
  for (std::size_t i = 1; i < n; ++i) sum += 1 / static_cast<double>(i);
  return sum;
}

// NaN where a distance is 0.
double kl_of(Points x, Points y, std::size_t k) {
  std::vector<double> terms(x.rows);
  parallel_for(x.rows, [&](std::size_t i) {
    std::vector<double> squares;
    distances_to(x.row(i), x, i, squares);
    const double own = kth(squares, k);
    distances_to(x.row(i), y, kNobody, squares);
    const double other = kth(squares, k);
    terms[i] = own > 0 && other > 0 ? 0.5 * std::log(other / own) : kNone;
  });
  return static_cast<double>(x.cols) * mean(terms) +
         std::log(static_cast<double>(y.rows) / static_cast<double>(x.rows - 1));
}

double jsd_of(Points x, Points y, std::size_t k) {
  const std::size_t n = std::min(x.rows, y.rows);
  const Points a = x.block_rows(0, n), b = y.block_rows(0, n);
  std::vector<double> terms(2 * n), harmonic(2 * n + 1);
  for (std::size_t i = 2; i <= 2 * n; ++i) harmonic[i] = harmonic[i - 1] + 1 / static_cast<double>(i - 1);
  parallel_for(2 * n, [&](std::size_t i) {
    const Points own = i < n ? a : b, other = i < n ? b : a;
    std::vector<double> squares;
    distances_to(own.row(i % n), own, i % n, squares);
    const double reach = kth(squares, k);
    std::size_t within = k;
    for (std::size_t j = 0; j < n; ++j)
      within += squared_distance(own.row(i % n), other.row(j)) <= reach;
    terms[i] = reach > 0 ? harmonic[within] : kNone;
  });
  return digamma(2 * n) - digamma(n) + digamma(k) - mean(terms);
}

using Estimator = std::function<double(Points x, Points y)>;

// Part `part` of `parts` of the rows, in consecutive pieces of equal size.
Points piece(Points x, std::size_t part, std::size_t parts) {
  const std::size_t size = x.rows / parts;
  return x.block_rows(part * size, size);
}

std::optional<Interval> with_interval(Points x, Points y, const NeighbourOptions& options,
                                      const Estimator& of) {
  const std::size_t fewest = std::min(x.rows, y.rows);
  require(fewest >= kFewestForNeighbours, "samples of ", x.rows, " and ", y.rows,
          " points, expected at least ", kFewestForNeighbours, " of each");
  require(x.cols == y.cols, "samples of dimension ", x.cols, " and ", y.cols, ", expected one dimension");
  require_confidence(options.confidence);
  const std::size_t groups = fewest < 200 ? 5 : 10;
  require(options.k >= 1 && fewest / groups > options.k, "neighbour ", options.k,
          ", expected one from 1 to ", fewest / groups - 1);
  const double whole = of(x, y);
  if (!std::isfinite(whole)) return std::nullopt;
  std::vector<double> grouped;
  for (std::size_t g = 0; g < groups; ++g) grouped.push_back(of(piece(x, g, groups), piece(y, g, groups)));
  double half = 0;
  for (const std::size_t a : {0, 1})
    for (const std::size_t b : {0, 1}) half += 0.25 * of(piece(x, a, 2), piece(y, b, 2));
  const double error = estimate(grouped).error;
  const double reach =
      student_quantile(static_cast<double>(groups - 1), (1 + options.confidence) / 2) * error;
  // At twice the samples the bias is 2^{−2/(d+2)} of what it was; many dimensions would amplify noise alone.
  constexpr double kMost = 6;
  const double factor = std::min(kMost, 1 / (std::exp2(2 / (static_cast<double>(x.cols) + 2)) - 1));
  // A bias below one standard error is not told from noise.
  const double bias = std::max(factor * std::abs(half - whole), error);
  return Interval{whole, whole - reach - bias, whole + reach + bias};
}

}  // namespace

namespace {

// The share of x with no y as near as the loneliest y has its k-th nearest.
double share_beyond(Points x, Points y, std::size_t k) {
  std::vector<double> reach(y.rows), nearest(x.rows);
  parallel_for(y.rows, [&](std::size_t j) {
    std::vector<double> squares;
    distances_to(y.row(j), y, j, squares);
    reach[j] = kth(squares, k);
  });
  parallel_for(x.rows, [&](std::size_t i) {
    std::vector<double> squares;
    distances_to(x.row(i), y, kNobody, squares);
    nearest[i] = *std::min_element(squares.begin(), squares.end());
  });
  const double farthest = *std::max_element(reach.begin(), reach.end());
  const auto beyond = std::count_if(nearest.begin(), nearest.end(), [&](double d) { return d > farthest; });
  return static_cast<double>(beyond) / static_cast<double>(x.rows);
}

}  // namespace

std::optional<Interval> neighbour_kl(Points x, Points y, const NeighbourOptions& options) {
  constexpr double kTooMany = 0.05;
  auto found = with_interval(x, y, options, [&](Points a, Points b) { return kl_of(a, b, options.k); });
  if (found) {
    found->low = std::max(found->low, 0.0);
    found->high = std::max(found->high, 0.0);
    if (share_beyond(x, y, options.k) > kTooMany) found->high = std::numeric_limits<double>::infinity();
  }
  return found;
}

std::optional<Interval> neighbour_jsd(Points x, Points y, const NeighbourOptions& options) {
  auto found = with_interval(x, y, options, [&](Points a, Points b) { return jsd_of(a, b, options.k); });
  if (found) {
    found->low = std::clamp(found->low, 0.0, kLn2);
    found->high = std::clamp(found->high, 0.0, kLn2);
  }
  return found;
}

}  // namespace verigan::statistics

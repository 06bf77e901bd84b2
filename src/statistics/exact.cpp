// SPDX-License-Identifier: MIT
#include "statistics/exact.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/check.hpp"
#include "statistics/distributions.hpp"

namespace verigan::statistics {
namespace {

/// P(max (F − F_n) ≥ d), 0 < d < 1.
double probability_of_distance(std::size_t n, double d) {
  const double count = static_cast<double>(n);
  double sum = std::pow(1 - d, count);
  for (std::size_t j = 1; j <= n && static_cast<double>(j) < count * (1 - d); ++j) {
    const double at = d + static_cast<double>(j) / count, k = static_cast<double>(j);
    sum += std::exp(std::lgamma(count + 1) - std::lgamma(k + 1) - std::lgamma(count - k + 1) +
                    std::log(d) + (k - 1) * std::log(at) + (count - k) * std::log1p(-at));
  }
  return sum;
}

/// The mean of the distribution that lies d above the empirical one of `sorted`, as far down as `least`
/// allows: each value keeps what is left of its weight 1/n when the largest have lost d altogether.
double lower_mean(const std::vector<double>& sorted, double least, double d) {
  const double weight = 1 / static_cast<double>(sorted.size());
  double result = least * d, left = 1 - d;
  for (const double value : sorted) {
    const double taken = std::min(weight, left);
    result += value * taken;
    left -= taken;
  }
  return result;
}

}  // namespace

Interval proportion_interval(std::size_t successes, std::size_t trials, double confidence) {
  require_confidence(confidence);
  require(trials > 0 && successes <= trials, successes, " successes in ", trials,
          " trials, expected at least 1 trial and no more successes");
  const auto k = static_cast<double>(successes), n = static_cast<double>(trials);
  const double tail = (1 - confidence) / 2;
  return {k / n, binomial_lower_bound(n, k, tail), binomial_upper_bound(n, k, tail)};
}

Interval rate_interval(std::size_t events, double exposure, double confidence) {
  require_confidence(confidence);
  require(exposure > 0, "exposure ", exposure, ", expected a number above 0");
  const double k = static_cast<double>(events), tail = (1 - confidence) / 2;
  const double low = events == 0 ? 0 : chi_squared_quantile(2 * k, tail) / 2;
  const double high = chi_squared_upper_quantile(2 * k + 2, tail) / 2;
  return {k / exposure, low / exposure, high / exposure};
}

double kolmogorov_distance(std::size_t n, double level) {
  require(n > 0, "distance of a sample of none, expected at least one");
  require_confidence(level);
  double low = 0, high = 1;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (probability_of_distance(n, middle) > level ? low : high) = middle;
  }
  return high;
}

Interval bounded_mean_interval(std::span<const double> values, double least, double most,
                               double confidence) {
  require_confidence(confidence);
  const double centre = mean(values);
  std::vector<double> sorted(values.begin(), values.end()), mirrored;
  std::sort(sorted.begin(), sorted.end());
  for (const double value : sorted) {
    require(value >= least && value <= most, "value ", value, ", expected a number in [", least,
            ", ", most, "]");
    mirrored.insert(mirrored.begin(), -value);
  }
  const double d = kolmogorov_distance(values.size(), (1 - confidence) / 2);
  return {centre, lower_mean(sorted, least, d), -lower_mean(mirrored, -most, d)};
}

}  // namespace verigan::statistics

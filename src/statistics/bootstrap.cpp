// SPDX-License-Identifier: MIT
#include "statistics/bootstrap.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/check.hpp"
#include "core/constants.hpp"
#include "random/stream.hpp"
#include "statistics/distributions.hpp"

namespace verigan::statistics {
namespace {

using Statistic = std::function<double(std::span<const double>)>;

std::vector<double> resampled(std::span<const double> values, const Statistic& statistic,
                              const BootstrapOptions& options) {
  const random::Stream stream(options.seed, random::Purpose::theory, 2);
  const auto size = static_cast<std::uint32_t>(values.size());
  std::vector<double> drawn(values.size()), found;
  for (std::size_t step = 0; step < options.resamples; ++step) {
    for (std::size_t i = 0; i < drawn.size(); ++i) drawn[i] = values[stream.below(step, i, size)];
    found.push_back(statistic(drawn));
  }
  std::sort(found.begin(), found.end());
  return found;
}

/// Σ u³/(6 (Σ u²)^1.5), u the jackknife's deviations with their sign turned.
double acceleration(std::span<const double> values, const Statistic& statistic) {
  std::vector<double> without;
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::vector<double> rest(values.begin(), values.end());
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
    without.push_back(statistic(rest));
  }
  const double centre = mean(without);
  double squares = 0, cubes = 0;
  for (const double value : without) {
    squares += std::pow(centre - value, 2);
    cubes += std::pow(centre - value, 3);
  }
  return squares == 0 ? 0 : cubes / (6 * std::pow(squares, 1.5));
}

}  // namespace

Interval bootstrap_interval(std::span<const double> values, const Statistic& statistic,
                            const BootstrapOptions& options) {
  require_confidence(options.confidence);
  require(!values.empty(), "bootstrap of no values, expected at least one");
  require(options.resamples >= 100, options.resamples, " resamples, expected at least 100");
  const double here = statistic(values);
  if (values.size() < 5) return {here, -kInfinity, kInfinity};
  const std::vector<double> found = resampled(values, statistic, options);
  if (found.front() == found.back()) return {here, -kInfinity, kInfinity};
  const auto below = std::lower_bound(found.begin(), found.end(), here) - found.begin();
  const auto upto = std::upper_bound(found.begin(), found.end(), here) - found.begin();
  const double count = static_cast<double>(found.size());
  const double share = std::clamp(static_cast<double>(below + upto) / 2 / count, 0.5 / count, 1 - 0.5 / count);
  const double bias = normal_quantile(share), a = acceleration(values, statistic);
  const auto limit = [&](double p) {
    const double z = bias + normal_quantile(p);
    const double place = normal_below(bias + z / (1 - a * z)) * count - 0.5;
    const auto k = static_cast<std::size_t>(std::clamp(std::round(place), 0.0, count - 1));
    return found[k];
  };
  return {here, limit((1 - options.confidence) / 2), limit((1 + options.confidence) / 2)};
}

}  // namespace verigan::statistics

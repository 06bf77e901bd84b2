// SPDX-License-Identifier: MIT
#include "statistics/interval.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/check.hpp"
#include "core/constants.hpp"
#include "statistics/distributions.hpp"

namespace verigan::statistics {
namespace {

/// centre ± Student's quantile times the standard error.
Interval student(double centre, double error, double degrees, double confidence) {
  if (std::isnan(centre) || std::isnan(error)) return {centre, NAN, NAN};
  if (error == kInfinity || std::isinf(centre)) return {centre, -kInfinity, kInfinity};
  const double reach = student_quantile(degrees, (1 + confidence) / 2) * error;
  return {centre, centre - reach, centre + reach};
}

}  // namespace

void require_confidence(double confidence) {
  require(confidence > 0 && confidence < 1, "confidence ", confidence,
          ", expected a number in (0, 1)");
}

double mean(std::span<const double> values) {
  require(!values.empty(), "mean of no values, expected at least one");
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double median(std::span<const double> values) {
  require(!values.empty(), "median of no values, expected at least one");
  std::vector<double> sorted(values.begin(), values.end());
  for (const double value : sorted) require(!std::isnan(value), "median of nan, expected numbers");
  std::sort(sorted.begin(), sorted.end());
  const double low = sorted[(sorted.size() - 1) / 2], high = sorted[sorted.size() / 2];
  return low == high ? low : low + (high - low) / 2;
}

Estimate estimate(std::span<const double> values) {
  const double centre = mean(values), count = static_cast<double>(values.size());
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  if (*least == *most) return {*least, kInfinity, values.size()};
  double squares = 0;
  for (const double value : values) squares += (value - centre) * (value - centre);
  return {centre, std::sqrt(squares / (count - 1) / count), values.size()};
}

Interval mean_interval(std::span<const double> values, double confidence) {
  require_confidence(confidence);
  const Estimate all = estimate(values);
  return student(all.mean, all.error, static_cast<double>(all.trials) - 1, confidence);
}

Interval paired_interval(std::span<const double> a, std::span<const double> b, double confidence) {
  require(a.size() == b.size(), a.size(), " values paired with ", b.size(),
          ", expected as many of both");
  std::vector<double> differences(a.begin(), a.end());
  for (std::size_t i = 0; i < b.size(); ++i) differences[i] -= b[i];
  return mean_interval(differences, confidence);
}

Interval difference_interval(const Estimate& a, const Estimate& b, double confidence) {
  require_confidence(confidence);
  const double difference = a.mean - b.mean, error = std::hypot(a.error, b.error);
  if (error == 0) return {difference, -kInfinity, kInfinity};
  const auto part = [](const Estimate& x) {
    return x.error == 0 ? 0 : std::pow(x.error, 4) / (static_cast<double>(x.trials) - 1);
  };
  return student(difference, error, std::pow(error, 4) / (part(a) + part(b)), confidence);
}

Interval wilson_interval(std::size_t successes, std::size_t trials, double confidence) {
  require_confidence(confidence);
  require(trials > 0 && successes <= trials, successes, " successes in ", trials,
          " trials, expected at least one trial and no more successes than trials");
  const double n = static_cast<double>(trials), share = static_cast<double>(successes) / n;
  const double z = normal_quantile((1 + confidence) / 2), weight = z * z / n;
  const double middle = (share + weight / 2) / (1 + weight);
  const double half = std::sqrt(weight * (share * (1 - share) + weight / 4)) / (1 + weight);
  return {share, successes == 0 ? 0 : middle - half, successes == trials ? 1 : middle + half};
}

Equivalence equivalence(const Estimate& difference, double degrees, double margin, double level) {
  require(margin > 0, "margin ", margin, " of equivalence, expected a number above 0");
  require(level > 0 && level < 0.5, "level ", level, ", expected a number in (0, 0.5)");
  Equivalence result;
  result.interval = student(difference.mean, difference.error, degrees, 1 - 2 * level);
  if (!(difference.error < kInfinity) || std::isnan(difference.mean)) return result;
  const auto beyond = [&](double distance) {
    return student_above(degrees, distance / difference.error);
  };
  result.p = std::max(beyond(margin - difference.mean), beyond(margin + difference.mean));
  result.equivalent = result.p <= level;
  return result;
}

Equivalence equivalence(std::span<const double> differences, double margin, double level) {
  const Estimate all = estimate(differences);
  return equivalence(all, static_cast<double>(all.trials) - 1, margin, level);
}

}  // namespace verigan::statistics

// SPDX-License-Identifier: MIT
#include "analysis/interval.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

#include "analysis/series.hpp"
#include "core/check.hpp"

namespace verigan::analysis {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

void require_confidence(double confidence) {
  require(confidence > 0 && confidence < 1, "confidence ", confidence,
          ", expected a number in (0, 1)");
}

/// centre ± Student's quantile times the standard error.
Interval student(double centre, double error, double degrees, double confidence) {
  if (error == 0) return {centre, centre, centre};
  if (error == kInfinity) return {centre, -kInfinity, kInfinity};
  if (std::isnan(error)) return {centre, error, error};
  const boost::math::students_t law(degrees);
  const double reach = boost::math::quantile(law, (1 + confidence) / 2) * error;
  return {centre, centre - reach, centre + reach};
}

}  // namespace

Estimate estimate(std::span<const double> values) {
  const double centre = mean(values), count = static_cast<double>(values.size());
  if (values.size() < 2) return {centre, kInfinity, values.size()};
  double squares = 0;
  for (const double value : values) squares += (value - centre) * (value - centre);
  return {centre, std::sqrt(squares / (count - 1) / count), values.size()};
}

Interval mean_interval(std::span<const double> values, double confidence) {
  require_confidence(confidence);
  const Estimate all = estimate(values);
  return student(all.mean, all.error, static_cast<double>(all.trials) - 1, confidence);
}

Interval difference_interval(const Estimate& a, const Estimate& b, double confidence) {
  require_confidence(confidence);
  const auto part = [](const Estimate& x) {
    return x.error == 0 ? 0 : std::pow(x.error, 4) / (static_cast<double>(x.trials) - 1);
  };
  const double error = std::hypot(a.error, b.error);
  return student(a.mean - b.mean, error, std::pow(error, 4) / (part(a) + part(b)), confidence);
}

Interval proportion_interval(std::size_t successes, std::size_t trials, double confidence) {
  require_confidence(confidence);
  require(trials > 0 && successes <= trials, successes, " successes in ", trials,
          " trials, expected at least 1 trial and no more successes");
  const auto k = static_cast<double>(successes), n = static_cast<double>(trials);
  using Law = boost::math::binomial_distribution<>;
  const double tail = (1 - confidence) / 2;
  return {k / n, Law::find_lower_bound_on_p(n, k, tail),
          Law::find_upper_bound_on_p(n, k, tail)};
}

std::string verdict(const Interval& interval, double low, double high) {
  if (interval.low >= low && interval.high <= high) return "supported";
  if (interval.high < low || interval.low > high) return "contradicted";
  return "inconclusive";
}

}  // namespace verigan::analysis

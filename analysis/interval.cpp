// SPDX-License-Identifier: MIT
#include "analysis/interval.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

#include "analysis/series.hpp"
#include "core/check.hpp"

namespace verigan::analysis {

Interval mean_interval(std::span<const double> values, double confidence) {
  require(confidence > 0 && confidence < 1, "confidence ", confidence,
          ", expected a number in (0, 1)");
  const double centre = mean(values), count = static_cast<double>(values.size());
  if (values.size() < 2) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    return {centre, -infinity, infinity};
  }
  double squares = 0;
  for (const double value : values) squares += (value - centre) * (value - centre);
  const boost::math::students_t law(count - 1);
  const double reach = boost::math::quantile(law, (1 + confidence) / 2) *
                       std::sqrt(squares / (count - 1) / count);
  return {centre, centre - reach, centre + reach};
}

Interval proportion_interval(std::size_t successes, std::size_t trials, double confidence) {
  require(confidence > 0 && confidence < 1, "confidence ", confidence,
          ", expected a number in (0, 1)");
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

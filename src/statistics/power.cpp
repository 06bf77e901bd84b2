// SPDX-License-Identifier: MIT
#include "statistics/power.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/binomial.hpp>
#include <cmath>
#include <functional>

#include "core/check.hpp"
#include "statistics/exact.hpp"
#include "statistics/two_by_two.hpp"

namespace verigan::statistics {
namespace {

namespace bm = boost::math;

void require_options(const PowerOptions& options) {
  require_confidence(options.confidence);
  require(options.power > 0 && options.power < 1, "power ", options.power,
          ", expected a number in (0, 1)");
}

/// The smallest x of [low, high] with chance(x) ≥ power; nothing if there is none. `chance` rises.
std::optional<double> smallest(const std::function<double(double)>& chance, double low, double high,
                               double power) {
  if (chance(high) < power) return std::nullopt;
  for (int i = 0; i < 50; ++i) {
    const double middle = (low + high) / 2;
    (chance(middle) < power ? low : high) = middle;
  }
  return high;
}

double binomial_chance(std::size_t n, std::size_t k, double share) {
  return bm::pdf(bm::binomial(static_cast<double>(n), share), static_cast<double>(k));
}

}  // namespace

std::optional<double> detectable_shift(std::size_t trials, double sd, const PowerOptions& options) {
  require_options(options);
  if (trials < 2 || !std::isfinite(sd)) return std::nullopt;
  const double degrees = static_cast<double>(trials - 1), root = std::sqrt(double(trials));
  const double t = bm::quantile(bm::students_t(degrees), (1 + options.confidence) / 2);
  const auto chance = [&](double shift) {
    const bm::non_central_t law(degrees, shift * root);
    return bm::cdf(bm::complement(law, t)) + bm::cdf(law, -t);
  };
  const auto shift = smallest(chance, 1e-6, 40, options.power);  // in deviations
  return shift ? std::optional(*shift * sd) : std::nullopt;
}

std::optional<double> detectable_shift(const Estimate& estimate, const PowerOptions& options) {
  return detectable_shift(estimate.trials, estimate.error * std::sqrt(double(estimate.trials)),
                          options);
}

std::optional<double> detectable_share(std::size_t trials, double null_share,
                                       const PowerOptions& options) {
  require_options(options);
  require(null_share >= 0 && null_share < 1, "share ", null_share, ", expected a number in [0, 1)");
  std::size_t least = 0;  // successes that exclude it
  while (least <= trials &&
         !(proportion_interval(least, trials, options.confidence).low > null_share))
    ++least;
  if (least > trials) return std::nullopt;
  const auto chance = [&](double share) {
    double sum = 0;
    for (std::size_t k = least; k <= trials; ++k) sum += binomial_chance(trials, k, share);
    return sum;
  };
  return smallest(chance, null_share, 1, options.power);
}

std::optional<double> detectable_difference(std::size_t trials_a, std::size_t trials_b,
                                            double share_b, const PowerOptions& options) {
  require_options(options);
  require(share_b >= 0 && share_b < 1, "share ", share_b, ", expected a number in [0, 1)");
  const std::vector<bool> region = boschloo_region(trials_a, trials_b, 1 - options.confidence);
  const auto chance = [&](double share_a) {
    double sum = 0;
    for (std::size_t a = 0; a <= trials_a; ++a)
      for (std::size_t b = 0; b <= trials_b; ++b)
        if (region[a * (trials_b + 1) + b])
          sum += binomial_chance(trials_a, a, share_a) * binomial_chance(trials_b, b, share_b);
    return sum;
  };
  return smallest(chance, share_b, 1, options.power);
}

std::optional<double> detectable_superiority(std::size_t a, std::size_t b,
                                             const PowerOptions& options) {
  require_options(options);
  const double m = static_cast<double>(a), n = static_cast<double>(b);
  const double orders = bm::binomial_coefficient<double>(static_cast<unsigned>(a + b),
                                                         static_cast<unsigned>(a));
  if (a == 0 || b == 0 || 2 / orders > 1 - options.confidence) return std::nullopt;
  const bm::normal law;
  const double sum = bm::quantile(law, (1 + options.confidence) / 2) + bm::quantile(law, options.power);
  const double share = 0.5 + sum * std::sqrt((m + n) / (12 * m * n));
  return share <= 1 ? std::optional(share) : std::nullopt;
}

}  // namespace verigan::statistics

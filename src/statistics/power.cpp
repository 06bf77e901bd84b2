// SPDX-License-Identifier: MIT
#include "statistics/power.hpp"

#include <cmath>
#include <functional>

#include "core/check.hpp"
#include "statistics/distributions.hpp"
#include "statistics/exact.hpp"
#include "statistics/two_by_two.hpp"

namespace verigan::statistics {
namespace {

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

}  // namespace

std::optional<double> detectable_shift(std::size_t trials, double sd, const PowerOptions& options) {
  require_options(options);
  if (trials < 2 || !std::isfinite(sd)) return std::nullopt;
  const double degrees = static_cast<double>(trials - 1), root = std::sqrt(double(trials));
  const double t = student_quantile(degrees, (1 + options.confidence) / 2);
  const auto chance = [&](double shift) {
    return noncentral_student_beyond(degrees, shift * root, t);
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
  const double orders = choices(a + b, a);
  if (a == 0 || b == 0 || 2 / orders > 1 - options.confidence) return std::nullopt;
  const double sum = normal_quantile((1 + options.confidence) / 2) + normal_quantile(options.power);
  const double share = 0.5 + sum * std::sqrt((m + n) / (12 * m * n));
  return share <= 1 ? std::optional(share) : std::nullopt;
}

}  // namespace verigan::statistics

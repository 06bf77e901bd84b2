// SPDX-License-Identifier: MIT
#include "theory/normal_matching.hpp"

#include <cmath>

#include "core/check.hpp"
#include "core/numeric.hpp"

namespace verigan::theory {
namespace {

Matching moments(const NormalLaw& p, const NormalLaw& q) {
  const double sd = std::abs(p.sd), delta = (q.mean - p.mean) / sd, width = q.sd / sd;
  const double second = delta * delta + width * width - 1;
  return {(delta * delta + second * second) / 2,
          {(delta + 2 * delta * second) / sd, 2 * width * second / sd}};
}

/// ln p/q at x, and its slope.
struct Ratio {
  double value, slope;
};
Ratio log_ratio(const NormalLaw& p, const NormalLaw& q, double x) {
  const double u = (x - p.mean) / p.sd, v = (x - q.mean) / q.sd;
  return {(v - u) * (v + u) / 2 + std::log(std::abs(q.sd / p.sd)), v / q.sd - u / p.sd};
}

Matching adversarial(const NormalLaw& p, const NormalLaw& q) {
  constexpr int kHalf = 240;
  constexpr double kStep = 9.6 / kHalf;
  const double weight = kStep / std::sqrt(2 * kPi);
  Matching result;
  for (int k = -kHalf; k <= kHalf; ++k) {
    const double z = k * kStep, mass = weight * std::exp(-z * z / 2);
    const double on_true = log_ratio(p, q, p.mean + p.sd * z).value;
    const Ratio on_generated = log_ratio(p, q, q.mean + q.sd * z);
    result.loss -= mass * (softplus(-on_true) + softplus(on_generated.value));
    const double push = -mass * sigmoid(on_generated.value) * on_generated.slope;
    result.slope.mean += push;
    result.slope.sd += push * z;
  }
  result.loss += kLn4;
  return result;
}

}  // namespace

std::string route_name(Route route) {
  return route == Route::moments ? "moments" : route == Route::mmd ? "mmd" : "adversarial";
}

std::vector<Route> routes() { return {Route::moments, Route::mmd, Route::adversarial}; }

Matching matching(Route route, const NormalLaw& p, const NormalLaw& q,
                  std::span<const double> bandwidths) {
  for (const NormalLaw& law : {p, q}) {
    require(std::isfinite(law.mean), "mean ", law.mean, ", expected a finite number");
    require(law.sd != 0 && std::isfinite(law.sd), "standard deviation ", law.sd,
            ", expected a finite number other than 0");
  }
  if (route == Route::moments) return moments(p, q);
  if (route == Route::adversarial) return adversarial(p, q);
  return {mmd2(p, q, bandwidths), mmd2_slope(p, q, bandwidths)};
}

}  // namespace verigan::theory

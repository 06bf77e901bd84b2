// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <boost/math/policies/policy.hpp>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "theory/density.hpp"

// What the sources of the families share; not part of the public interface.
namespace verigan::theory::parts {

inline constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
inline constexpr double kTiny = std::numeric_limits<double>::min();
inline constexpr double kSqrtHalf = 0.70710678118654752440084436210484904;
inline constexpr double kHalfLn2Pi = 0.91893853320467274178032973640561764;

// Special functions at the edge of their range return limits instead of throwing.
using Quiet = boost::math::policies::policy<
    boost::math::policies::domain_error<boost::math::policies::ignore_error>,
    boost::math::policies::pole_error<boost::math::policies::ignore_error>,
    boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::underflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::evaluation_error<boost::math::policies::ignore_error>,
    boost::math::policies::promote_double<false>>;

inline void check_location(const char* family, const char* what, const Exact& x) {
  require(std::abs(x.value()) <= 1e100, family, ": ", what, " = ", x.value(),
          ", expected a number within ±1e100");
}
inline void check_scale(const char* family, const char* what, const Exact& x) {
  require(x.value() >= 1e-100 && x.value() <= 1e100, family, ": ", what, " = ", x.value(),
          ", expected a positive number in [1e-100, 1e100]");
}


// The smaller of the two tails of `mass`, never 0, and whether it is the right one.
struct TailMass {
  double value;
  bool right;
};
inline TailMass smaller_tail(const Mass& mass) {
  const double left = mass.value();
  const double right = mass.complement();
  if (left <= right) return {std::max(left, kTiny), false};
  return {std::max(right, kTiny), true};
}

// A relative error of a few ε, and what the rounding of z does to e^−|ln tail|.
inline Mass lower_tail(double t) { return {0, t, 4 * kEpsilon * t * (1 + std::abs(std::log(t + kTiny)))}; }
inline Mass upper_tail(double t) {
  return {1, -t, 4 * kEpsilon * t * (1 + std::abs(std::log(t + kTiny)))};
}

// What a pair of parameters differs by, and by how much its logarithms do.
inline double change(const Exact& from, const Exact& to) { return (to - from).value(); }
inline double log_one_plus(const Exact& x) {
  return std::abs(x.value()) < 0.5 ? std::log1p(x.value()) : std::log((1 + x).value());
}
inline double log_quotient(const Exact& above, const Exact& below) {
  return log_one_plus((above - below) / below);
}

// ln(1 + cv)/c − ln(1 + v), which vanishes to second order at v = 0.
inline Estimate renyi_part(const Exact& v, const Exact& c) {
  const Exact cv = c * v;
  const double small = v.value(), large = cv.value();
  const bool near = std::abs(small) < 0.5 && std::abs(large) < 0.5;
  const double a = (near ? log1pmx(large) : log_one_plus(cv)) / c.value();
  const double b = near ? log1pmx(small) : log_one_plus(v);
  return {a - b, 8 * kEpsilon * (std::abs(a) + std::abs(b))};
}

}  // namespace verigan::theory::parts

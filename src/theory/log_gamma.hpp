// SPDX-License-Identifier: MIT
#pragma once

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <utility>

#include "theory/family_parts.hpp"

// Logarithms of gamma and beta functions without the cancellation of large ones.
namespace verigan::theory::parts {

// ln Γ(x) − [(x − ½) ln x − x + ½ ln 2π], x ≥ 10: Stirling's series.
inline double stirling(double x) {
  const double y = 1 / (x * x);
  return (1.0 / 12 - y * (1.0 / 360 - y * (1.0 / 1260 - y * (1.0 / 1680 - y / 1188)))) / x;
}

// ln B(a, b) without the cancellation of large ln Γ: ln Γ(a) − ln Γ(a+b) is taken as one for the
// larger a, and Stirling's leading terms of ln Γ(b) are joined to it where b is large as well.
inline double log_beta(double a, double b) {
  if (a < b) std::swap(a, b);
  if (a < 10) return std::log(boost::math::beta(a, b, Quiet()));
  const double shrink = -(a - 0.5) * std::log1p(b / a) + stirling(a) - stirling(a + b);
  if (b < 10) return boost::math::lgamma(b, Quiet()) - b * std::log(a + b) + b + shrink;
  return b * std::log(b / (a + b)) - 0.5 * std::log(b) + kHalfLn2Pi + stirling(b) + shrink;
}

// ln Γ(x) − [(x + ½ − 1) ln x − x + ½ ln 2π] for any x > 0.
inline double stirling_rest(double x) {
  if (x >= 10) return stirling(x);
  return boost::math::lgamma(x, Quiet()) - ((x - 0.5) * std::log(x) - x + kHalfLn2Pi);
}

}  // namespace verigan::theory::parts

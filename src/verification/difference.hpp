// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <functional>

#include "theory/ball.hpp"

namespace verigan::verification {

/// f′(0) from central differences D(h) = (f(h) − f(−h))/2h, h some 2⁻¹⁰ of `radius`, extrapolated
/// once: (4 D(h/2) − D(h))/3. f continues analytically to |t| ≤ radius in the complex plane and
/// stays within `reach` of f(0) there, so by Cauchy its Taylor coefficients are at most
/// reach/radiusᵏ, and with e = h/radius the extrapolation is within reach/radius · e⁴/(3(1 − e²))
/// of f′(0); the errors of f in double come on top. A layer that is linear in what varies has no
/// more than those.
inline theory::Ball derivative(const std::function<theory::Ball(double)>& f, double radius,
                               double reach) {
  const double h = std::exp2(std::floor(std::log2(radius)) - 10);  // exact when added to a float
  const auto central = [&](double step) { return (f(step) - f(-step)) / (2 * step); };
  theory::Ball slope = (4 * central(h / 2) - central(h)) / 3;
  const double e = h / radius;
  slope.error += reach / radius * e * e * e * e / (3 * (1 - e * e));
  return slope;
}

}  // namespace verigan::verification

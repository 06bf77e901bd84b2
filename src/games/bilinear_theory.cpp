// SPDX-License-Identifier: MIT
#include "games/bilinear_theory.hpp"

#include <complex>

namespace verigan::games {
namespace {

using Complex = std::complex<double>;

/// z_t = (U_{t−1}(c)·M − U_{t−2}(c))·z₀ with c = 1 − h²/2 = cos φ, U_n(c) = sin((n+1)φ)/sin φ.
double alternating_radius(double h, const State<2>& z, std::size_t steps) {
  require(h < 2, "alternating step ", h, ", expected one below 2");
  const double phi = 2 * std::asin(h / 2), t = static_cast<double>(steps);
  const double last = std::sin(t * phi) / std::sin(phi),
               before = std::sin((t - 1) * phi) / std::sin(phi);
  const double x = z[0] - h * z[1], y = z[1] + h * x;
  return std::hypot(last * x - before * z[0], last * y - before * z[1]);
}

/// With z = x + iy the field is iz, so z⁺ = (1 + 2ih)z − ih·z⁻ after a first step of 1 + ih.
double optimistic_radius(double h, double start, std::size_t steps) {
  require(h != 0.5, "optimistic step 0.5, where the two roots are one; expected another");
  const Complex lead{1, 2 * h}, root = std::sqrt(Complex((1 - 2 * h) * (1 + 2 * h), 0));
  const Complex first = (lead + root) / 2.0, second = (lead - root) / 2.0;
  const Complex share = (Complex(1, h) - second) / (first - second);
  const double t = static_cast<double>(steps);
  return start *
         std::abs(share * std::pow(first, t) + (1.0 - share) * std::pow(second, t));
}

}  // namespace

double bilinear_radius(const StepRule& rule, const State<2>& start, std::size_t steps) {
  rule.check();
  const double h = rule.step, radius = std::hypot(start[0], start[1]);
  const auto grown = [&](double factor) {
    return radius * std::pow(factor, static_cast<double>(steps));
  };
  switch (rule.method) {
    case Method::alternating:
      require(rule.first_updates == 1 && rule.second_updates == 1,
              "several updates in turn, expected one of each player");
      return alternating_radius(h, start, steps);
    case Method::optimistic: return optimistic_radius(h, radius, steps);
    case Method::extragradient: return grown(std::sqrt(1 - h * h + h * h * h * h));
    case Method::proximal: return grown(1 / std::hypot(1, h));
    case Method::consensus: return grown(std::hypot(1 - h * rule.consensus, h));
    case Method::simultaneous: break;
  }
  return grown(std::hypot(1, h));
}

}  // namespace verigan::games

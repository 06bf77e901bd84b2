// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

// Adaptive quadrature that carries an error bound, on the rules of Boost.Math. Nothing here throws
// on a hard integral: what could not be resolved comes back as a large error.
namespace verigan {

/// A number and a bound on its distance from the true one. An infinite value has error 0.
struct Estimate {
  double value = 0;
  double error = 0;
};

/// One value of an integrand and a bound on its rounding error.
struct Term {
  double value = 0;
  double noise = 0;
};

/// A piece of the axis of integration, lower ≤ upper, both finite.
struct Panel {
  double lower = 0;
  double upper = 0;
};

struct QuadratureOptions {
  double relative = 1e-13;        ///< target for error/|value|, of each integral
  double absolute = 0;            ///< or this error, whichever is larger
  std::size_t max_panels = 4000;  ///< bisection stops here
  std::size_t followers = 0;  ///< that many last integrals are taken as they come, never refined
};

/// Writes the integrands' values at t inside panel number `panel` into out (one per integral).
using Integrands = std::function<void(std::size_t panel, double t, std::span<Term> out)>;

/// `count` integrals at once over the union of `panels`: Gauss–Kronrod of 31 nodes (15 on more than
/// 300 panels) on each, bisecting the panels that matter until every integral meets its target or
/// its rounding error is all that is left. The error is Σ|K − G| (the error of the lower rule, so a
/// bound on that of the value for integrands resolved on the last panels) plus the integrated noise
/// plus the sum's own rounding. A value that is not finite at some node gives error ∞. Kahaner,
/// Moler & Nash (1989), ch. 5.
std::vector<Estimate> integrate_panels(std::span<const Panel> panels, std::size_t count,
                                       const Integrands& f, const QuadratureOptions& options = {});

/// One integral of f over [splits.front(), splits.back()], split at every point given (increasing:
/// jumps and kinks belong there). Rounding is taken as 4 units in the last place of f.
Estimate integrate(const std::function<double(double)>& f, std::span<const double> splits,
                   const QuadratureOptions& options = {});

/// Tanh–sinh over (a, b), both finite, for integrands singular at the ends. f(x, xc) is also handed
/// the distance to the nearer end with all its digits: xc = a − x ≤ 0 on the left half, b − x ≥ 0
/// on the right half. Takahasi & Mori (1974).
Estimate integrate_tanh_sinh(const std::function<double(double x, double xc)>& f, double a,
                             double b, double relative = 1e-13);

}  // namespace verigan

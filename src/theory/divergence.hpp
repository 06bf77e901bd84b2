// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <vector>

#include "core/quadrature.hpp"
#include "theory/density.hpp"
#include "theory/f_generators.hpp"

// Divergences of two densities by adaptive quadrature in log-densities, written so that every
// integrand is non-negative and free of cancellation (KL as ∫ p·(r − 1 + e^−r), r = ln p/q): nearly
// equal densities keep their digits. Nats. The true value lies within `error` of `value`; +∞ (error
// 0) is decided by the families' supports and tails, in exact arithmetic on their parameters, never
// by a large number; where that is not decidable the answer is that nothing is known. An error of ∞ says that nothing is known, such as of a χ² beyond a double.
namespace verigan::theory {

/// KL(p‖q) = ∫ p ln(p/q); +∞ iff P(q = 0) > 0 or q's tails are too light for p's (cauchy‖normal).
Estimate kl(const Density& p, const Density& q);
/// JS_α = α KL(p‖m) + (1−α) KL(q‖m), m = αp + (1−α)q; α in (0, 1).
Estimate js_alpha(const Density& p, const Density& q, const Exact& alpha);
/// JSD = JS_½, in [0, ln 2].
Estimate jsd(const Density& p, const Density& q);
/// TV = ½∫|p − q|, in [0, 1], split at every crossing p = q.
Estimate total_variation(const Density& p, const Density& q);
/// ∫ min(p, q) = 1 − TV, with full relative accuracy where TV is near 1.
Estimate overlap(const Density& p, const Density& q);
/// H² = ½∫(√p − √q)², in [0, 1].
Estimate hellinger2(const Density& p, const Density& q);
/// Pearson χ²(p‖q) = ∫ (p − q)²/q.
Estimate chi2(const Density& p, const Density& q);
/// Rényi divergence of order r > 0, r ≠ 1: ln(∫ p^r q^{1−r})/(r − 1). van Erven & Harremoës (2014).
Estimate renyi(const Density& p, const Density& q, const Exact& order);
/// D_f(p‖q) = ∫ q f(p/q) + f′(∞)·P(q = 0).
Estimate f_divergence(const Density& p, const Density& q, const FGenerator& f);

/// ∫ of any function that is homogeneous of degree one in (p, q), as every divergence and
/// expectation is: f(x, a, b) with a = ln p + j, b = ln q + j, where e^j = |dx/dt| of the
/// coordinate in use (p and q themselves would overflow next to singular ends). E_p[g] is f =
/// e^a·g(x). Split where p and q ask for it and at their crossings; kinks of f's own are found by
/// bisection. Rounding of f beyond that of ln p and ln q is not in the error.
Estimate integrate_over(const Density& p, const Density& q,
                        const std::function<double(const Point& x, double a, double b)>& f);

/// The points where p = q changes sign, in increasing order.
std::vector<Point> crossings(const Density& p, const Density& q);

/// P({x : q(x) = 0}) for X ~ p, from the supports.
double mass_outside(const Density& p, const Density& q);

}  // namespace verigan::theory

// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "theory/density.hpp"
#include "theory/f_generators.hpp"

// What decides, before any quadrature, whether a divergence is finite: supports, tails, and the
// powers with which densities leave or reach zero, in exact arithmetic on the parameters.
namespace verigan::theory {

enum class Finite { yes, no, unknown };

/// supp p without supp q, pieces of positive length only, in increasing order.
std::vector<Interval> difference_of_supports(const Density& p, const Density& q);
/// Whether P(q = 0) > 0.
bool outside(const Density& p, const Density& q);
/// KL(p‖q).
Finite kl_finite(const Density& p, const Density& q);
/// Rényi's divergence of order r: whether ∫ p^r q^{1−r} < ∞ for r > 1, looking at both tails and at every
/// jump, kink or end. (r = 2 on normals: σ_p² < 2σ_q²; on Student's laws: 2ν_p > ν_q.)
Finite renyi_finite(const Density& p, const Density& q, const Exact& order);
/// What a convex f does at both ends. Where f′(∞) is infinite f(u) is of the size of u^growth (ln u)^logs,
/// where f(0) is, of that of u^−growth_at_zero |ln u|^logs_at_zero.
struct FLimits {
  double at_zero, slope_at_infinity;
  Exact growth = 1, logs = 1;
  Exact growth_at_zero = 0, logs_at_zero = 1;
};
FLimits limits_of(const FGenerator& f);
/// D_f: q f(p/q) is integrable where p/q tends to ∞ and where it tends to 0.
Finite f_finite(const Density& p, const Density& q, const FLimits& f);
/// Whether ∫ |x|^order p is finite on that side, proved to be.
bool has_moment(const Density& p, Side side, const Exact& order);
/// Whether P(X > y)/P(Y > y), of power tails, certainly does not tend to 1.
bool tails_apart(const Density& p, const Density& q, Side side);
/// W₁ or W₂ (order 1, 2): yes if both laws have that moment, no if just one has on a side or their tails
/// are apart there; else unknown.
Finite transport_finite(const Density& p, const Density& q, int order);
/// The energy distance 2∫(F − G)².
Finite energy_finite(const Density& p, const Density& q);
/// Cuts for an integrand p^r q^{1−r}, whose bulk may lie where neither density has mass.
std::vector<Split> power_splits(const Density& p, const Density& q, const Exact& order);

}  // namespace verigan::theory

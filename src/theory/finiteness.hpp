// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "theory/density.hpp"

// What decides, before any quadrature, whether a divergence is finite: supports, tails, and the
// powers with which densities leave or reach zero, in exact arithmetic on the parameters.
namespace verigan::theory {

/// supp p without supp q, pieces of positive length only, in increasing order.
std::vector<Interval> difference_of_supports(const Density& p, const Density& q);
/// Whether P(q = 0) > 0.
bool outside(const Density& p, const Density& q);
/// Whether ∫ p^r q^{1−r} < ∞ over the common support, r > 1: both tails, and every jump, kink or
/// end. (r = 2 on normals: σ_p² < 2σ_q².)
bool power_integrable(const Density& p, const Density& q, const Exact& order);
/// Cuts for an integrand p^r q^{1−r}, whose bulk may lie where neither density has mass.
std::vector<Split> power_splits(const Density& p, const Density& q, const Exact& order);

}  // namespace verigan::theory

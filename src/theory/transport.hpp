// SPDX-License-Identifier: MIT
#pragma once

#include "core/quadrature.hpp"
#include "theory/density.hpp"

// Optimal transport on the line, where the monotone map is optimal: Villani (2003), ch. 2.2.
namespace verigan::theory {

/// W₁ = ∫ |F − G| dx, in the units of x. Finite if both laws have a mean, and for a law and its shift by
/// c, which are |c| apart; ∞ if one of them has none; of other pairs of laws without a mean nothing is known.
Estimate wasserstein1(const Density& p, const Density& q);
/// W₂ = √(∫₀¹ (F⁻¹ − G⁻¹)² du), the distance (not its square), in the units of x; finite likewise, by
/// variances.
Estimate wasserstein2(const Density& p, const Density& q);

}  // namespace verigan::theory

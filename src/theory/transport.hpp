// SPDX-License-Identifier: MIT
#pragma once

#include "core/quadrature.hpp"
#include "theory/density.hpp"

// Optimal transport on the line, where the monotone map is optimal: Villani (2003), ch. 2.2.
namespace verigan::theory {

/// W₁ = ∫ |F − G| dx, in the units of x.
Estimate wasserstein1(const Density& p, const Density& q);
/// W₂ = √(∫₀¹ (F⁻¹ − G⁻¹)² du), the distance (not its square), in the units of x.
Estimate wasserstein2(const Density& p, const Density& q);

}  // namespace verigan::theory

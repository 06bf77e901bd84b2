// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

// Smooth convex minimisation inside a polytope, for the two selections that linear programs cannot
// make: the equilibrium of largest entropy and the mixture nearest to the data. Internal to games.
namespace verigan::games::detail {

/// φ and its first two derivatives at a u > 0.
struct Derivatives {
  double value, slope, curvature;
};

/// Minimises Σ_i φ_i(u_i), u = Lz + c, over the z with u > 0, from z = 0, where c > 0. `forms` is L
/// column after column, `offsets` is c. `terms(i, u, μ)` is φ_i including its barrier −μ ln u, where
/// it needs one; μ falls from 1e-2 to 1e-13, at each the minimum is found by Newton's method, so the
/// result lies within (number of barriers)·1e-13 of the least value. Boyd & Vandenberghe (2004),
/// §11.3.
std::vector<double> minimise_separable(std::span<const double> forms,
                                       std::span<const double> offsets,
                                       const std::function<Derivatives(std::size_t, double, double)>& terms);

}  // namespace verigan::games::detail

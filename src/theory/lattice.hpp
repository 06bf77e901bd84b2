// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/quadrature.hpp"
#include "theory/density.hpp"

// Laws on the integers 0, 1, 2, … as densities: the mass of k lies evenly on [k − ½, k + ½]. Of two such
// laws every f-divergence, Rényi's too, the best discriminators at the integers and the Kolmogorov distance are those
// of the masses themselves, so that all that works for densities works for them; transport and the energy
// distance are summed over the integers.
namespace verigan::theory {

DensityPtr poisson(const Exact& rate);                           ///< rate in [1e-6, 1e6]
DensityPtr geometric(const Exact& p);                            ///< P(k) = p(1−p)^k; p in [1e-3, 1)
DensityPtr binomial(const Exact& n, const Exact& p);             ///< n a whole number in [1, 1e6], p in (0, 1)
/// Σ w_i p_i of laws on the integers; weights as of mixture().
DensityPtr lattice_mixture(std::span<const Exact> weights, std::span<const DensityPtr> parts);

/// Whether a density is a law on the integers.
bool is_discrete(const Density& density);
/// Throws Error unless both are laws on the integers or neither is.
void require_one_kind(const Density& p, const Density& q);

enum class LatticeDistance { w1, w2, energy };
/// W₁ = Σ|F − G|, W₂ or 2Σ(F − G)² of two laws on the integers; none of other densities.
std::optional<Estimate> lattice_distance(const Density& p, const Density& q, LatticeDistance which);

}  // namespace verigan::theory

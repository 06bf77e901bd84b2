// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "theory/density.hpp"
#include "theory/theorem.hpp"

// The laws that instances are made of.
namespace verigan::theory {

/// How two laws lie to each other.
enum class Relation { generic, near, equal, disjoint };

/// A density of any family, about the origin with a scale of about 1/20 to 5.
DensityPtr random_density(RandomInstance& draw);
/// Two densities in that relation; near: the same family, parameters moved by 1e-8 to 0.1 of
/// themselves.
std::vector<DensityPtr> random_densities(RandomInstance& draw, Relation relation);

/// Weights scaled to mass 1, those below 1e-250 counting as 0; the error of the scaling rides
/// along.
std::vector<Ball> normalised(std::span<const double> weights);
/// Exponential weights raised to a random power, some of them 0; one weight at least is not.
std::vector<double> random_weights(RandomInstance& draw, std::size_t n);
/// Two laws on the same 2 to 63 cells in that relation; some are binned densities.
std::vector<std::vector<Ball>> random_masses(RandomInstance& draw, Relation relation);

}  // namespace verigan::theory

// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "core/quadrature.hpp"
#include "theory/density.hpp"

namespace verigan::theory {

/// W₁ = ∫|F_n − G| between the equal masses at the numbers of a sample and a known density, in units of x.
/// `sorted` increases. The error bounds the quadrature's and the rounding; it is not that of taking the
/// sample for its distribution. Tails are integrated over the mass, ∫(x₁ − G⁻¹(u)) du. Throws Error for no
/// numbers. The density must have a mean.
Estimate wasserstein1_of_sample(std::span<const double> sorted, const Density& density);

}  // namespace verigan::theory

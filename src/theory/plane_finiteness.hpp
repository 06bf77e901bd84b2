// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "theory/f_generators.hpp"
#include "theory/plane_density.hpp"

// What decides, before any cubature, whether a divergence of densities of the plane is finite: in exact
// arithmetic on the parameters. None: not decided.
namespace verigan::theory {

/// Whether P(q = 0) > 0: the supports are unions of rectangles.
bool outside(const PlaneDensity& p, const PlaneDensity& q);

/// Whether KL(p‖q) is finite. By convexity, KL(p_i‖q_j) finite for some j for each i suffices; that of two
/// parts is finite if the KL of both their marginals is. Of one part q, every KL(p_i‖q) must be.
std::optional<bool> kl_is_finite(const PlaneDensity& p, const PlaneDensity& q);

/// Whether ∫ p^r q^{1−r} is finite, r > 1. Two normals with inverse covariances P, Q: if and only if
/// rP − (r−1)Q is positive definite; mixtures p: for every part. Mixtures q of normals: if in every direction
/// u some q_j has u·(rP − (r−1)Q_j)·u > 0, and not if in some direction all have it below 0.
std::optional<bool> power_is_finite(const PlaneDensity& p, const PlaneDensity& q, const Exact& order);

/// Whether D_f(p‖q) is finite.
std::optional<bool> f_is_finite(const PlaneDensity& p, const PlaneDensity& q, const FGenerator& f);

}  // namespace verigan::theory

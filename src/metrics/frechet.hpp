// SPDX-License-Identifier: MIT
#pragma once

#include "metrics/moments.hpp"

namespace verigan::metrics {

/// The squared Fréchet distance of the normal distributions with these moments (Dowson & Landau 1982),
/// as Heusel et al. (2017) compare features of images by it:
///   ‖μ₁ − μ₂‖² + tr Σ₁ + tr Σ₂ − 2 tr (Σ₁Σ₂)^½,
/// the last trace being the sum of the singular values of R₁R₂ᵀ, Σ = RᵀR: no matrix root is taken, so
/// singular covariances (fewer samples than features, dead units) are nothing special, and the result is
/// real and at least 0. In squared units of the features.
///
/// Error: below 32·d·2⁻⁵³·(tr Σ₁ + tr Σ₂ + ‖μ₁ − μ₂‖²) where no principal variance of either lies near
/// d·2⁻⁵² of its largest. A principal variance δ that rounding or that threshold hides adds up to
/// 2·√(δ·λ), λ the largest of the other: 1e-6 of λ at d = 2048 in the worst case. The same bits
/// everywhere.
/// Throws verigan::Error for different dimensions and for what semidefinite_root refuses.
double frechet_distance(const Moments& a, const Moments& b);

/// Dimensions in which a sample varies: the rank of its covariance, as semidefinite_root tells it.
std::size_t covariance_rank(const Moments& m);

}  // namespace verigan::metrics

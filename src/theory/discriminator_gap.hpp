// SPDX-License-Identifier: MIT
#pragma once

#include "core/quadrature.hpp"
#include "theory/game_loss.hpp"
#include "theory/game_value.hpp"

// How far a discriminator, however it came about, is from the best one against a fixed pair (T02, T08,
// T14, T19–T21, T62, T64).
namespace verigan::theory {

/// What a discriminator is trained on, at one label: real data with density p and total weight
/// `on_true`, generated data with density q and weight `on_generated` (α p_Y(y) and (1 − α) q_Y(y);
/// without labels α and 1 − α), each handed over under the other's name at rate `flip_rate`.
///   u = on_true (1 − ε) p + on_generated ε q    called true
///   v = on_true ε p + on_generated (1 − ε) q    called generated
struct LabelledPair {
  const Density& p;
  const Density& q;
  double on_true = 0.5;
  double on_generated = 0.5;
  double flip_rate = 0;
};

/// The best discriminator's D at x. NaN where p = q = 0. Throws Error for a loss that has none.
double best_discriminator(const LabelledPair& pair, const DiscriminatorLoss& loss, const Point& x);

/// Integrals over the line of a discriminator and the best one, D*, m = u + v. `excess` is what
/// L(D) − L* is by T02 and T14; it and `optimum` are computed without reference to one another.
struct DiscriminatorGap {
  Estimate loss;     ///< L(D) = ∫ value(u, v, D)
  Estimate optimum;  ///< L* = min_D L: ∫ least(u, v), or through the divergence that the loss names
  Estimate excess;   ///< ∫ m kl(D*‖D) for cross-entropy, ∫ |u − v||D − D*| for the absolute error
  Estimate square;   ///< ∫ m (D − D*)²

  DiscriminatorGap& operator+=(const DiscriminatorGap& other);  ///< sums over labels
};

/// To 1e-4 of each value or 1e-8, whichever is larger, for discriminators whose linear output
/// `output(x)` is continuous; `output_noise` is its relative rounding error, of which the errors take
/// account (2⁻²⁰ for a network in float). Throws Error unless weights are in (0, 1] and flip_rate in
/// [0, ½), and for a loss that has no best discriminator.
DiscriminatorGap discriminator_gap(const LabelledPair& pair, const DiscriminatorLoss& loss,
                                   const Logit& output, double output_noise = 0x1p-20);

}  // namespace verigan::theory

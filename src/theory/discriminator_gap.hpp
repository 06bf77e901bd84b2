// SPDX-License-Identifier: MIT
#pragma once

#include "core/quadrature.hpp"
#include "theory/game_value.hpp"

// How far a discriminator, however it came about, is from the best one against a fixed pair (T02, T08,
// T14, T19–T21, T62, T64).
namespace verigan::theory {

/// What a discriminator is trained on, at one label: true data with density p and total weight
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

/// L(D) = ∫ (−u ln D − v ln(1 − D)), in nats, or the absolute error L(D) = ∫ (u (1 − D) + v D).
enum class DiscriminatorLoss { cross_entropy, absolute_error };

/// The best discriminator at x: u/(u + v), or 1 where u ≥ v and else 0. NaN where p = q = 0.
double best_discriminator(const LabelledPair& pair, DiscriminatorLoss loss, const Point& x);

/// Integrals over the line of a discriminator D = σ(logit) and the best one, D*, m = u + v.
struct DiscriminatorGap {
  Estimate loss;     ///< L(D)
  Estimate optimum;  ///< L* = min_D L, without reference to D: (∫m)(H(w) − JS_w(u/∫u, v/∫v)) with
                     ///< w = ∫u/∫m, or ∫ min(u, v)
  Estimate excess;   ///< ∫ m kl(D*‖D), or ∫ |u − v||D − D*|: what L(D) − L* is by T02 and T14
  Estimate square;   ///< ∫ m (D − D*)²

  DiscriminatorGap& operator+=(const DiscriminatorGap& other);  ///< sums over labels
};

/// To 1e-4 of each value or 1e-8, whichever is larger, for discriminators that are continuous;
/// `logit_noise` is the relative rounding error of logit(x), of which the errors take account (2⁻²⁰ for
/// a network in float). Throws Error unless weights are in (0, 1] and flip_rate in [0, ½).
DiscriminatorGap discriminator_gap(const LabelledPair& pair, DiscriminatorLoss loss,
                                   const Logit& logit, double logit_noise = 0x1p-20);

}  // namespace verigan::theory

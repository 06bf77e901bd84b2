// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "metrics/cells.hpp"
#include "theory/game_loss.hpp"

// Is this loss right? For a GAN whose data density is known, theory says at every moment of training
// what the discriminator should answer and what its loss should be. The generated density p_g is not
// known; it is estimated by a histogram, and what that does to the numbers is stated with them.
namespace verigan::metrics {

/// What theory says of one moment of training, by masses of cells: u = αp and v = (1 − α)p_g are the
/// arguments of the loss's row in theory::game_losses(), α the effective share of real data, D is
/// taken at the cells' centres. Divergences of masses never exceed those of the densities, by an
/// amount that falls with the square of the width. JSD in nats; losses in their own unit, nats for
/// cross-entropy.
///
/// A histogram of n samples makes the plug-in least loss too small, to second order in the counts, by
///   b = (1 − α)/(2n) Σ (1 − q_i) c_i,   c = curvature of the row
/// (for cross-entropy c = D*, and b = K/8n at p = q and α = ½), which is taken off, as is what makes
/// the plug-in JSD too large; the errors below are twice the standard deviation by the delta method
/// plus the bias taken off.
struct TheorySnapshot {
  static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

  double jsd = 0, jsd_error = 0;  ///< JSD(p, p_g)
  /// JSD(p, p_g) of the averaged generator, which draws the samples; jsd itself without averaging.
  double jsd_average = 0, jsd_average_error = 0;
  double loss = 0;  ///< L_α(D) against p and p_g

  // What follows is NaN for a loss without a best discriminator.
  double optimum = kNone;                 ///< the least there can be
  double gap = kNone, gap_error = kNone;  ///< loss − optimum
  /// gap over what there is to see: how far the loss of the best constant answer (D ≡ α and H(α) for
  /// cross-entropy, where the difference is JS_α) lies above the optimum. 0 for D*, 1 for D ≡ α, more
  /// for worse. A loss near H(α) with blindness near 1 says nothing of p_g (T63). NaN where what there
  /// is to see is within its error.
  double blindness = kNone, blindness_error = kNone;
  double rms = kNone;        ///< root of Σ m_i (D_i − D*_i)², m = αp + (1 − α)p_g
  double rms_noise = kNone;  ///< what of it the counts alone would make

  std::vector<double> generated;   ///< p_g's mass in each cell
  std::vector<double> optimal, d;  ///< D* and D at the centres; D* is NaN in cells without mass
};

/// From counts of generated samples and D's answers, both by cell, all but jsd_average.
TheorySnapshot theory_snapshot(const Cells& cells, std::span<const std::size_t> counts,
                               std::span<const float> d, double alpha,
                               const theory::DiscriminatorLoss& loss);

}  // namespace verigan::metrics

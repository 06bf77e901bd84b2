// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "analysis/runs.hpp"

// What a training run logged, and what the theory says of its end.
namespace verigan::analysis {

/// Whether the generator's loss saturates (theory::GameLoss::saturating), by config.loss. Throws Error
/// for a loss that is not in the table.
bool saturating(const Run& run);

/// The columns of metrics.csv: losses in nats, mean outputs of the discriminator on true and on
/// generated data.
struct TrainingLog {
  std::vector<double> step, epoch, d_loss, g_loss, d_real, d_fake;
};
TrainingLog training_log(const Run& run);

/// Means over the last 10 % of the steps.
struct FinalLosses {
  double d_loss = 0, g_loss = 0, d_real = 0, d_fake = 0;
};
FinalLosses final_losses(const Run& run);

/// How the points of a toy ended (summary.json): squared MMD to fresh data, the share of points within 3
/// noise standard deviations of the curve, the share of the curve that has points near, and how widely
/// they scatter about it; at least how far, in nats of JSD, the generator that draws them is from the
/// data, by counts in cells, and whether that is learnt (gan::kLearnt); NaN what a run does not have.
struct Quality {
  double mmd2 = 0, near_share = 0, coverage = 0, distance_sd = 0, distance_sd_true = 0;
  double jsd_average = 0, jsd_average_error = 0;
  double jsd = 0, blindness = 0;  ///< of the present generator, and of its D
  double fresh_jsd = 0, fresh_jsd_bound = 0;  ///< what a fresh discriminator saw, and proves
  bool learnt = false;
};
Quality final_quality(const Run& run);

/// The runs of a toy's recipe, "lc" or "equilibrium"; runs that name none are LC's.
std::vector<Run> of_recipe(const std::vector<Run>& runs, const std::string& recipe);

/// At the equilibrium of the α game (real data a share α of each mini-batch) generated data is like
/// real data and D = α everywhere. Then the discriminator's loss is H(α) = −α ln α − (1−α) ln(1−α)
/// and the non-saturating generator's −ln α, in nats; α in (0, 1).
double equilibrium_d_loss(double alpha);
double equilibrium_g_loss(double alpha);

/// The share of real data the run really had, n_true/batch: what theory is drawn at.
double effective_alpha(const Run& run);

}  // namespace verigan::analysis

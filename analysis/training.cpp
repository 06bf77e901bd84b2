// SPDX-License-Identifier: MIT
#include "analysis/training.hpp"

#include <cmath>

#include "analysis/series.hpp"
#include "core/check.hpp"
#include "core/numeric.hpp"
#include "theory/game_loss.hpp"

namespace verigan::analysis {

bool saturating(const Run& run) { return theory::game_loss(run.text("loss")).saturating(); }

TrainingLog training_log(const Run& run) {
  const record::Table table = run.table("metrics.csv");
  return {table.numbers("step"),   table.numbers("epoch"),  table.numbers("d_loss"),
          table.numbers("g_loss"), table.numbers("d_real"), table.numbers("d_fake")};
}

FinalLosses final_losses(const Run& run) {
  const TrainingLog log = training_log(run);
  return {tail_mean(log.step, log.d_loss), tail_mean(log.step, log.g_loss),
          tail_mean(log.step, log.d_real), tail_mean(log.step, log.d_fake)};
}

Quality final_quality(const Run& run) {
  const auto maybe = [&](const char* name) {
    return run.summary.contains(name) ? run.number(name) : std::nan("");
  };
  return {.mmd2 = run.number("mmd2"),
          .near_share = run.number("near_share"),
          .coverage = run.number("coverage"),
          .distance_sd = run.number("distance_sd"),
          .distance_sd_true = run.number("distance_sd_true"),
          .jsd_average = run.number("jsd_average"),
          .jsd_average_error = run.number("jsd_average_error"),
          .jsd = run.number("jsd"),
          .blindness = maybe("blindness"),
          .fresh_jsd = maybe("fresh_jsd"),
          .fresh_jsd_bound = maybe("fresh_jsd_bound"),
          .learnt = run.flag("learnt")};
}

std::vector<Run> of_recipe(const std::vector<Run>& runs, const std::string& recipe) {
  std::vector<Run> some;
  for (const Run& run : runs) {
    const std::string own = run.manifest.config.contains("recipe") ? run.text("recipe") : "lc";
    if (own == recipe) some.push_back(run);
  }
  return some;
}

double equilibrium_d_loss(double alpha) {
  require(alpha > 0 && alpha < 1, "alpha = ", alpha, ", expected (0, 1)");
  return binary_entropy(alpha);
}

double equilibrium_g_loss(double alpha) {
  require(alpha > 0 && alpha < 1, "alpha = ", alpha, ", expected (0, 1)");
  return -std::log(alpha);
}

double effective_alpha(const Run& run) { return run.number("alpha_effective"); }

}  // namespace verigan::analysis

// SPDX-License-Identifier: MIT
#include "analysis/training.hpp"

#include <cmath>

#include "analysis/series.hpp"
#include "core/check.hpp"
#include "core/numeric.hpp"

namespace verigan::analysis {

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
  const record::Table table = run.table("quality.csv");
  require(table.rows() > 0, run.folder.string(), ": quality.csv has no rows");
  return {table.numbers("mmd2").back(), table.numbers("near_share").back(),
          table.numbers("coverage").back()};
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

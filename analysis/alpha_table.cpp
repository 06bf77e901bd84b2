// SPDX-License-Identifier: MIT
#include "analysis/alpha_table.hpp"

#include <cmath>

#include "analysis/series.hpp"
#include "analysis/training.hpp"

namespace verigan::analysis {

std::vector<std::string> alpha_columns() {
  return {"alpha",         "runs",   "alpha_effective", "d_loss",
          "entropy_alpha", "d_gap",  "g_loss",          "minus_log_alpha",
          "g_gap",         "d_real", "d_fake"};
}

std::vector<std::string> alpha_row(double alpha, const std::vector<Run>& runs) {
  const double effective = effective_alpha(runs.front());
  const double d_theory = equilibrium_d_loss(effective), g_theory = equilibrium_g_loss(effective);
  std::vector<double> d_loss, g_loss, d_real, d_fake;
  double d_gap = 0, g_gap = 0;
  for (const Run& run : runs) {
    const FinalLosses losses = final_losses(run);
    d_loss.push_back(losses.d_loss);
    g_loss.push_back(losses.g_loss);
    d_real.push_back(losses.d_real);
    d_fake.push_back(losses.d_fake);
    if (!(std::abs(losses.d_loss - d_theory) <= std::abs(d_gap))) d_gap = losses.d_loss - d_theory;
    if (!(std::abs(losses.g_loss - g_theory) <= std::abs(g_gap))) g_gap = losses.g_loss - g_theory;
  }
  std::vector<std::string> row{record::number_text(alpha), record::number_text(runs.size())};
  for (const double value : {effective, mean(d_loss), d_theory, d_gap, mean(g_loss), g_theory,
                             g_gap, mean(d_real), mean(d_fake)})
    row.push_back(record::rounded_text(value, 6));
  return row;
}

}  // namespace verigan::analysis

// SPDX-License-Identifier: MIT
#include "analysis/alpha_table.hpp"

#include <cmath>

#include "analysis/series.hpp"
#include "analysis/training.hpp"

namespace verigan::analysis {

std::vector<std::string> alpha_columns() {
  return {"alpha",     "runs",   "alpha_effective", "d_loss",    "d_loss_sd",
          "entropy_alpha", "d_gap",  "g_loss",          "g_loss_sd", "minus_log_alpha",
          "g_gap",     "d_real", "d_real_sd",       "d_fake",    "d_fake_sd"};
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
  const auto add = [&row](auto... values) { (row.push_back(record::rounded_text(values, 6)), ...); };
  const auto add_mean = [&](const std::vector<double>& values) {
    add(mean(values));
    row.push_back(deviation_text(values));
  };
  add(effective);
  add_mean(d_loss);
  add(d_theory, d_gap);
  add_mean(g_loss);
  add(g_theory, g_gap);
  add_mean(d_real);
  add_mean(d_fake);
  return row;
}

}  // namespace verigan::analysis

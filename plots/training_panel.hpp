// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "analysis/runs.hpp"
#include "plots/figure.hpp"

// Panels of training curves, one curve for each α, with theory's lines at the effective α.
namespace verigan::plots {

/// A noisy series as it is drawn: its running mean, and the range of the raw values around it.
struct Curve {
  std::vector<double> x, mean, low, high;
};

/// The curves of the runs at one α; of several seeds, the mean, and the range over all.
struct AlphaCurves {
  double alpha = 0, effective = 0;
  Curve d_loss, g_loss, d_real, d_fake;
};
std::vector<AlphaCurves> alpha_curves(const analysis::ByAlpha& groups);

using CurveMember = Curve AlphaCurves::*;

/// A range that holds the running means but for the first wild steps, and theory's lines.
Range curve_range(const std::vector<std::vector<AlphaCurves>>& all,
                  const std::vector<CurveMember>& members,
                  const std::function<double(double)>& theory);

struct TrainingPanel {
  Box box;
  Range y;
  CurveMember solid;
  CurveMember dotted = nullptr;          // may be absent; drawn without its raw range
  std::function<double(double)> theory;  // of the effective α
  bool raw = true;
  bool coincide = false;  // H(α) = H(1 − α): draw those below 1/2 wide, so that both are seen
  bool x_numbers = false, y_numbers = false;
  bool names = false;  // "α = 0.1" next to the right end of each curve
};
void draw_training_panel(Figure& figure, const TrainingPanel& panel,
                         const std::vector<AlphaCurves>& curves);

}  // namespace verigan::plots

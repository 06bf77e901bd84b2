// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "theory/density.hpp"

// The curves that `verigan theory` tabulates and draws.
namespace verigan::cli {

/// Columns of equal length over increasing x. d_star is NaN where p = q = 0.
struct Curves {
  std::vector<double> x, p, q, d_star, d_star_alpha;
};

/// On an even grid over all but a few thousandths of both masses, refined where either density has
/// its mass, and on both sides of every jump.
Curves sample_curves(const theory::Density& p, const theory::Density& q, double alpha);

/// x,p,q,d_star,d_star_alpha
std::string curves_csv(const Curves& curves);

enum class PlotFormat { svg, png, unknown };
PlotFormat plot_format(const std::string& file);

struct PlotTitle {
  std::string p, q;
  double alpha;
};
/// Draws p and q above, D* and D*_α below, by gnuplot. Throws Error as drawing::draw does and when the
/// file cannot be written; an earlier picture is then as it was.
void draw_curves(const Curves& curves, const PlotTitle& title, const std::string& file);

}  // namespace verigan::cli

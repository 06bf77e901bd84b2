// SPDX-License-Identifier: MIT
// T31: an infinite divergence is +∞, a finite one is finite however large.
#include <algorithm>
#include <cmath>

#include "theory/densities.hpp"
#include "theory/divergence.hpp"
#include "theory/grid.hpp"
#include "theory/theorems/instance.hpp"
#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

Ball ball(const Estimate& estimate) { return {estimate.value, estimate.error}; }

struct Formula {
  /// Whether KL(p‖q) is infinite: real data has mass where q = 0, or the reverse.
  bool (*infinite)(bool p_outside_q, bool q_outside_p);
  double infinity;        // what an infinite divergence is returned as
  double tail_threshold;  // χ²(p‖q) of normals is infinite iff σ_p² ≥ c·σ_q²
};

/// Whether X ~ p can fall where q = 0: some piece of p's support lies in none of q's, which are
/// apart.
bool reaches_outside(const Density& p, const Density& q) {
  const std::vector<Interval> pieces = p.support(), covers = q.support();
  return !std::all_of(pieces.begin(), pieces.end(), [&](const Interval& piece) {
    return std::any_of(covers.begin(), covers.end(), [&](const Interval& cover) {
      return cover.lower <= piece.lower && piece.upper <= cover.upper;
    });
  });
}

void check_supports(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const Instance laws = Instance::random(draw);
  bool p_outside = false, q_outside = false;
  Ball kl;
  if (laws.on_grid()) {
    std::vector<double> p, q;
    for (std::size_t k = 0; k < laws.masses(0).size(); ++k) {
      p.push_back(laws.masses(0)[k].value);
      q.push_back(laws.masses(1)[k].value);
      p_outside = p_outside || (p[k] > 0 && q[k] == 0);
      q_outside = q_outside || (q[k] > 0 && p[k] == 0);
    }
    kl = {theory::kl(p, q), 0};
  } else {
    p_outside = reaches_outside(laws.density(0), laws.density(1));
    q_outside = reaches_outside(laws.density(1), laws.density(0));
    kl = ball(theory::kl(laws.density(0), laws.density(1)));
  }
  const bool infinite = formula.infinite(p_outside, q_outside);
  evidence.holds("never NaN", !std::isnan(kl.value));
  if (infinite) {
    evidence.equal("KL = +∞ where p has mass and q none", kl, formula.infinity);
    evidence.holds("an infinity is exact", kl.error == 0);
  } else {
    evidence.holds("KL is finite else", std::isfinite(kl.value) && kl.value >= -kl.error);
    if (laws.on_grid()) evidence.equal("KL as a sum", laws.kl(), {kl.value, laws.kl().error});
  }
  const Ball jsd = laws.jsd();
  evidence.at_most("JSD is finite", jsd, log_of(2));
  evidence.at_most("and not negative", 0, jsd);
}

/// Normals of very different scales: KL up to 5e11 and beyond, in closed form.
void check_huge(RandomInstance& draw, Evidence& evidence) {
  const double sd_p = draw.log_uniform(1, 1e3), sd_q = draw.log_uniform(1e-3, 1);
  const double mean_p = draw.uniform(-3, 3), mean_q = draw.uniform(-3, 3);
  const DensityPtr p = normal(mean_p, sd_p), q = normal(mean_q, sd_q);
  const Ball ratio = Ball(sd_p) / sd_q, distance = (Ball(mean_p) - mean_q) / sd_q;
  const Ball closed = (ratio * ratio + distance * distance - 1) / 2 - ln(ratio);
  evidence.equal_relative("huge KL", ball(theory::kl(*p, *q)), closed);
  evidence.at_most("its JSD is finite", ball(theory::jsd(*p, *q)), log_of(2));
}

/// Tails alone decide here: all supports are the line.
void check_tails(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const double sd_q = draw.log_uniform(0.1, 10), variances = draw.uniform(1, 3);  // σ_p²/σ_q²
  if (std::abs(variances - 2) < 0.01) return;  // finite below 2, but beyond the largest double
  const DensityPtr p = normal(sd_q * draw.uniform(-1, 1), sd_q * std::sqrt(variances)),
                   q = normal(0, sd_q);
  const Ball value = ball(chi2(*p, *q));
  if (variances > formula.tail_threshold) {
    evidence.equal("χ² = +∞ by the tails", value, formula.infinity);
  } else {
    evidence.holds("χ² is finite else", std::isfinite(value.value));
  }
  // A Laplace tail outweighs a normal one: χ² is infinite, KL is not.
  const double mean = draw.uniform(-2, 2), scale = draw.log_uniform(0.1, 10);
  const DensityPtr heavy = laplace(mean, scale);
  evidence.equal("χ²(Laplace‖normal) = +∞", ball(chi2(*heavy, *q)), formula.infinity);
  const Ball s = sd_q, b = scale;
  const Ball two_pi = {2 * 3.14159265358979323846, 4 * kRounding};
  const Ball closed =
      (2 * b * b + Ball(mean) * mean) / (2 * s * s) + ln(two_pi * s * s) / 2 - ln(2 * b) - 1;
  evidence.equal("KL(Laplace‖normal)", ball(theory::kl(*heavy, *q)), closed);
}

Check with(const Formula& formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) {
    check_supports(draw, evidence, formula);
    check_huge(draw, evidence);
    check_tails(draw, evidence, formula);
  };
}

bool outside(bool p_outside_q, bool) { return p_outside_q; }
bool reversed(bool, bool q_outside_p) { return q_outside_p; }

}  // namespace

Theorem infinities() {
  return {.id = "T31",
          .title = "Infinite divergences",
          .statement =
              "An infinite divergence (mass where q = 0, or tails) is +∞, never NaN or a large "
              "number; a finite KL may be huge (5e11) and stays finite; JSD is always finite",
          .source = "–",
          .check = with({outside, INFINITY, 2}),
          .mutants = {{"infinite where q has mass and p none", 0.3, with({reversed, INFINITY, 2})},
                      {"1e308 for +∞", 0.95, with({outside, 1e308, 2})},
                      {"χ² infinite iff σ_p² ≥ σ_q²", 0.4, with({outside, INFINITY, 1})}}};
}

}  // namespace verigan::theory::rows

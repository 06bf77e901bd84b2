// SPDX-License-Identifier: MIT
// T02, T03, T08: the best discriminator against a fixed generator, and what any other one loses.
#include <cmath>

#include "theory/optimal_discriminator.hpp"
#include "theory/theorems/instance.hpp"
#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

/// A claimed optimum: D at a site, for weights α and 1 − α.
using Formula = Output (*)(const SamplePoint& at, double alpha);

/// The pointwise integrand a ln D + b ln(1 − D).
Ball reward(Ball a, Ball b, const Output& at) { return x_ln_y(a, at.d) + x_ln_y(b, at.complement); }

/// With weights a = αp and b = (1−α)q: the optimum's value less D's is ∫(a+b)·kl(D*‖D), and so ≥ 0.
void check_gap(const Instance& laws, RandomInstance& draw, Evidence& evidence, double a, Ball b,
               const Discriminator& best) {
  const Discriminator other = laws.random_discriminator(draw);
  const auto [value, optimum, gap] = laws.integrate<3>([&](const SamplePoint& at) {
    const Output d = other(at), d_best = best(at);
    const Ball p = a * at.p, q = b * at.q;
    return std::array{reward(p, q, d), reward(p, q, d_best), (p + q) * bernoulli_kl(d_best, d)};
  });
  evidence.equal("optimal value − value of D = ∫(p+q)·kl(D*‖D)", optimum - value, gap);
  evidence.at_most("no D does better", value, optimum);
}

/// The library's D*(x) against the formula, and NaN where neither law has mass.
void check_library(const Instance& laws, RandomInstance& draw, Evidence& evidence, double alpha,
                   Formula formula) {
  for (const SamplePoint& at : laws.sites(draw, 3)) {
    const double log_p = std::log(at.p.value), log_q = std::log(at.q.value);
    // The logit carries the rounding of both logarithms; D changes by at most D(1−D) times that.
    const Output expected = formula({at.x, at.p.value, at.q.value}, alpha);
    const double logit_error =
        8 * kRounding *
        (2 + std::abs(std::log(alpha / (1 - alpha))) + (at.p.value > 0 ? std::abs(log_p) : 0) +
         (at.q.value > 0 ? std::abs(log_q) : 0));
    const double d = theory::optimal_discriminator_alpha(log_p, log_q, alpha);
    evidence.equal("D* at a point", {d, logit_error * d}, expected.d);
  }
  const double nowhere = -INFINITY;
  evidence.holds("undefined where p = q = 0",
                 std::isnan(theory::optimal_discriminator(nowhere, nowhere)) &&
                     std::isnan(theory::optimal_discriminator_alpha(nowhere, nowhere, alpha)));
}

Check best_response(Formula formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) {
    const Instance laws = Instance::random(draw);
    check_gap(laws, draw, evidence, 1, 1, [&](const SamplePoint& at) { return formula(at, 0.5); });
    check_library(laws, draw, evidence, 0.5, formula);
  };
}

Check alpha_best_response(Formula formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) {
    const double alpha = draw.share();
    const Instance laws = Instance::random(draw);
    check_gap(laws, draw, evidence, alpha, 1 - Ball(alpha),
              [&](const SamplePoint& at) { return formula(at, alpha); });
    check_library(laws, draw, evidence, alpha, formula);
    for (const SamplePoint& at : laws.sites(draw, 3)) {
      if (at.p.value == 0 || at.q.value == 0) continue;
      const Output best = formula(at, alpha);
      evidence.equal_relative("Euler–Lagrange", alpha * at.p / best.d,
                              (1 - Ball(alpha)) * at.q / best.complement);
    }
  };
}

Output ratio(const SamplePoint& at, double alpha) { return ratio_discriminator(at, alpha); }
Output swapped(const SamplePoint& at, double alpha) {
  return ratio_discriminator({at.x, at.q, at.p}, alpha);
}
Output unweighted(const SamplePoint& at, double) { return ratio_discriminator(at); }
Output wrong_weights(const SamplePoint& at, double alpha) { return ratio_discriminator(at, 1 - alpha); }
Output halfway(const SamplePoint& at, double alpha) {
  const Output best = ratio_discriminator(at, alpha);
  return {(best.d + 0.5) / 2, (best.complement + 0.5) / 2};
}

/// The second variation of V at D*, per η².
using Curvature = Ball (*)(Ball p, Ball q);

Check stationary(Formula formula, Curvature curvature) {
  return [formula, curvature](RandomInstance& draw, Evidence& evidence) {
    const Instance laws = Instance::random(draw);
    for (const SamplePoint& at : laws.sites(draw, 8)) {
      if (at.p.value == 0 || at.q.value == 0) continue;
      const Output best = formula(at, 0.5);
      const Ball by_p = at.p / best.d, by_q = at.q / best.complement;
      evidence.equal_relative("p/D = q/(1−D)", by_p, by_q);
      evidence.equal_relative("second variation", curvature(at.p, at.q),
                              -(by_p / best.d + by_q / best.complement));
    }
    evidence.holds("instance drawn", true);  // disjoint laws have no point with p, q > 0
  };
}

Ball cubic(Ball p, Ball q) { return -((p + q) * (p + q) * (p + q) / (p * q)); }
Ball quadratic(Ball p, Ball q) { return -((p + q) * (p + q) / (p * q)); }
Ball positive(Ball p, Ball q) { return -cubic(p, q); }

}  // namespace

Theorem optimal_discriminator() {
  return {.id = "T02",
          .title = "The optimal discriminator",
          .statement =
              "D* = p/(p+q) maximises V; V(D*) − V(D) = ∫(p+q)·kl(D*‖D) for every D; "
              "undefined, and reported so, where p = q = 0",
          .source = "LC, SNU, UM, KTH",
          .check = best_response(ratio),
          .mutants = {{"q/(p+q)", 0.75, best_response(swapped)},
                      {"halfway to ½", 0.75, best_response(halfway)}}};
}

Theorem euler_lagrange() {
  return {.id = "T03",
          .title = "Euler–Lagrange equation",
          .statement = "Where p, q > 0: p/D − q/(1−D) = 0 at D*, second variation −(p+q)³/(pq)",
          .source = "LC",
          .check = stationary(ratio, cubic),
          .mutants = {{"q/(p+q)", 0.6, stationary(swapped, cubic)},
                      {"(p+q)² for (p+q)³", 0.7, stationary(ratio, quadratic)},
                      {"sign of the second variation", 0.7, stationary(ratio, positive)}}};
}

Theorem alpha_discriminator() {
  return {.id = "T08",
          .title = "The optimal discriminator with share α",
          .statement = "D*_α = αp/m_α, m_α = αp + (1−α)q; L_α(D) − L_α(D*_α) = ∫ m_α·kl(D*_α‖D)",
          .source = "LC",
          .check = alpha_best_response(ratio),
          .mutants = {{"weights forgotten", 0.7, alpha_best_response(unweighted)},
                      {"α and 1−α swapped", 0.7, alpha_best_response(wrong_weights)},
                      {"p and q swapped", 0.8, alpha_best_response(swapped)}}};
}

}  // namespace verigan::theory::rows

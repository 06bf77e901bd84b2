// SPDX-License-Identifier: MIT
// T20: the best discriminator when labels lie, by chance (flips) or by intent (smoothing).
#include <cmath>

#include "theory/optimal_discriminator.hpp"
#include "theory/theorems/instance.hpp"
#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

/// What the discriminator maximises at a point: a ln D + b ln(1 − D).
struct Weights {
  Ball a, b;
};

/// A rate in [0, ½), one in four of them small.
double random_rate(RandomInstance& draw) {
  return draw.chance(0.25) ? draw.log_uniform(1e-9, 1e-2) : draw.uniform(0, 0.5);
}

struct Formula {
  Output (*best)(const SamplePoint& at, Ball alpha, Ball epsilon);
  Ball (*equilibrium)(Ball alpha, Ball epsilon);
};

/// What any D loses against `best` is ∫(a+b)·kl(best‖D), so that best is the maximiser.
template <class WeightsAt, class BestAt>
void check_gap(RandomInstance& draw, Evidence& evidence, const Instance& laws, const WeightsAt& weights,
               const BestAt& best) {
  const Discriminator other = laws.random_discriminator_of_x(draw);  // never 0 or 1
  const auto [value, optimum, gap] = laws.integrate<3>([&](const SamplePoint& at) {
    const auto [a, b] = weights(at);
    const Output d = other(at), d_best = best(at);
    return std::array{x_ln_y(a, d.d) + x_ln_y(b, d.complement),
                      x_ln_y(a, d_best.d) + x_ln_y(b, d_best.complement),
                      (a + b) * bernoulli_kl(d_best, d)};
  });
  evidence.equal("optimum − value of D = ∫(a+b)·kl(D*‖D)", optimum - value, gap);
  evidence.at_most("no D does better", value, optimum);
}

/// The library's function of two log-densities, to the rounding of those.
template <class Library>
void check_library(Evidence& evidence, const SamplePoint& at, Ball claimed, const Library& library) {
  const double log_p = std::log(at.p.value), log_q = std::log(at.q.value);
  const double logit_error =
      16 * kRounding *
      (16 + (at.p.value > 0 ? std::abs(log_p) : 0) + (at.q.value > 0 ? std::abs(log_q) : 0));
  const double d = library(log_p, log_q);
  evidence.equal("the library's D*", {d, logit_error * d}, claimed);
}

void check_flips(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const double alpha = draw.chance(0.2) ? 0.5 : draw.share(), epsilon = random_rate(draw);
  const Ball a = alpha, e = epsilon, rest = 1 - a, kept = 1 - e;
  const Instance laws = Instance::random(draw);
  const auto best = [&](const SamplePoint& at) { return formula.best(at, a, e); };
  check_gap(
      draw, evidence, laws,
      [&](const SamplePoint& at) {
        // A label is true with probability kept: both kinds of data appear under either label.
        return Weights{a * kept * at.p + rest * e * at.q, a * e * at.p + rest * kept * at.q};
      },
      best);
  for (const SamplePoint& at : laws.sites(draw, 3)) {
    const SamplePoint exact{at.x, at.p.value, at.q.value};
    const Ball d = best(exact).d;
    evidence.at_most("D* ≥ ε", e, d);
    evidence.at_most("D* ≤ 1−ε", d, kept);
    check_library(evidence, at, d, [&](double log_p, double log_q) {
      return optimal_discriminator_flipped(log_p, log_q, alpha, epsilon);
    });
    const Ball even = formula.best({at.x, 1, 1}, a, e).d;
    evidence.equal("D* = α+ε−2αε at p = q", even, formula.equilibrium(a, e));
    evidence.equal("D* = ½ at p = q, α = ½", formula.best({at.x, 1, 1}, 0.5, e).d, 0.5);
  }
}

void check_smoothing(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const double epsilon = random_rate(draw);
  const Ball e = epsilon, kept = 1 - e;
  const Instance laws =
      draw.chance(0.3) ? Instance::random(draw, Relation::equal) : Instance::random(draw);
  const auto weights = [&](const SamplePoint& at) { return Weights{kept * at.p, e * at.p + at.q}; };
  const auto best = [&](const SamplePoint& at) { return formula.best(at, 0.5, e); };
  check_gap(draw, evidence, laws, weights, best);
  for (const SamplePoint& at : laws.sites(draw, 3)) {
    const Ball d = best({at.x, at.p.value, at.q.value}).d;
    check_library(evidence, at, d, [&](double log_p, double log_q) {
      return optimal_discriminator_smoothed(log_p, log_q, 0.5, epsilon);
    });
  }
  if (laws.relation() != Relation::equal) return;
  const Ball rest = formula.equilibrium(0.5, e);
  const Ball optimum = laws.integrate<1>([&](const SamplePoint& at) {
    const auto [a, b] = weights(at);
    const Output d = best(at);
    return std::array{x_ln_y(a, d.d) + x_ln_y(b, d.complement)};
  })[0];
  for (const SamplePoint& at : laws.sites(draw, 1)) {
    evidence.equal("D* = (1−ε)/2 at p = q", best(at).d, rest);
  }
  evidence.equal("worth −2H((1−ε)/2) at p = q", optimum,
                 2 * (x_ln_y(rest, rest) + x_ln_y(1 - rest, 1 - rest)));
}

Check with(const Formula& flips, const Formula& smoothing) {
  return [flips, smoothing](RandomInstance& draw, Evidence& evidence) {
    check_flips(draw, evidence, flips);
    check_smoothing(draw, evidence, smoothing);
  };
}

Output flipped(const SamplePoint& at, Ball alpha, Ball epsilon) {
  const Ball p = alpha * at.p, q = (1 - alpha) * at.q, m = p + q;
  return {((1 - epsilon) * p + epsilon * q) / m, (epsilon * p + (1 - epsilon) * q) / m};
}
Output ignored(const SamplePoint& at, Ball alpha, Ball) { return flipped(at, alpha, 0); }
/// Only what is called true is now and then generated.
Output one_way(const SamplePoint& at, Ball alpha, Ball epsilon) {
  const Ball p = alpha * at.p, q = (1 - alpha) * at.q, m = p + q;
  return {(p + epsilon * q) / m, (1 - epsilon) * q / m};
}
Ball flipped_rest(Ball alpha, Ball epsilon) { return alpha + epsilon - 2 * alpha * epsilon; }
Ball share_itself(Ball alpha, Ball) { return alpha; }

Output smoothed(const SamplePoint& at, Ball, Ball epsilon) {
  const Ball sum = at.p + at.q;
  return {(1 - epsilon) * at.p / sum, (epsilon * at.p + at.q) / sum};
}
Ball smoothed_rest(Ball, Ball epsilon) { return (1 - epsilon) / 2; }
/// Both labels smoothed: 1−ε and ε.
Output smoothed_twice(const SamplePoint& at, Ball, Ball epsilon) { return flipped(at, 0.5, epsilon); }

}  // namespace

Theorem label_noise() {
  const Formula flips{flipped, flipped_rest}, smoothing{smoothed, smoothed_rest};
  return {
      .id = "T20",
      .title = "Flipped and smoothed labels",
      .statement =
          "Labels flipped at rate ε < ½: D* = (α(1−ε)p + (1−α)εq)/m_α ∈ [ε, 1−ε], at p = q "
          "α+ε−2αε, ½ for α = ½; true labels smoothed to 1−ε: D* = (1−ε)p/(p+q), at p = q "
          "(1−ε)/2, where the game is worth −2H((1−ε)/2)",
      .source = "KTH (idea), ours",
      .check = with(flips, smoothing),
      .mutants = {{"flips ignored", 0.9, with({ignored, flipped_rest}, smoothing)},
                  {"flips of generated data alone", 0.9, with({one_way, flipped_rest}, smoothing)},
                  {"D* = α at p = q", 0.75, with({flipped, share_itself}, smoothing)},
                  {"both labels smoothed", 0.7, with(flips, {smoothed_twice, smoothed_rest})}}};
}

}  // namespace verigan::theory::rows

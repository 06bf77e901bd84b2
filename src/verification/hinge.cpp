// SPDX-License-Identifier: MIT
// T69: the best critic of the hinge loss, and the Wasserstein critic that has none without a bound.
#include <algorithm>
#include <cmath>

#include "theory/dirac.hpp"
#include "theory/theorems/instance.hpp"
#include "verification/rows.hpp"

namespace verigan::verification {
namespace {

using theory::Ball;
using theory::RandomInstance;
using theory::Evidence;
using theory::Instance;
using theory::kRounding;
using theory::SamplePoint;

struct Formula {
  double value = 2;                        // of the game, in units of ∫ min(p, q)
  double (*best)(const SamplePoint& at) = [](const SamplePoint& at) {
    return at.p.value >= at.q.value ? 1.0 : -1.0;
  };
};

double hinge(double slack) { return std::max(0.0, slack); }

/// Any critic, bounded or not; on masses, where |p − q| has no kinks between the nodes.
void check_critics(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const std::size_t cells = 1 + draw.below(12);
  const Instance laws =
      Instance::of_weights(theory::random_weights(draw, cells), theory::random_weights(draw, cells));
  const double reach = draw.chance(0.5) ? 1 : draw.log_uniform(1, 5), shift = draw.uniform(-1, 1);
  const auto critic = [&](const SamplePoint& at, double bound) {  // some function of x within ±bound
    return std::clamp(reach * std::sin(7 * at.x + shift) + shift, -bound, bound);
  };
  const auto [loss, clipped, excess, least, best] = laws.integrate<5>([&](const SamplePoint& at) {
    const double t = critic(at, 1e9), c = critic(at, 1), d = formula.best(at);
    return std::array{at.p * hinge(1 - t) + at.q * hinge(1 + t),
                      at.p * hinge(1 - c) + at.q * hinge(1 + c),
                      abs(at.p - at.q) * std::abs(c - d), min(at.p, at.q),
                      at.p * hinge(1 - d) + at.q * hinge(1 + d)};
  });
  const Ball value = formula.value * least;
  evidence.equal("sign(p − q) reaches 2∫ min(p, q)", best, value);
  evidence.at_most("clipping to [−1, 1] costs nothing", clipped, loss);
  evidence.equal("within [−1, 1]: excess ∫|p − q||D − sign(p − q)|", clipped - value, excess);
  // Without a constraint E_p[cD] − E_q[cD] grows with c, both ways.
  const Ball gap = laws.integrate<1>(
      [&](const SamplePoint& at) { return std::array{(at.p - at.q) * critic(at, 1e9)}; })[0];
  const Ball scaled = laws.integrate<1>([&](const SamplePoint& at) {
    return std::array{(at.p - at.q) * (1024 * critic(at, 1e9))};
  })[0];
  evidence.equal("Wasserstein: 1024 times the critic, 1024 times the value", scaled, 1024 * gap);
}

/// The library's hinge loss: data at 0, generated at θ, so that D(0) = b and D(θ) = ψθ + b are any two
/// numbers; the laws lie apart, and the best critic's loss is 0.
void check_library(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const theory::AlphaDiracGan game({.loss = &theory::game_loss("hinge"), .alpha = 0.5});
  const double real = draw.uniform(-2, 2), made = draw.uniform(-2, 2);
  const auto loss = [&](double b, double d) { return 2 * game.losses({1, d - b, b}).second; };
  evidence.equal("the library's hinge loss", {loss(real, made), 32 * kRounding},
                 Ball(hinge(1 - real)) + hinge(1 + made));
  const double on_true = formula.best({0, 1, 0}), on_generated = formula.best({1, 0, 1});
  evidence.equal("it is 0 at sign(p − q) of laws apart", loss(on_true, on_generated), 0);
}

theory::Check with(const Formula& formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) {
    check_critics(draw, evidence, formula);
    check_library(draw, evidence, formula);
  };
}

}  // namespace

theory::Theorem hinge_loss() {
  return {.id = "T69",
          .title = "The hinge loss",
          .statement =
              "E_p max(0,1−D) + E_q max(0,1+D) is least, 2∫ min(p,q), at D = sign(p−q); for D in "
              "[−1,1] it is more by ∫|p−q||D−sign(p−q)|, and clipping D to [−1,1] never costs; the "
              "Wasserstein critic without a constraint has no optimum: E_p[cD] − E_q[cD] = c(E_p[D] "
              "− E_q[D])",
          .source = "Lim & Ye 2017, lit",
          .check = with({}),
          .mutants = {{"∫ min(p,q)", 0.6, with({.value = 1})},
                      {"sign(q − p)", 0.9, with({.best = [](const SamplePoint& at) {
                         return at.p.value < at.q.value ? 1.0 : -1.0;
                       }})}},
          .exercises = "theory::AlphaDiracGan"};
}

}  // namespace verigan::verification

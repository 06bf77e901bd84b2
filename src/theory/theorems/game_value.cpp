// SPDX-License-Identifier: MIT
// T04, T05, T07, T09–T11: what the game is worth.
#include "theory/game_value.hpp"

#include <cmath>

#include "core/numeric.hpp"
#include "theory/theorems/instance.hpp"
#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

Ball ball(const Estimate& estimate) { return {estimate.value, estimate.error}; }

const Ball& ln2() {
  static const Ball value = log_of(2);
  return value;
}
const Ball& ln4() {
  static const Ball value = log_of(4);
  return value;
}

/// max_D of αE_p[ln D] + (1−α)E_q[ln(1−D)], from D*_α itself.
Ball optimum(const Instance& laws, double alpha) {
  const Ball rest = 1 - Ball(alpha);
  return laws.integrate<1>([&](const SamplePoint& at) {
    const Output best = ratio_discriminator(at, alpha);
    return std::array{x_ln_y(alpha * at.p, best.d) + x_ln_y(rest * at.q, best.complement)};
  })[0];
}

/// The same for V, which has no weights.
Ball optimum(const Instance& laws) { return 2 * optimum(laws, 0.5); }

/// The value of the game as a function of JS_α(p, q) and α.
using Value = Ball (*)(Ball js, double alpha);

Check value(Value formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) {
    const Instance laws = Instance::random(draw);
    const Ball by_divergence = formula(laws.jsd(), 0.5);
    evidence.equal("max V = −ln 4 + 2 JSD", optimum(laws), by_divergence);
    if (!laws.on_grid()) {
      evidence.equal("the library's C(G)", ball(optimal_value(laws.density(0), laws.density(1))),
                     by_divergence);
    }
  };
}

Check weighted_value(Value formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) {
    const double alpha = draw.share();
    const Instance laws = Instance::random(draw);
    const Ball by_divergence = formula(laws.js(alpha), alpha);
    evidence.equal("max −L_α = −H(α) + JS_α", optimum(laws, alpha), by_divergence);
    if (!laws.on_grid()) {
      evidence.equal("the library's C_α(G)",
                     ball(optimal_value_alpha(laws.density(0), laws.density(1), alpha)),
                     by_divergence);
    }
  };
}

Ball game(Ball js, double) { return 2 * js - ln4(); }
Ball half_game(Ball js, double) { return js - ln4(); }
Ball wrong_constant(Ball js, double) { return 2 * js - ln2(); }
Ball alpha_game(Ball js, double alpha) { return js - entropy(alpha); }
Ball alpha_game_doubled(Ball js, double alpha) { return 2 * js - entropy(alpha); }
Ball alpha_game_balanced(Ball js, double) { return js - ln2(); }

/// T05. `least` is the claimed least value, `rest` the claimed D* at equilibrium.
Check equilibrium_at(Ball least, double rest) {
  return [least, rest](RandomInstance& draw, Evidence& evidence) {
    const Instance laws =
        draw.chance(0.5) ? Instance::random(draw, Relation::equal) : Instance::random(draw);
    const Ball c = optimum(laws);
    if (laws.relation() == Relation::equal) {
      evidence.equal("C = −ln 4 at p = q", c, least);
      for (const SamplePoint& at : laws.sites(draw, 3)) {
        evidence.equal("D* = ½ at p = q", ratio_discriminator(at).d, rest);
      }
      return;
    }
    // Strictly above otherwise: the excess 2 JSD is at least TV² (T32), which is 0 for p = q alone.
    const Ball tv = laws.total_variation();
    evidence.at_most("C ≥ −ln 4 + TV²", least + tv * tv, c);
    evidence.at_most("C ≤ 0", c, 0);
  };
}

/// T07. What of V depends on the generator, per unit of its density.
using GeneratorPart = Ball (*)(const Output& d);

Check players(double generator_sign, GeneratorPart part) {
  return [generator_sign, part](RandomInstance& draw, Evidence& evidence) {
    const Instance laws = Instance::random(draw);
    const Discriminator d = laws.random_discriminator_of_x(draw);
    const std::function<std::array<Ball, 2>(const SamplePoint&)> sides = [&](const SamplePoint& at) {
      const Output out = d(at);
      return std::array{x_ln_y(at.p, out.d), x_ln_y(at.q, out.complement)};
    };
    // D's cross-entropy loss and V, each from its own terms.
    const auto [real, fake] = laws.integrate<2>(sides);
    const Ball loss_d = (-real) + (-fake);
    const Ball value = laws.integrate<1>([&](const SamplePoint& at) {
      const Output out = d(at);
      return std::array{x_ln_y(at.p, out.d) + x_ln_y(at.q, out.complement)};
    })[0];
    evidence.equal("L(G) = −L(D)", generator_sign * value, -loss_d);
    // The same D and p against generator 1 and 2: V changes by E_q1 − E_q2 of ln(1 − D).
    const auto [real_again, fake_2] = laws.integrate<2>(sides, 0, 2);
    const Ball change = laws.integrate<1>(
        [&](const SamplePoint& at) { return std::array{(at.p - at.q) * part(d(at))}; }, 1, 2)[0];
    evidence.equal("V(G₁,D) − V(G₂,D)", (real + fake) - (real_again + fake_2), change);
  };
}

Ball log_complement(const Output& d) { return ln(d.complement); }
Ball log_d(const Output& d) { return ln(d.d); }

/// T10: the losses of both players at p = q.
struct EquilibriumFormula {
  double (*d)(double alpha);
  Ball (*loss)(double alpha);
  Ball (*generator_part)(double alpha);
  Ball (*non_saturating)(double alpha);
};

Check alpha_equilibrium_is(EquilibriumFormula formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) {
    const double alpha = draw.chance(0.1) ? 0.5 : draw.share();
    const Ball rest = 1 - Ball(alpha);
    const Instance laws = Instance::random(draw, Relation::equal);
    for (const SamplePoint& at : laws.sites(draw, 3)) {
      evidence.equal("D*_α ≡ α", ratio_discriminator(at, alpha).d, formula.d(alpha));
    }
    const auto [real, fake, non_saturating] = laws.integrate<3>([&](const SamplePoint& at) {
      const Output best = ratio_discriminator(at, alpha);
      return std::array{alpha * x_ln_y(at.p, best.d), rest * x_ln_y(at.q, best.complement),
                        -x_ln_y(at.q, best.d)};
    });
    evidence.equal("L_α = H(α)", -(real + fake), formula.loss(alpha));
    evidence.equal("(1−α) ln(1−α)", fake, formula.generator_part(alpha));
    evidence.equal("−ln α", non_saturating, formula.non_saturating(alpha));
    // H peaks at ½: ln 2 − H(α) = kl(α‖½) ≥ 2(α−½)².
    const Ball off = Ball(alpha) - 0.5;
    evidence.at_most("H(α) ≤ ln 2 − 2(α−½)²", formula.loss(alpha), ln2() - 2 * off * off);
    if (alpha == 0.5) evidence.equal("H(½) = ln 2", formula.loss(alpha), ln2());
    evidence.equal("the library's H(α)", {binary_entropy(alpha), 8 * kRounding},
                   formula.loss(alpha));
  };
}

double share_itself(double alpha) { return alpha; }
double one_half(double) { return 0.5; }
Ball minus_ln(double alpha) { return -log_of(alpha); }
Ball rest_ln_rest(double alpha) {
  const Ball rest = 1 - Ball(alpha);
  return x_ln_y(rest, rest);
}
Ball weighted_minus_ln(double alpha) { return (1 - Ball(alpha)) * minus_ln(alpha); }
Ball always_ln2(double) { return ln2(); }

/// T11. The claimed ceiling of JS_α, and C over C_½.
Check bounds(Ball (*ceiling)(double alpha), double scale) {
  return [ceiling, scale](RandomInstance& draw, Evidence& evidence) {
    const double alpha = draw.share();
    const Instance laws = Instance::random(draw);
    const Ball js = laws.js(alpha), tv = laws.total_variation();
    evidence.at_most("JS_α ≥ 0", 0, js);
    evidence.at_most("JS_α ≤ H(α)", js, ceiling(alpha));
    if (laws.relation() == Relation::disjoint)
      evidence.equal("JS_α = H(α) where pq = 0", js, ceiling(alpha));
    // Below it otherwise: H(α)(1 − TV) is missing at least (T32), which is 0 for pq = 0 alone.
    evidence.at_most("JS_α ≤ H(α)·TV", js, ceiling(alpha) * tv);
    evidence.equal("C = 2 C_½", scale * optimum(laws, 0.5), 2 * laws.jsd() - ln4());
  };
}

Ball squared_entropy(double alpha) { return entropy(alpha) * entropy(alpha); }

}  // namespace

Theorem value_of_the_game() {
  return {.id = "T04",
          .title = "The value of the game",
          .statement = "C(G) = max_D V(G,D) = −ln 4 + 2 JSD(p‖q)",
          .source = "SNU",
          .check = value(game),
          .mutants = {{"JSD without its 2", 0.75, value(half_game)},
                      {"ln 2 for ln 4", 0.99, value(wrong_constant)}}};
}

Theorem equilibrium() {
  return {.id = "T05",
          .title = "Equilibrium",
          .statement = "C(G) ≥ −ln 4, with equality iff p = q a.e., where D* = ½",
          .source = "LC, SNU",
          .check = equilibrium_at(-log_of(4), 0.5),
          .mutants = {{"−ln 2 for −ln 4", 0.95, equilibrium_at(-log_of(2), 0.5)},
                      {"D* = 1 at equilibrium", 0.4, equilibrium_at(-log_of(4), 1)}}};
}

Theorem zero_sum() {
  return {.id = "T07",
          .title = "Zero sum",
          .statement = "L(G) = −L(D) = V; the part that depends on G is E_q[ln(1−D)]",
          .source = "LC, UM, KTH",
          .check = players(1, log_complement),
          .mutants = {{"L(G) = −V", 0.99, players(-1, log_complement)},
                      {"E_q[ln D] for E_q[ln(1−D)]", 0.9, players(1, log_d)}}};
}

Theorem alpha_value() {
  return {.id = "T09",
          .title = "The value of the game with share α",
          .statement = "C_α(G) = max_D {−L_α(D)} = −H(α) + JS_α(p,q)",
          .source = "ours (completes LC)",
          .check = weighted_value(alpha_game),
          .mutants = {{"2 JS_α", 0.75, weighted_value(alpha_game_doubled)},
                      {"ln 2 for H(α)", 0.99, weighted_value(alpha_game_balanced)}}};
}

Theorem alpha_equilibrium() {
  const EquilibriumFormula right{share_itself, entropy, rest_ln_rest, minus_ln};
  EquilibriumFormula half = right, balanced = right, weighted = right, part = right;
  half.d = one_half;
  balanced.loss = always_ln2;
  weighted.non_saturating = weighted_minus_ln;
  part.generator_part = minus_ln;
  return {.id = "T10",
          .title = "Equilibrium with share α",
          .statement =
              "At p = q: D*_α ≡ α and L_α = H(α), largest at α = ½ where it is ln 2; of the "
              "zero-sum generator loss −H(α), (1−α) ln(1−α) depends on G; the "
              "non-saturating loss −E_q[ln D] is −ln α",
          .source = "LC, rest ours",
          .check = alpha_equilibrium_is(right),
          .mutants = {{"D = ½ for every α", 0.8, alpha_equilibrium_is(half)},
                      {"loss ln 2 for every α", 0.8, alpha_equilibrium_is(balanced)},
                      {"non-saturating loss weighted by 1−α", 0.99, alpha_equilibrium_is(weighted)},
                      {"−ln α for (1−α) ln(1−α)", 0.99, alpha_equilibrium_is(part)}}};
}

Theorem alpha_bounds() {
  return {.id = "T11",
          .title = "Range of JS_α",
          .statement = "0 ≤ JS_α ≤ H(α), the upper bound iff pq = 0 a.e.; C_½ = ½C",
          .source = "ours",
          .check = bounds(entropy, 2),
          .mutants = {{"H(α)² for H(α)", 0.5, bounds(squared_entropy, 2)},
                      {"C_½ = C", 0.75, bounds(entropy, 1)}}};
}

}  // namespace verigan::theory::rows

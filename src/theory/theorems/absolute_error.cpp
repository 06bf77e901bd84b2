// SPDX-License-Identifier: MIT
// T14, T15: the discriminator of the absolute error.
#include <algorithm>
#include <cmath>

#include "theory/divergence.hpp"
#include "theory/game_value.hpp"
#include "theory/theorems/instance.hpp"
#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

Ball ball(const Estimate& estimate) { return {estimate.value, estimate.error}; }

struct Formula {
  bool (*accepts)(const SamplePoint& at);  // D* = 1 there
  double gap_scale;                 // E(D) − E* over ∫|p−q||D−D*|
  Ball (*least)(Ball tv);           // E*
};

void check(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const Instance laws = Instance::random(draw);
  const Discriminator d = laws.random_discriminator_of_x(draw);
  const auto [error, best, gap, smaller] = laws.integrate<4>(
      [&](const SamplePoint& at) {
        const Output out = d(at);
        const bool accept = formula.accepts(at);
        return std::array{(at.p * out.complement + at.q * out.d) / 2, (accept ? at.q : at.p) / 2,
                          formula.gap_scale * abs(at.p - at.q) * (accept ? out.complement : out.d),
                          min(at.p, at.q) / 2};
      },
      0, 1, Cut::crossings);
  evidence.equal("E(D) − E* = ½∫|p−q||D−D*|", error - best, gap);
  evidence.at_most("no D does better", best, error);
  const Ball least = formula.least(laws.total_variation());
  evidence.equal("E* = ½∫min(p,q)", best, smaller);
  evidence.equal("E* = ½(1−TV)", best, least);
  evidence.at_most("E* ≤ ½", least, 0.5);
  if (!laws.on_grid()) {
    evidence.equal("the library's E*",
                   ball(optimal_absolute_error(laws.density(0), laws.density(1))), least);
  }
  if (laws.relation() == Relation::equal) {
    evidence.equal("E* = ½ at p = q", least, 0.5);
    evidence.equal("every D is best at p = q", error, least);
  }
}

/// With weights α ≠ ½ many laws are best for the generator. For α < ½ and any r, the law
/// q = (αp + (1−2α)r)/(1−α) and the law p itself both reach the largest ∫min(αp, (1−α)q), which is
/// min(α, 1−α); for α > ½ the same with the players exchanged.
void check_not_unique(RandomInstance& draw, Evidence& evidence, double weight) {
  const double drawn = draw.share(), alpha = std::min({drawn, 1 - drawn, 0.499});
  const Instance laws = Instance::random(draw, Relation::generic);
  const Ball a = alpha, b = 1 - a;
  const auto [at_p, elsewhere, apart, length] = laws.integrate<4>(
      [&](const SamplePoint& at) {
        const Ball& r = at.q;
        const Ball mixed = (weight * a * at.p + (1 - 2 * a) * r) / b;
        return std::array{min(a * at.p, b * at.p), min(a * at.p, b * mixed), abs(at.p - mixed) / 2,
                          mixed};
      },
      0, 1, Cut::crossings);
  evidence.equal("a law", length, 1);
  evidence.equal("p is best for the generator", at_p, alpha);
  evidence.equal("another law is as good", elsewhere, alpha);
  // TV(p, q) = (1−2α)/(1−α)·TV(p, r): another law indeed.
  evidence.equal("and is not p", apart, (1 - 2 * a) / b * laws.total_variation());
}

Check with(const Formula& formula, double weight = 1) {
  return [formula, weight](RandomInstance& draw, Evidence& evidence) {
    check(draw, evidence, formula);
    check_not_unique(draw, evidence, weight);
  };
}

bool likelier_true(const SamplePoint& at) { return at.p.value >= at.q.value; }
bool likelier_generated(const SamplePoint& at) { return at.p.value < at.q.value; }
Ball half_of_overlap(Ball tv) { return (1 - tv) / 2; }
Ball all_of_overlap(Ball tv) { return 1 - tv; }

/// T15. The importance weight of a point of the even mixture (p+q)/2.
Check integrand(Ball (*smaller)(Ball, Ball), double share) {
  return [smaller, share](RandomInstance& draw, Evidence& evidence) {
    const Instance laws = Instance::random(draw);
    const Ball half_overlap =
        laws.on_grid()
            ? laws.integrate<1>([](const SamplePoint& at) { return std::array{min(at.p, at.q) / 2}; })[0]
            : ball(overlap(laws.density(0), laws.density(1))) / 2;
    const Ball expectation = laws.integrate<1>(
        [&](const SamplePoint& at) {
          const Ball sum = at.p + at.q;
          return std::array{smaller(at.p, at.q) / sum * (sum * share)};
        },
        0, 1, Cut::crossings)[0];
    evidence.equal("½∫min(p,q) = E_{(p+q)/2}[min(p,q)/(p+q)]", half_overlap, expectation);
    evidence.equal("½∫min(p,q) = ½(1−TV)", half_overlap, (1 - laws.total_variation()) / 2);
  };
}

}  // namespace

Theorem absolute_error() {
  return {.id = "T14",
          .title = "The absolute error",
          .statement =
              "E(G,D) = ½E_p[1−D] + ½E_q[D]: D* = 1[p≥q], not unique where p = q; E(D) − E* = "
              "½∫|p−q||D−D*|; E* = ½∫min(p,q) = ½(1−TV) ≤ ½, equality at p = q; with weights "
              "α ≠ ½ the maximising q is not unique",
          .source = "RO (6)–(12), last ours",
          .check = with({likelier_true, 0.5, half_of_overlap}),
          .mutants = {{"1[p<q]", 0.75, with({likelier_generated, 0.5, half_of_overlap})},
                      {"gap without its ½", 0.75, with({likelier_true, 1, half_of_overlap})},
                      {"E* = 1 − TV", 0.7, with({likelier_true, 0.5, all_of_overlap})},
                      {"unequal law of half the weight", 0.95,
                       with({likelier_true, 0.5, half_of_overlap}, 0.5)}}};
}

Theorem absolute_error_integrand() {
  return {.id = "T15",
          .title = "The absolute error as an expectation",
          .statement = "½∫min(p,q) = ∫ min(p,q)/(p+q) · (p+q)/2",
          .source = "RO (13)",
          .check = integrand(min, 0.5),
          .mutants = {{"max for min", 0.75, integrand(max, 0.5)},
                      {"p+q for (p+q)/2", 0.7, integrand(min, 1)}}};
}

}  // namespace verigan::theory::rows

// SPDX-License-Identifier: MIT
// T19: what any discriminator reaches is a lower bound of the value of the game.
#include <algorithm>
#include <cmath>

#include "theory/theorems/instance.hpp"
#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

struct Formula {
  double divergence = 2;  // C = −ln 4 + 2 JSD
  bool held_out = true;   // expectations over samples that D has not seen
};

/// The chance that any one claim about samples fails by accident: 1e-12 (Hoeffding 1963).
const double kLogChance = std::log(1e12);

void check_exact(Draw& draw, Evidence& evidence, const Formula& formula) {
  const Instance laws = Instance::random(draw);
  Discriminator d = laws.random_discriminator(draw);
  if (draw.chance(0.5)) {  // all but the best one
    const Ball odds = 1 + draw.log_uniform(1e-8, 1e-3);
    d = [odds](const Site& at) { return ratio_discriminator(Site{at.x, odds * at.p, at.q}); };
  }
  const Ball value = laws.integrate<1>([&](const Site& at) {
    const Output out = d(at);
    return std::array{x_ln_y(at.p, out.d) + x_ln_y(at.q, out.complement)};
  })[0];
  evidence.at_most("V(G,D) ≤ C(G)", value, formula.divergence * laws.jsd() - log_of(4));
}

/// n cells of a law on `cells` equal cells.
std::vector<std::uint32_t> sample(Draw& draw, std::uint32_t cells, std::size_t n) {
  std::vector<std::uint32_t> drawn(n);
  for (std::uint32_t& cell : drawn) cell = draw.below(cells);
  return drawn;
}

/// Two equal laws on so many cells that a discriminator can learn its training samples by heart. On
/// others it stays below C = −ln 4; on those it has seen it claims to tell the laws apart.
void check_samples(Draw& draw, Evidence& evidence, const Formula& formula) {
  constexpr std::uint32_t cells = 4000;
  const std::size_t n = 300;
  const double level = draw.uniform(1.5, 3);
  const std::vector<std::uint32_t> seen_p = sample(draw, cells, n), seen_q = sample(draw, cells, n);
  std::vector<int> logit(cells, 0);  // in units of `level`
  for (const std::uint32_t cell : seen_p) logit[cell] = 1;
  for (const std::uint32_t cell : seen_q) logit[cell] = logit[cell] == 1 ? 0 : -1;
  const bool fresh = formula.held_out;
  const std::vector<std::uint32_t> from_p = fresh ? sample(draw, cells, n) : seen_p,
                                   from_q = fresh ? sample(draw, cells, n) : seen_q;
  const auto mean_log = [&](const std::vector<std::uint32_t>& drawn, double sign) {
    Ball sum = 0;
    for (const std::uint32_t cell : drawn) sum += -ln(1 + exp(Ball(-sign * level * logit[cell])));
    return sum / static_cast<double>(n);
  };
  const Ball value = mean_log(from_p, 1) + mean_log(from_q, -1);
  // ln σ(±level) differ by exactly `level`: each of the 2n terms ranges over level/n.
  const double chance = level * std::sqrt(kLogChance / static_cast<double>(n));
  evidence.at_most("V on held-out samples", value, {-log_of(4).value, chance});
}

Check with(const Formula& formula) {
  return [formula](Draw& draw, Evidence& evidence) {
    check_exact(draw, evidence, formula);
    check_samples(draw, evidence, formula);
  };
}

}  // namespace

Theorem lower_bound() {
  return {.id = "T19",
          .title = "Every discriminator bounds from below",
          .statement = "V(G,D) ≤ C(G) for every D, expectations exact or over held-out samples",
          .source = "lit",
          .check = with({}),
          .mutants = {{"−ln 4 + JSD", 0.3, with({.divergence = 1})},
                      {"samples D was trained on", 0.9, with({.held_out = false})}}};
}

}  // namespace verigan::theory::rows

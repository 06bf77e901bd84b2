// SPDX-License-Identifier: MIT
// T19: what any discriminator reaches is a lower bound of the value of the game.
#include <array>
#include <cmath>
#include <vector>

#include "theory/theorems/instance.hpp"
#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

struct Formula {
  double divergence = 2;  // C = −ln 4 + 2 JSD
  double seen = 0;        // share of the held-out samples that D was trained on
};

/// The chance that V on held-out samples passes its bound by accident: δ = 1e-12.
const double kLogChance = std::log(1e12);

void check_exact(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const Instance laws = Instance::random(draw);
  Discriminator d = laws.random_discriminator(draw);
  if (draw.chance(0.5)) {  // all but the best one
    const Ball odds = 1 + draw.log_uniform(1e-8, 1e-3);
    d = [odds](const SamplePoint& at) { return ratio_discriminator(SamplePoint{at.x, odds * at.p, at.q}); };
  }
  const Ball value = laws.integrate<1>([&](const SamplePoint& at) {
    const Output out = d(at);
    return std::array{x_ln_y(at.p, out.d) + x_ln_y(at.q, out.complement)};
  })[0];
  evidence.at_most("V(G,D) ≤ C(G)", value, formula.divergence * laws.jsd() - log_of(4));
}

constexpr std::uint32_t kCells = 4000;
constexpr std::size_t kTraining = 300, kHeldOut = 8000;  // samples of each law

/// Training samples of two equal laws on so many cells that a discriminator can learn them by heart.
struct Learnt {
  std::vector<std::uint32_t> p, q;               // the cells it has seen of each law
  std::vector<int> logit = std::vector<int>(kCells, 0);  // in units of a level

  explicit Learnt(RandomInstance& draw) {
    for (auto* seen : {&p, &q})
      for (std::size_t i = 0; i < kTraining; ++i) seen->push_back(draw.below(kCells));
    for (const std::uint32_t cell : p) logit[cell] = 1;
    for (const std::uint32_t cell : q) logit[cell] = logit[cell] == 1 ? 0 : -1;
  }
};

/// Mean of ln σ(sign·level·l) over counted logits l = −1, 0, 1.
Ball mean_log(const std::array<double, 3>& counts, double sign, double level) {
  Ball sum = 0, total = 0;
  for (std::size_t k = 0; k < 3; ++k) {
    sum += counts[k] * -ln(1 + exp(Ball(-sign * level * (static_cast<double>(k) - 1))));
    total += counts[k];
  }
  return sum / total;
}

/// What it has learnt is nothing: C = −ln 4. In expectation over the laws it stays below that; on
/// samples that it has not seen up to chance; on those it has seen it claims to tell them apart.
void check_samples(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const double level = draw.uniform(1.5, 3);
  const Learnt learnt(draw);
  const auto count = [&learnt](std::array<double, 3>& counts, std::uint32_t cell) {
    ++counts[static_cast<std::size_t>(learnt.logit[cell] + 1)];
  };
  std::array<double, 3> all{}, from_p{}, from_q{};
  for (std::uint32_t cell = 0; cell < kCells; ++cell) count(all, cell);
  evidence.at_most("V(G,D) ≤ C(G) of what was learnt by heart",
                   mean_log(all, 1, level) + mean_log(all, -1, level), -log_of(4));
  for (std::size_t i = 0; i < kHeldOut; ++i) {
    const bool seen = static_cast<double>(i) < formula.seen * static_cast<double>(kHeldOut);
    count(from_p, seen ? learnt.p[i % kTraining] : draw.below(kCells));
    count(from_q, seen ? learnt.q[i % kTraining] : draw.below(kCells));
  }
  // ln σ(±level) differ by exactly `level`: each of the 2n terms ranges over level/n (Hoeffding
  // 1963). The expectation is below −ln 4 whatever was learnt.
  const double chance = level * std::sqrt(kLogChance / static_cast<double>(kHeldOut));
  evidence.at_most("V on held-out samples, up to chance",
                   mean_log(from_p, 1, level) + mean_log(from_q, -1, level),
                   {-log_of(4).value, chance});
}

Check with(const Formula& formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) {
    check_exact(draw, evidence, formula);
    check_samples(draw, evidence, formula);
  };
}

}  // namespace

Theorem lower_bound() {
  return {.id = "T19",
          .title = "Every discriminator bounds from below",
          .statement =
              "V(G,D) ≤ C(G) for every D with exact expectations; on held-out samples in "
              "expectation, and each draw up to chance",
          .source = "lit",
          .check = with({}),
          .mutants = {{"−ln 4 + JSD", 0.3, with({.divergence = 1})},
                      {"samples D was trained on", 0.99, with({.seen = 1})},
                      {"a third of the samples D was trained on", 0.95, with({.seen = 1.0 / 3})}},
          .chosen = "the chance δ = 1e-12 that a draw passes its bound (Hoeffding)"};
}

}  // namespace verigan::theory::rows

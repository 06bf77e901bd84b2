// SPDX-License-Identifier: MIT
// T21: the game with labels, p(x, y) against q(x, y).
#include "theory/theorems/instance.hpp"
#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

/// Labels y with masses p_Y and q_Y; under each a pair of conditional laws on a space of its own.
struct World {
  std::vector<Ball> p_label, q_label;
  std::vector<Instance> given;
};

struct Formula {
  /// The share of real data under a label that the mean of its two conditionals is taken with.
  Ball (*share)(Ball p, Ball q) = [](Ball p, Ball q) { return p / (p + q); };
  bool labels_count = true;  // JSD(p_Y, q_Y) belongs to the sum
  /// The best D for a label, from the weights p_Y(y), q_Y(y) and the conditionals.
  Output (*best)(Ball p, Ball q, const SamplePoint& at) = [](Ball p, Ball q, const SamplePoint& at) {
    return ratio_discriminator({at.x, p * at.p, q * at.q});
  };
};

World random_world(RandomInstance& draw, bool equal_marginals) {
  const std::size_t labels = 1 + draw.below(3);
  World world;
  const auto masses = [&] {
    std::vector<double> weights(labels);
    for (double& w : weights) w = draw.uniform(0.01, 1);
    return normalised(weights);
  };
  world.p_label = masses();
  world.q_label = equal_marginals ? world.p_label : masses();
  for (std::size_t y = 0; y < labels; ++y) world.given.push_back(Instance::random(draw));
  return world;
}

/// p ln(p/m) + q ln(q/m) over 2, m = (p+q)/2.
Ball jsd_of(Ball p, Ball q) {
  const Ball m = (p + q) / 2;
  return (x_ln_ratio(p, m) + x_ln_ratio(q, m)) / 2;
}

/// Σ_y ∫ f(y, x).
template <class Term>
Ball total(const World& world, const Term& f) {
  Ball sum = 0;
  for (std::size_t y = 0; y < world.given.size(); ++y) {
    sum += world.given[y].integrate<1>([&](const SamplePoint& at) {
      return std::array{f(world.p_label[y], world.q_label[y], at, y)};
    })[0];
  }
  return sum;
}

/// JS_w of two conditionals, w a ball: ∫ w p ln(p/m) + (1−w) q ln(q/m).
Ball js_given(const Instance& laws, Ball w) {
  const Ball rest = 1 - w;
  return laws.integrate<1>([&](const SamplePoint& at) {
    const Ball m = w * at.p + rest * at.q;
    return std::array{w * x_ln_ratio(at.p, m) + rest * x_ln_ratio(at.q, m)};
  })[0];
}

void check(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const bool equal_marginals = draw.chance(0.4);
  const World world = random_world(draw, equal_marginals);
  const Ball jsd = total(world, [](Ball p, Ball q, const SamplePoint& at, std::size_t) {
    return jsd_of(p * at.p, q * at.q);
  });
  Ball labels = 0, given = 0;
  for (std::size_t y = 0; y < world.given.size(); ++y) {
    const Ball p = world.p_label[y], q = world.q_label[y];
    if (formula.labels_count) labels += jsd_of(p, q);
    given += (p + q) / 2 * js_given(world.given[y], formula.share(p, q));
  }
  evidence.equal("JSD = JSD of the labels + Σ m(y) JS_w(y)", jsd, labels + given);

  // V at D*, from its definition, and what another D loses.
  const auto reward = [&](const auto& d) {
    return total(world, [&](Ball p, Ball q, const SamplePoint& at, std::size_t y) {
      const Output out = d(p, q, at, y);
      return x_ln_y(p * at.p, out.d) + x_ln_y(q * at.q, out.complement);
    });
  };
  std::vector<Discriminator> others;
  for (const Instance& laws : world.given) others.push_back(laws.random_discriminator_of_x(draw));
  const auto best = [&](Ball p, Ball q, const SamplePoint& at, std::size_t) {
    return formula.best(p, q, at);
  };
  const auto other = [&](Ball, Ball, const SamplePoint& at, std::size_t y) { return others[y](at); };
  const Ball optimum = reward(best), value = reward(other);
  const Ball gap = total(world, [&](Ball p, Ball q, const SamplePoint& at, std::size_t y) {
    return (p * at.p + q * at.q) * bernoulli_kl(best(p, q, at, y), others[y](at));
  });
  evidence.equal("V(D*) − V(D) = Σ∫(p+q)·kl(D*‖D)", optimum - value, gap);
  evidence.equal("C = −ln 4 + 2 JSD", optimum, 2 * jsd - log_of(4));
  if (!equal_marginals) return;
  Ball mean = 0;
  for (std::size_t y = 0; y < world.given.size(); ++y) {
    mean += world.p_label[y] * world.given[y].jsd();
  }
  evidence.equal("C = −ln 4 + 2 E_y[JSD of the conditionals]", optimum, 2 * mean - log_of(4));
}

Check with(const Formula& formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) { check(draw, evidence, formula); };
}

Ball one_half(Ball, Ball) { return 0.5; }
Output label_blind(Ball, Ball, const SamplePoint& at) { return ratio_discriminator(at); }
Output swapped(Ball p, Ball q, const SamplePoint& at) {
  return ratio_discriminator({at.x, q * at.q, p * at.p});
}

}  // namespace

Theorem conditional() {
  return {.id = "T21",
          .title = "The conditional game",
          .statement =
              "D*(x,y) = p(x,y)/(p(x,y)+q(x,y)); JSD = JSD(p_Y,q_Y) + Σ_y m(y) JS_w(y)(p(·|y), "
              "q(·|y)), m = (p_Y+q_Y)/2, w = p_Y/(p_Y+q_Y); with equal label marginals C = −ln 4 + "
              "2 E_y[JSD of the conditionals]",
          .source = "UM, ours",
          .check = with({}),
          .mutants = {{"w = ½ for every label", 0.3, with({.share = one_half})},
                      {"without the labels' own JSD", 0.35, with({.labels_count = false})},
                      {"D* of the conditionals", 0.3, with({.best = label_blind})},
                      {"p and q swapped", 0.8, with({.best = swapped})}}};
}

}  // namespace verigan::theory::rows

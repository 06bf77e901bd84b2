// SPDX-License-Identifier: MIT
// T38: what the inception score is, and what a finite number of images makes of it.
#include <algorithm>
#include <cmath>
#include <span>

#include "theory/inception_score.hpp"
#include "theory/theorems/instance.hpp"
#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

struct Formula {
  double marginal = 1;   // ln IS = marginal·H(y) − H(y|x)
  double bias = 0.5;     // −bias·(K−1)/n
  int lost_degrees = 1;  // of freedom, in the variance over splits
};

/// Images that fall into a few kinds, and the classifier's answer to each kind.
struct World {
  std::vector<Ball> kinds;                 // P(x)
  std::vector<std::vector<Ball>> answers;  // p(y|x)
};

World random_world(RandomInstance& draw) {
  const std::size_t kinds = 2 + draw.below(2), classes = 2 + draw.below(5);
  World world;
  std::vector<double> weights(kinds);
  for (double& w : weights) w = draw.uniform(0.05, 1);
  world.kinds = normalised(weights);
  for (std::size_t x = 0; x < kinds; ++x) {
    world.answers.push_back(normalised(random_weights(draw, classes)));
  }
  return world;
}

Ball entropy_of(const std::vector<Ball>& masses) {
  Ball sum = 0;
  for (const Ball& mass : masses) sum += -x_ln_y(mass, mass);
  return sum;
}

/// ln IS of kinds with these shares.
Ball log_score(const World& world, const std::vector<Ball>& shares) {
  return log_inception_score<Ball>(
      shares.size(), world.answers[0].size(), [&](std::size_t x) { return shares[x]; },
      [&](std::size_t x, std::size_t y) { return world.answers[x][y]; });
}

/// Every sample of n images: f(its probability, ln IS of it).
template <class Use>
void for_each_sample(const World& world, std::size_t n, const Use& use) {
  const std::size_t kinds = world.kinds.size();
  std::size_t samples = 1;
  for (std::size_t i = 0; i < n; ++i) samples *= kinds;
  for (std::size_t code = 0; code < samples; ++code) {
    Ball probability = 1;
    std::vector<double> counts(kinds, 0);
    for (std::size_t i = 0, rest = code; i < n; ++i, rest /= kinds) {
      probability = probability * world.kinds[rest % kinds];
      ++counts[rest % kinds];
    }
    std::vector<Ball> shares;
    for (const double count : counts) shares.push_back(Ball(count) / static_cast<double>(n));
    use(probability, log_score(world, shares));
  }
}

void check_identity(Evidence& evidence, const World& world, const Formula& formula) {
  const std::size_t classes = world.answers[0].size();
  std::vector<Ball> marginal(classes, 0);
  Ball given = 0;
  for (std::size_t x = 0; x < world.kinds.size(); ++x) {
    for (std::size_t y = 0; y < classes; ++y) marginal[y] += world.kinds[x] * world.answers[x][y];
    given += world.kinds[x] * entropy_of(world.answers[x]);
  }
  const Ball score = log_score(world, world.kinds);
  evidence.equal("ln IS = H(y) − H(y|x)", score, formula.marginal * entropy_of(marginal) - given);
  evidence.at_most("IS ≥ 1", 0, score);
  evidence.at_most("IS ≤ K", score, log_of(static_cast<double>(classes)));
}

void check_finite(RandomInstance& draw, Evidence& evidence, const World& world) {
  Ball before = 0;
  const std::size_t most = 2 + draw.below(4);
  for (std::size_t n = 1; n <= most; ++n) {
    Ball mean = 0;
    for_each_sample(world, n, [&](Ball probability, Ball score) { mean += probability * score; });
    if (n == 1) evidence.equal("one image scores 1", mean, 0);
    // Means over s splits of n·s images are those of n images: lower than that of all.
    evidence.at_most("E[ln IS_n] rises with n", before, mean);
    before = mean;
  }
  evidence.at_most("E[ln IS_n] ≤ ln IS", before, log_score(world, world.kinds));
}

/// K classes told apart without doubt and equally frequent: ln IS_n is the entropy of a multinomial
/// sample, E = −K·E[(j/n) ln(j/n)] with j binomial.
void check_bias(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const std::size_t classes = 2 + draw.below(9), n = classes * (10 + draw.below(90));
  const double k = static_cast<double>(classes), size = static_cast<double>(n);
  const Ball hit = Ball(1) / k, odds = Ball(1) / (k - 1);
  Ball probability = exp(size * ln(1 - hit)), mean = 0;
  for (std::size_t j = 0; j <= n; ++j) {
    const Ball share = Ball(static_cast<double>(j)) / size;
    mean += -(k * probability * x_ln_y(share, share));
    probability =
        probability * (size - static_cast<double>(j)) / (static_cast<double>(j) + 1) * odds;
  }
  // The next terms of the bias, −(K²−1)/12n² and −K²(K−1)/12n³ (Harris 1975), and what follows.
  const double next = (k * k - 1) / (12 * size * size),
               rest = 2 * k * k * k / (12 * size * size * size);
  evidence.equal("bias −(K−1)/2n of hard uniform classes", mean - log_of(k),
                 {-formula.bias * (k - 1) / size - next, rest});
}

/// The score's spread over S splits, Σ(IS − mean)²/(S − lost): its mean is the variance of one
/// split.
void check_splits(RandomInstance& draw, Evidence& evidence, const World& world, const Formula& formula) {
  const std::size_t n = 1 + draw.below(3);
  std::vector<Ball> probabilities, scores;
  for_each_sample(world, n, [&](Ball probability, Ball score) {
    probabilities.push_back(probability);
    scores.push_back(exp(score));
  });
  Ball mean = 0, variance = 0, spread = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) mean += probabilities[i] * scores[i];
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const Ball off = scores[i] - mean;
    variance += probabilities[i] * off * off;
    for (std::size_t j = 0; j < scores.size(); ++j) {  // two splits
      const Ball two[] = {scores[i], scores[j]};
      spread += probabilities[i] * probabilities[j] *
                variance_of(std::span<const Ball>(two), formula.lost_degrees);
    }
  }
  evidence.equal("E[sd²] over splits, ddof 1", spread, variance);
}

Check with(const Formula& formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) {
    const World world = random_world(draw);
    check_identity(evidence, world, formula);
    check_finite(draw, evidence, world);
    check_bias(draw, evidence, formula);
    check_splits(draw, evidence, world, formula);
  };
}

}  // namespace

Theorem inception_score() {
  return {.id = "T38",
          .title = "The inception score",
          .statement =
              "1 ≤ IS ≤ K, ln IS = H(y) − H(y|x); E[ln IS_n] ≤ ln IS and rises with n, so that "
              "splits are more biased; K hard uniform classes: bias of ln IS about −(K−1)/2n; the "
              "variance over splits is unbiased with ddof 1",
          .source = "KTH §2.4 (its sign of H(y) set right), lit",
          .check = with({}),
          .mutants = {{"−H(y)", 0.9, with({.marginal = -1})},
                      {"bias −(K−1)/n", 0.9, with({.bias = 1})},
                      {"ddof 0", 0.5, with({.lost_degrees = 0})}}};
}

}  // namespace verigan::theory::rows

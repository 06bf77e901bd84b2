// SPDX-License-Identifier: MIT
// T13: mini-batches in which the number of real samples is itself random.
#include <cmath>

#include "theory/theorems/instance.hpp"
#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

/// The claimed variance of the mini-batch loss.
struct Moments {
  Ball share;      // α = E[K]/n
  Ball share_var;  // Var(K/n)
  Ball mean_r, mean_f, var_r, var_f;
  double n;
};
struct Formula {
  Ball (*variance)(const Moments& m);
  Ball (*share_variance)(Ball alpha, double n);  // of Bernoulli labels
  Ball (*extra)(Ball alpha, double n);           // at p = q and D = α
};

/// A small world in which every mini-batch can be listed: laws on 2 or 3 cells, n samples, K of
/// them true with probability share[K].
struct World {
  std::vector<Ball> p, q;
  std::vector<Ball> share;
  std::size_t n() const { return share.size() - 1; }
};

/// E[loss] and Var(loss) of Σ over the batch / n, over every batch there is. `real` and `fake`:
/// the loss of one true and one generated sample in each cell.
struct Law {
  Ball mean, variance;
};
Law enumerate(const World& world, const std::vector<Ball>& real, const std::vector<Ball>& fake) {
  const std::size_t n = world.n(), cells = world.p.size();
  std::size_t batches = 1;
  for (std::size_t i = 0; i < n; ++i) batches *= cells;
  const auto expectation = [&](auto&& f) {
    Ball sum = 0;
    for (std::size_t k = 0; k <= n; ++k) {
      for (std::size_t batch = 0; batch < batches; ++batch) {
        Ball probability = world.share[k], loss = 0;
        for (std::size_t i = 0, code = batch; i < n; ++i, code /= cells) {
          const std::size_t cell = code % cells;
          probability = probability * (i < k ? world.p[cell] : world.q[cell]);
          loss += i < k ? real[cell] : fake[cell];
        }
        sum += probability * f(loss / static_cast<double>(n));
      }
    }
    return sum;
  };
  const Ball mean = expectation([](Ball loss) { return loss; });
  return {mean, expectation([&](Ball loss) { return (loss - mean) * (loss - mean); })};
}

/// Labels drawn one by one: K is binomial.
std::vector<Ball> binomial(std::size_t n, double alpha) {
  std::vector<Ball> pmf{1};
  for (std::size_t i = 0; i < n; ++i) {
    std::vector<Ball> next(pmf.size() + 1, 0);
    for (std::size_t k = 0; k < pmf.size(); ++k) {
      next[k] += pmf[k] * (1 - Ball(alpha));
      next[k + 1] += pmf[k] * alpha;
    }
    pmf = std::move(next);
  }
  return pmf;
}

struct CellMoments {
  Ball mean, variance;
};
CellMoments moments(const std::vector<Ball>& law, const std::vector<Ball>& values) {
  Ball mean = 0, variance = 0;
  for (std::size_t i = 0; i < law.size(); ++i) mean += law[i] * values[i];
  for (std::size_t i = 0; i < law.size(); ++i) {
    variance += law[i] * (values[i] - mean) * (values[i] - mean);
  }
  return {mean, variance};
}

/// D of every cell as losses −ln D and −ln(1−D).
struct Losses {
  std::vector<Ball> real, fake;
};
Losses losses(const std::vector<Output>& d) {
  Losses result;
  for (const Output& out : d) {
    result.real.push_back(-ln(out.d));
    result.fake.push_back(-ln(out.complement));
  }
  return result;
}

void check_law(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const std::size_t cells = 2 + draw.below(2), n = 1 + draw.below(cells == 2 ? 6 : 4);
  const auto masses = [&] {
    std::vector<double> weights(cells);
    for (double& w : weights) w = draw.uniform(0.05, 1);
    return normalised(weights);
  };
  const bool bernoulli = draw.chance(0.5);
  const double alpha = draw.share();
  World world{masses(), masses(), {}};
  if (bernoulli) {
    world.share = binomial(n, alpha);
  } else {
    std::vector<double> weights(n + 1);
    for (double& w : weights) w = draw.uniform(0.05, 1);
    world.share = normalised(weights);
  }
  Ball mean = 0, variance = 0;  // of K/n
  const auto share = [n](std::size_t k) {
    return Ball(static_cast<double>(k)) / static_cast<double>(n);
  };
  for (std::size_t k = 0; k <= n; ++k) mean += world.share[k] * share(k);
  for (std::size_t k = 0; k <= n; ++k) {
    variance += world.share[k] * (share(k) - mean) * (share(k) - mean);
  }
  if (bernoulli) {
    evidence.equal("Var(K/n) = α(1−α)/n", variance,
                   formula.share_variance(alpha, static_cast<double>(n)));
  }
  std::vector<Output> d, best;
  for (std::size_t i = 0; i < cells; ++i) {
    const Ball odds = draw.log_uniform(0.05, 20);
    d.push_back({odds / (1 + odds), 1 / (1 + odds)});
    const Ball a = mean * world.p[i], b = (1 - mean) * world.q[i];
    best.push_back({a / (a + b), b / (a + b)});
  }
  const Losses of_d = losses(d), of_best = losses(best);
  const Law law = enumerate(world, of_d.real, of_d.fake);
  const CellMoments real = moments(world.p, of_d.real), fake = moments(world.q, of_d.fake);
  evidence.equal("E[loss] = L_α(D), α = E[K]/n", law.mean,
                 mean * real.mean + (1 - mean) * fake.mean);
  evidence.equal("Var(loss)", law.variance,
                 formula.variance({mean, variance, real.mean, fake.mean, real.variance,
                                   fake.variance, static_cast<double>(n)}));
  // So the best D is D*_α of the mean share: what any other loses is ∫ m_α·kl(D*_α‖D).
  Ball gap = 0;
  for (std::size_t i = 0; i < cells; ++i) {
    gap += (mean * world.p[i] + (1 - mean) * world.q[i]) * bernoulli_kl(best[i], d[i]);
  }
  evidence.equal("E[loss] is least at D*_α",
                 law.mean - enumerate(world, of_best.real, of_best.fake).mean, gap);
}

/// At p = q and D = α all that is left is the number of real samples.
void check_equilibrium(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const double alpha = draw.chance(0.1) ? 0.5 : draw.share();
  const std::size_t n = 1 + draw.below(6);
  const std::vector<double> weights{draw.uniform(0.05, 1), draw.uniform(0.05, 1)};
  const std::vector<Ball> p = normalised(weights);
  const Output rest{alpha, 1 - Ball(alpha)};
  const Losses of_rest = losses({rest, rest});
  const Law law = enumerate({p, p, binomial(n, alpha)}, of_rest.real, of_rest.fake);
  const double size = static_cast<double>(n);
  evidence.equal("E[loss] = H(α) at p = q", law.mean, entropy(alpha));
  evidence.equal("Var(loss) = α(1−α)·logit(α)²/n at p = q", law.variance,
                 formula.extra(alpha, size));
  if (alpha == 0.5) evidence.equal("no extra variance at α = ½", law.variance, 0);
}

Check with(const Formula& formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) {
    check_law(draw, evidence, formula);
    check_equilibrium(draw, evidence, formula);
  };
}

Ball between(const Moments& m) { return (m.mean_r - m.mean_f) * (m.mean_r - m.mean_f); }
Ball within(const Moments& m) { return (m.share * m.var_r + (1 - m.share) * m.var_f) / m.n; }
Ball full(const Moments& m) { return within(m) + m.share_var * between(m); }
Ball fixed_share(const Moments& m) { return within(m); }
Ball no_square(const Moments& m) { return within(m) + m.share_var * abs(m.mean_r - m.mean_f); }
Ball bernoulli(Ball alpha, double n) { return alpha * (1 - alpha) / n; }
Ball of_sum(Ball alpha, double n) { return alpha * (1 - alpha) * n; }
Ball logit_of(Ball alpha) { return ln(alpha / (1 - alpha)); }
Ball at_rest(Ball alpha, double n) {
  return bernoulli(alpha, n) * logit_of(alpha) * logit_of(alpha);
}
Ball none(Ball, double) { return 0; }

}  // namespace

Theorem random_share() {
  return {.id = "T13",
          .title = "A random share of real data",
          .statement =
              "K real samples of n, E[K] = αn: expected loss and D*_α are those of fixed α; the "
              "mini-batch loss has variance (ασ_r² + (1−α)σ_f²)/n + Var(K/n)(μ_r−μ_f)²; labels "
              "drawn one by one: Var(K/n) = α(1−α)/n, and at p = q the extra is "
              "α(1−α)logit(α)²/n, zero at α = ½",
          .source = "LC (future work), ours",
          .check = with({full, bernoulli, at_rest}),
          .mutants = {{"variance of fixed α", 0.9, with({fixed_share, bernoulli, at_rest})},
                      {"|μ_r−μ_f| for its square", 0.9, with({no_square, bernoulli, at_rest})},
                      {"Var(K/n) = nα(1−α)", 0.3, with({full, of_sum, at_rest})},
                      {"no extra variance at p = q", 0.8, with({full, bernoulli, none})}}};
}

}  // namespace verigan::theory::rows

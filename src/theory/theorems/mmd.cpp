// SPDX-License-Identifier: MIT
// T34: MMD with Gaussian kernels, for normal laws in closed form and for samples in the mean.
#include "theory/mmd.hpp"

#include <array>
#include <cmath>

#include "core/numeric.hpp"
#include "theory/densities.hpp"
#include "theory/divergence.hpp"
#include "theory/theorems/instance.hpp"
#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

Ball square(Ball x) { return x * x; }

struct Formula {
  /// E k of normals at distance Δ with σ² = σ_a² + σ_b².
  Ball (*mean)(Ball delta, Ball variance, Ball s) = [](Ball delta, Ball variance, Ball s) {
    const Ball spread = square(s) + variance;
    return s / sqrt(spread) * exp(-square(delta) / (2 * spread));
  };
  double cross = 1;         // of Var U: 4·cross/n²·E[k̃_pq²]
  double diagonal = 2;      // of the bias: diagonal − E k(X,X′) − E k(Y,Y′)
  bool u_diagonal = false;  // the unbiased statistic counts pairs of a sample with itself
};

/// ∫ p(x)·f(x) dx by quadrature cut where the normal `other` lives too.
template <class F>
Ball expectation(const Density& p, const Density& other, const F& f) {
  const Estimate found = integrate_over(p, other, [&](const Point& x, double log_p, double) {
    return std::exp(log_p) * f(x.value());
  });
  return {found.value, found.error + 64 * kRounding * std::abs(found.value)};
}

Ball computed(double value, double size = 1) { return {value, 32 * kRounding * size}; }

NormalLaw random_law(RandomInstance& draw) {
  const double sign = draw.chance(0.5) ? 1 : -1;
  return {draw.uniform(-3, 3), sign * draw.log_uniform(0.05, 3)};
}
DensityPtr density(const NormalLaw& law) { return normal(law.mean, std::abs(law.sd)); }

void check_normals(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const NormalLaw p = random_law(draw), q = random_law(draw);
  const double s = draw.log_uniform(0.1, 5), t = draw.log_uniform(0.1, 5), widths[] = {s, t};
  // The difference of two normals is normal: one integral in place of two.
  const double delta = p.mean - q.mean, sd = std::hypot(p.sd, q.sd);
  const Ball mean = formula.mean(delta, square(p.sd) + square(q.sd), s);
  evidence.equal("E k(X,Y) of normals", mean,
                 expectation(*normal(delta, sd), *normal(0, s),
                             [s](double x) { return std::exp(-x * x / (2 * s * s)); }));
  evidence.equal("the library's E k", computed(kernel_mean(p, q, s)), mean);

  Ball mmd = 0, bias = 0;
  for (const double width : widths) {
    const Ball pp = formula.mean(0, 2 * square(p.sd), width),
               qq = formula.mean(0, 2 * square(q.sd), width);
    mmd += (pp + qq - 2 * formula.mean(delta, square(p.sd) + square(q.sd), width)) / 2;
    bias += (formula.diagonal - pp - qq) / 2;
  }
  evidence.equal("the library's MMD²", computed(mmd2(p, q, widths), 4), mmd);
  evidence.at_most("MMD² ≥ 0", 0, computed(mmd2(p, q, widths), 4));
  evidence.equal("MMD² = 0 at p = q", computed(mmd2(p, {p.mean, -p.sd}, widths)), 0);
  evidence.equal("the library's bias", computed(mmd2_bias(p, q, widths, 10), 2), bias / 10);

  // Var U at p = q: E[k_s k_t], E[μ_s μ_t] and E k, the middle one by quadrature.
  const double both = 1 / std::sqrt(1 / (s * s) + 1 / (t * t));
  const Ball means = expectation(*density(p), *normal(p.mean, std::min(s, t)), [&](double x) {
    return kernel_mean({x, 0}, p, s) * kernel_mean({x, 0}, p, t);
  });
  const auto self = [&](double width) { return formula.mean(0, 2 * square(p.sd), width); };
  const Ball centred = computed(self(both).value) - 2 * means + self(s) * self(t);
  const auto of_one = [&](double width) {
    const double half = width / std::sqrt(2.0);  // k² is a kernel of this bandwidth
    const Ball own = expectation(*density(p), *normal(p.mean, width), [&](double x) {
      return kernel_mean({x, 0}, p, width) * kernel_mean({x, 0}, p, width);
    });
    return computed(self(half).value) - 2 * own + square(self(width));
  };
  const Ball second = (of_one(s) + of_one(t) + 2 * centred) / 4;
  evidence.equal("the library's null variance", computed(mmd2_null_variance(p, widths, 6), 4),
                 4 * second * (Ball(1) / 30 + Ball(1) / 36));
}

/// Laws on a few points of the line, and every pair of samples of n there is.
struct World {
  std::vector<Ball> p, q;
  std::vector<std::vector<Ball>> k;
  std::size_t n;
};

World random_world(RandomInstance& draw, bool equal) {
  const std::size_t cells = 2 + draw.below(2);
  World world;
  std::vector<double> at(cells);
  for (double& x : at) x = draw.uniform(-2, 2);
  const auto masses = [&] {
    std::vector<double> weights(cells);
    for (double& w : weights) w = draw.uniform(0.05, 1);
    return normalised(weights);
  };
  world.p = masses();
  world.q = equal ? world.p : masses();
  const double s = draw.log_uniform(0.2, 3);
  for (const double x : at) {
    auto& row = world.k.emplace_back();
    for (const double y : at) row.push_back(exp(-square(Ball(x) - y) / (2 * square(s))));
  }
  world.n = cells == 2 ? 2 + draw.below(2) : 2;
  return world;
}

struct Statistics {
  Ball unbiased, biased;
};
Statistics statistics(const World& world, const std::size_t* x, const std::size_t* y,
                      const Formula& formula) {
  const std::size_t n = world.n;
  Ball off = 0, diagonal = 0, cross = 0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      const Ball own = world.k[x[i]][x[j]] + world.k[y[i]][y[j]];
      (i == j ? diagonal : off) += own;
      cross += world.k[x[i]][y[j]];
    }
  }
  const double size = static_cast<double>(n), pairs = size * (size - 1);
  const Ball between = 2 * cross / (size * size);
  return {(formula.u_diagonal ? (off + diagonal) / (size * size) : off / pairs) - between,
          (off + diagonal) / (size * size) - between};
}

/// Σ_ij a_i b_j k̃_ij², the kernel centred in both arguments.
Ball centred_square(const World& world, const std::vector<Ball>& a, const std::vector<Ball>& b) {
  const std::size_t cells = a.size();
  std::vector<Ball> rows(cells, 0), columns(cells, 0);
  Ball mean = 0;
  for (std::size_t i = 0; i < cells; ++i) {
    for (std::size_t j = 0; j < cells; ++j) {
      rows[i] += b[j] * world.k[i][j];
      columns[j] += a[i] * world.k[i][j];
      mean += a[i] * b[j] * world.k[i][j];
    }
  }
  Ball sum = 0;
  for (std::size_t i = 0; i < cells; ++i) {
    for (std::size_t j = 0; j < cells; ++j) {
      sum += a[i] * b[j] * square(world.k[i][j] - rows[i] - columns[j] + mean);
    }
  }
  return sum;
}

/// Mean and variance over all samples; Hoeffding's decomposition gives both in closed form, the
/// witness f = μ_p − μ_q being what is left of a sample on its own, nothing at p = q.
void check_samples(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const bool equal = draw.chance(0.5);
  const World world = random_world(draw, equal);
  const std::size_t cells = world.p.size(), n = world.n;
  std::vector<Ball> witness(cells, 0);
  Ball pp = 0, qq = 0, mmd = 0;
  for (std::size_t i = 0; i < cells; ++i) {
    for (std::size_t j = 0; j < cells; ++j) {
      witness[i] += (world.p[j] - world.q[j]) * world.k[i][j];
      pp += world.p[i] * world.p[j] * world.k[i][j];
      qq += world.q[i] * world.q[j] * world.k[i][j];
    }
    mmd += (world.p[i] - world.q[i]) * witness[i];
  }

  std::size_t samples = 1;
  for (std::size_t i = 0; i < 2 * n; ++i) samples *= cells;
  Ball mean = 0, second = 0, biased = 0;
  for (std::size_t code = 0; code < samples; ++code) {
    std::array<std::size_t, 6> points{};
    Ball probability = 1;
    for (std::size_t i = 0, rest = code; i < 2 * n; ++i, rest /= cells) {
      points[i] = rest % cells;
      probability = probability * (i < n ? world.p : world.q)[points[i]];
    }
    const Statistics found = statistics(world, points.data(), points.data() + n, formula);
    mean += probability * found.unbiased;
    second += probability * square(found.unbiased - mmd);
    biased += probability * found.biased;
  }
  const double size = static_cast<double>(n), pairs = size * (size - 1);
  evidence.equal("E U = MMD²", mean, mmd);
  evidence.equal("E V − MMD² = (2 − E k(X,X′) − E k(Y,Y′))/n", biased - mmd,
                 (formula.diagonal - pp - qq) / size);
  Ball spread_p = 0, spread_q = 0, mean_p = 0, mean_q = 0;
  for (std::size_t i = 0; i < cells; ++i) {
    mean_p += world.p[i] * witness[i];
    mean_q += world.q[i] * witness[i];
  }
  for (std::size_t i = 0; i < cells; ++i) {
    spread_p += world.p[i] * square(witness[i] - mean_p);
    spread_q += world.q[i] * square(witness[i] - mean_q);
  }
  const Ball p2 = centred_square(world, world.p, world.p),
             q2 = centred_square(world, world.q, world.q),
             pq2 = centred_square(world, world.p, world.q);
  evidence.equal("Var U", second,
                 4 * (spread_p + spread_q) / size + 2 * (p2 + q2) / pairs +
                     4 * formula.cross * pq2 / (size * size));
  if (equal) {
    evidence.equal("Var U = 4E[k̃²](1/(n(n−1)) + 1/n²) at p = q", second,
                   4 * p2 * (1 / Ball(pairs) + formula.cross / Ball(size * size)));
  }
}

Check with(const Formula& formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) {
    check_normals(draw, evidence, formula);
    check_samples(draw, evidence, formula);
  };
}

}  // namespace

Theorem kernel_means() {
  return {
      .id = "T34",
      .title = "MMD with Gaussian kernels",
      .statement =
          "E k(X,Y) = s/√(s²+σ₁²+σ₂²)·exp(−Δ²/(2(s²+σ₁²+σ₂²))) for normals, hence MMD²; the "
          "U-statistic has mean MMD² and at p = q variance 4E[k̃²](1/(n(n−1)) + 1/n²), else O(1/n); "
          "the V-statistic exceeds MMD² by (2 − E k(X,X′) − E k(Y,Y′))/n on average",
      .source = "Gretton 2012, ours",
      .check = with({}),
      .mutants = {{"exp(−Δ²/(s²+σ²))", 0.9,
                   with({.mean =
                             [](Ball delta, Ball variance, Ball s) {
                               const Ball spread = square(s) + variance;
                               return s / sqrt(spread) * exp(-square(delta) / spread);
                             }})},
                  {"without s/√(s²+σ²)", 0.99,
                   with({.mean =
                             [](Ball delta, Ball variance, Ball s) {
                               return exp(-square(delta) / (2 * (square(s) + variance)));
                             }})},
                  {"cross pairs half as variable", 0.99, with({.cross = 0.5})},
                  {"bias (1 − …)/n", 0.99, with({.diagonal = 1})},
                  {"U with the diagonal", 0.99, with({.u_diagonal = true})}}};
}

}  // namespace verigan::theory::rows

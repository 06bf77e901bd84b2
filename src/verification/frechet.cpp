// SPDX-License-Identifier: MIT
// T70 and T71: the Fréchet distance of normals in closed form, and what a finite sample adds to it,
// both held against metrics/frechet.cpp.
#include <algorithm>
#include <cmath>
#include <vector>

#include "metrics/frechet.hpp"
#include "theory/theorems/instance.hpp"
#include "verification/rows.hpp"

namespace verigan::verification {
namespace {

using theory::Ball;
using theory::RandomInstance;
using theory::Evidence;
using theory::kRounding;

/// Square matrices with error bounds; the few there are are small.
using Balls = std::vector<std::vector<Ball>>;

Balls product(const Balls& a, const Balls& b) {
  const std::size_t d = a.size();
  Balls c(d, std::vector<Ball>(d, 0));
  for (std::size_t i = 0; i < d; ++i)
    for (std::size_t j = 0; j < d; ++j)
      for (std::size_t k = 0; k < d; ++k) c[i][j] += a[i][k] * b[k][j];
  return c;
}

Ball trace(const Balls& a) {
  Ball sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i][i];
  return sum;
}

/// B·Bᵀ, B (d, rank) of uniform numbers in (−1, 1), made symmetric to the bit.
Balls semidefinite(RandomInstance& draw, std::size_t d, std::size_t rank) {
  std::vector<std::vector<double>> b(d, std::vector<double>(rank));
  for (auto& row : b)
    for (double& x : row) x = draw.uniform(-1, 1);
  Balls s(d, std::vector<Ball>(d, 0));
  for (std::size_t i = 0; i < d; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = 0;
      for (std::size_t k = 0; k < rank; ++k) sum += b[i][k] * b[j][k];
      s[i][j] = s[j][i] = sum;  // as it is; that it is nearly B·Bᵀ is of no matter
    }
  return s;
}

metrics::Moments normal(const std::vector<double>& mean, const Balls& covariance) {
  const std::size_t d = mean.size();
  metrics::Moments m{2, mean, Matrix<double>(d, d)};
  for (std::size_t i = 0; i < d; ++i)
    for (std::size_t j = 0; j < d; ++j) m.covariance(i, j) = covariance[std::max(i, j)][std::min(i, j)].value;
  return m;
}

struct Formula {
  double means = 1;     // of ‖μ₁ − μ₂‖²
  bool roots = true;    // Σ (√a − √b)², not Σ |a − b|
  bool twice = true;    // tr (I − A)Σ(I − A), not tr (I − A)Σ
};

/// Variances along common axes: the distance is that of each coordinate.
void check_axes(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const std::size_t d = 1 + draw.below(5);
  std::vector<double> m(d), n(d);
  Balls s(d, std::vector<Ball>(d, 0)), t = s;
  Ball distance = 0, size = 0;
  for (std::size_t i = 0; i < d; ++i) {
    m[i] = draw.uniform(-2, 2);
    n[i] = draw.uniform(-2, 2);
    s[i][i] = draw.chance(0.2) ? 0 : draw.log_uniform(1e-3, 10);
    t[i][i] = draw.chance(0.2) ? 0 : draw.log_uniform(1e-3, 10);
    const Ball apart = Ball(m[i]) - n[i], root = theory::sqrt(s[i][i]) - theory::sqrt(t[i][i]);
    const Ball spread = formula.roots ? root * root : theory::abs(s[i][i] - t[i][i]);
    distance += formula.means * apart * apart + spread;
    size += apart * apart + s[i][i] + t[i][i];
  }
  const double error = 32 * static_cast<double>(d) * kRounding * size.value;
  evidence.equal("‖μ₁ − μ₂‖² + Σ (√a − √b)²",
                 {metrics::frechet_distance(normal(m, s), normal(n, t)), error}, distance);
}

/// x → Ax transports N(0, Σ) to N(0, AΣA) at least cost if A is symmetric and at least 0.
void check_map(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const std::size_t d = 2 + draw.below(3);
  const auto rank = [&] { return draw.chance(0.3) ? 1 + draw.below(static_cast<std::uint32_t>(d)) : d; };
  const Balls a = semidefinite(draw, d, rank() + 1), s = semidefinite(draw, d, rank());
  Balls rest = a;
  for (std::size_t i = 0; i < d; ++i)
    for (std::size_t j = 0; j < d; ++j) rest[i][j] = Ball(i == j ? 1 : 0) - a[i][j];
  const Balls image = product(product(a, s), a);
  Balls left = product(rest, s);
  if (formula.twice) left = product(left, rest);
  const std::vector<double> zero(d, 0.0);
  const metrics::Moments p = normal(zero, s), q = normal(zero, image);
  const double width = static_cast<double>(d), size = trace(s).value + trace(image).value;
  // What rounding of Σ and AΣA may hide along an axis where there is nothing, and what the least pivot
  // does: √ of it (frechet.hpp).
  const double error = 2 * width * std::sqrt(8 * width * kRounding) * size;
  const double found = metrics::frechet_distance(p, q);
  evidence.equal("tr (I − A)Σ(I − A)", {found, error}, trace(left));
  evidence.equal("symmetric", {found, 32 * width * kRounding * size + 1e-9 * size},
                 metrics::frechet_distance(q, p));
  evidence.at_most("0 from itself", metrics::frechet_distance(p, p),
                   {0, 64 * width * kRounding * size});
}

/// E √(χ²_k/k) for k degrees of freedom.
double mean_deviation(double k) {
  return std::sqrt(2 / k) * std::exp(std::lgamma((k + 1) / 2) - std::lgamma(k / 2));
}

struct Bias {
  double mean = 1, spread = 2;  // mean/N + spread·(1 − c)
};

/// N draws from N(μ, σ²) against that normal itself: E = σ²(1/N + 2(1 − c)), c the mean of the sample's
/// deviation over σ; times N it tends to 3σ²/2.
void check_bias(RandomInstance& draw, Evidence& evidence, const Bias& bias) {
  const std::size_t n = 3 + draw.below(30);
  const double size = static_cast<double>(n), k = size - 1, c = mean_deviation(k);
  const double expected = bias.mean / size + bias.spread * (1 - c);
  // Moments of the deviation s: E s² = 1, E s³ = c·(k + 1)/k, E s⁴ = (k + 2)/k.
  const double fourth = (k + 2) / k - 4 * c * (k + 1) / k + 6 - 4 * c + 1;  // E (s − 1)⁴
  const double second = 2 * (1 - c);                                        // E (s − 1)²
  const double variance = 2 / (size * size) + fourth - second * second;
  constexpr std::size_t kTrials = 256;
  const double sd = draw.log_uniform(0.1, 10);
  const random::Stream stream(draw.below(1u << 31), random::Purpose::theory);
  metrics::Moments exact{2, {0}, Matrix<double>(1, 1)};
  exact.covariance(0, 0) = sd * sd;
  Matrix<float> x(n, 1);
  std::vector<float> row(n);
  double sum = 0;
  for (std::size_t t = 0; t < kTrials; ++t) {
    stream.normals(t, row);
    for (std::size_t i = 0; i < n; ++i) x(i, 0) = static_cast<float>(sd * static_cast<double>(row[i]));
    sum += metrics::frechet_distance(metrics::moments(x), exact) / (sd * sd);
  }
  const double error = 8 * std::sqrt(variance / static_cast<double>(kTrials));
  // Relative to 3/2N, so that it means the same for every N.
  const double unit = 2 * size / 3;
  evidence.equal("the distance of N draws, on average", {unit * sum / static_cast<double>(kTrials), unit * error},
                 unit * expected);
  // 2(1 − c) = 1/2k + 1/16k² − …: 3/2N and what follows, of order 1/N².
  evidence.equal("3/2N to first order", {expected, 1e-13},
                 {1.5 / size, 0.75 / (size * k)});
}

theory::Check with(const Formula& formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) {
    check_axes(draw, evidence, formula);
    check_map(draw, evidence, formula);
  };
}
theory::Check with(const Bias& bias) {
  return [bias](RandomInstance& draw, Evidence& evidence) { check_bias(draw, evidence, bias); };
}

}  // namespace

theory::Theorem frechet_distance() {
  return {.id = "T70",
          .title = "The Fréchet distance of normals",
          .statement = "d² = ‖μ₁ − μ₂‖² + tr Σ₁ + tr Σ₂ − 2 tr (Σ₁Σ₂)^½: Σ (√a − √b)² of variances along "
                       "common axes; tr (I − A)Σ(I − A) from N(0, Σ) to N(0, AΣA), A symmetric and ≥ 0, "
                       "singular or not",
          .source = "Dowson & Landau 1982; Heusel 2017",
          .check = with(Formula{}),
          .mutants = {{"without the means", 0.9, with(Formula{.means = 0})},
                      {"Σ |a − b|", 0.8, with(Formula{.roots = false})},
                      {"tr (I − A)Σ", 0.9, with(Formula{.twice = false})}},
          .exercises = "metrics::frechet_distance"};
}

theory::Theorem frechet_bias() {
  return {.id = "T71",
          .title = "The bias of the Fréchet distance",
          .statement = "N draws of N(μ, σ²) lie at σ²(1/N + 2(1 − c₄)) from it on average, c₄ = "
                       "√(2/(N−1))·Γ(N/2)/Γ((N−1)/2): 3σ²/2N to first order, so values of different N "
                       "must not be compared",
          .source = "ours; Chong & Forsyth 2020",
          .check = with(Bias{}),
          .mutants = {{"2/N", 0.5, with(Bias{.mean = 2})},
                      {"1 − c₄", 0.5, with(Bias{.spread = 1})}},
          .chosen = "eight standard errors, exact ones, of a mean over 256 samples",
          .exercises = "metrics::moments, metrics::frechet_distance"};
}

}  // namespace verigan::verification

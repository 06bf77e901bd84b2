// SPDX-License-Identifier: MIT
// T30: the divergences that have a closed form, against the library's quadrature.
#include <Eigen/Dense>
#include <cmath>

#include "core/numeric.hpp"
#include "theory/densities.hpp"
#include "theory/divergence.hpp"
#include "theory/theorems/instance.hpp"
#include "theory/theorems/rows.hpp"
#include "theory/transport.hpp"

namespace verigan::theory::rows {
namespace {

Ball ball(const Estimate& estimate) { return {estimate.value, estimate.error}; }
Ball square(Ball x) { return x * x; }
/// erf within 2 units in the last place; |erf′| ≤ 2/√π.
Ball error_function(Ball x) { return of_libm(std::erf(x.value), 1.13 * x.error); }

struct Normal {
  double mean, sd;
};

Ball kl_normals(Normal p, Normal q) {
  const Ball distance = (Ball(p.mean) - q.mean) / q.sd, ratio = Ball(p.sd) / q.sd;
  return (square(ratio) + square(distance) - 1) / 2 - ln(ratio);
}
Ball kl_normals_without_half(Normal p, Normal q) { return 2 * kl_normals(p, q); }
Ball kl_normals_swapped(Normal p, Normal q) { return kl_normals(q, p); }

Ball tv_equal_normals(double distance, double sd) {
  return error_function(Ball(std::abs(distance)) / (2 * sqrt(Ball(2)) * sd));  // 2Φ(|Δ|/2σ) − 1
}
Ball tv_equal_normals_wide(double distance, double sd) {
  return error_function(Ball(std::abs(distance)) / (sqrt(Ball(2)) * sd));  // |Δ|/σ
}

struct Formula {
  Ball (*kl)(Normal p, Normal q);
  Ball (*tv)(double distance, double sd);
  double chi2_threshold;  // χ² of normals finite iff σ_p² < c·σ_q²
  bool renyi_exchanged;   // Rényi finite iff rσ_p² + (1−r)σ_q² > 0
};

Normal random_normal(RandomInstance& draw) { return {draw.uniform(-3, 3), draw.log_uniform(0.05, 5)}; }

void check_normals(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const Normal a = random_normal(draw), b = random_normal(draw);
  const DensityPtr p = normal(a.mean, a.sd), q = normal(b.mean, b.sd), r = normal(b.mean, a.sd);
  const Ball distance = Ball(a.mean) - b.mean, spread = Ball(a.sd) - b.sd;
  const Ball variances = square(a.sd) + square(b.sd);
  evidence.equal("KL of normals", ball(theory::kl(*p, *q)), formula.kl(a, b));
  evidence.equal("TV of normals, equal variances", ball(total_variation(*p, *r)),
                 formula.tv(distance.value, a.sd));
  evidence.equal(
      "H² of normals", ball(hellinger2(*p, *q)),
      1 - sqrt(2 * Ball(a.sd) * b.sd / variances) * exp(-square(distance) / (4 * variances)));
  evidence.equal("W₂ of normals", ball(wasserstein2(*p, *q)),
                 sqrt(square(distance) + square(spread)));
  // W₁ = E|Δ + (σ_p − σ_q)Z|, the mean of a folded normal.
  const Ball s = abs(spread), t = distance / (s * sqrt(Ball(2)));
  const Ball pi = {kPi, kRounding * kPi};
  evidence.equal("W₁ of normals", ball(wasserstein1(*p, *q)),
                 s * sqrt(2 / pi) * exp(-square(t)) + distance * error_function(t));
}

/// χ² and Rényi, on both sides of their thresholds. Within 1 % of a threshold the integrals are
/// finite but astronomically large; no instance is drawn there.
void check_tails(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const double sd_q = draw.log_uniform(0.1, 5), mean = draw.uniform(-1, 1);
  const Ball var_q = square(sd_q), distance2 = square(mean);
  const auto judge = [&](const char* finite, const char* infinite, bool is_finite, Ball value,
                         Ball closed) {
    if (is_finite) return evidence.equal(finite, value, closed);
    evidence.holds(infinite, value.value == INFINITY);
  };
  const double chi2_share = draw.chance(0.5) ? draw.uniform(0.05, 1.98) : draw.uniform(2.02, 4);
  const double sd_chi2 = sd_q * std::sqrt(chi2_share);
  const Ball gap = 2 * var_q - square(sd_chi2);
  judge("χ² of normals", "χ² = ∞", chi2_share < formula.chi2_threshold,
        ball(chi2(*normal(mean * sd_q, sd_chi2), *normal(0, sd_q))),
        var_q / (sd_chi2 * sqrt(gap)) * exp(distance2 * var_q / gap) - 1);

  // Order r: rσ_q² + (1−r)σ_p² > 0; with r > 1 the threshold is at σ_p² = σ_q²·r/(r−1).
  const double order = draw.chance(0.3) ? draw.uniform(0.1, 0.95) : draw.uniform(1.05, 4);
  double share = draw.log_uniform(0.05, 4);
  if (order > 1 && std::abs(share * (order - 1) / order - 1) < 0.02) share *= 0.9;
  const double sd_p = sd_q * std::sqrt(share);
  const Ball var_p = square(sd_p), mixed = order * var_q + (1 - Ball(order)) * var_p;
  const Ball claimed = formula.renyi_exchanged ? order * var_p + (1 - Ball(order)) * var_q : mixed;
  judge("Rényi divergence of normals", "Rényi = ∞", claimed.value > 0,
        ball(renyi(*normal(mean * sd_q, sd_p), *normal(0, sd_q), order)),
        ln(Ball(sd_q) / sd_p) + ln(var_q / mixed) / (2 * (Ball(order) - 1)) +
            order * distance2 * var_q / (2 * mixed));
}

void check_kinks_and_jumps(RandomInstance& draw, Evidence& evidence) {
  const double rate = draw.log_uniform(0.2, 20), other_rate = draw.log_uniform(0.2, 20);
  const Ball rates = Ball(other_rate) / rate;
  evidence.equal("KL of exponentials",
                 ball(theory::kl(*exponential(rate), *exponential(other_rate))),
                 rates - 1 - ln(rates));
  const double mean = draw.uniform(-3, 3), b = draw.log_uniform(0.05, 5),
               c = draw.log_uniform(0.05, 5);
  const double other_mean = draw.uniform(-3, 3);
  const Ball apart = abs(Ball(mean) - other_mean);
  evidence.equal("KL of Laplaces", ball(theory::kl(*laplace(mean, b), *laplace(other_mean, c))),
                 ln(Ball(c) / b) + (b * exp(-apart / b) + apart) / c - 1);
}

/// Uniforms on [a, b] and [c, d].
void check_uniforms(RandomInstance& draw, Evidence& evidence) {
  double a = draw.uniform(-3, 3), b = a + draw.log_uniform(0.05, 5);
  const double c = draw.uniform(-3, 3), d = c + draw.log_uniform(0.05, 5);
  if (draw.chance(0.5)) {  // [a, b] inside [c, d]
    a = c + (d - c) * draw.uniform(0, 0.5);
    b = a + (d - a) * draw.uniform(0.1, 1);
  }
  const DensityPtr p = uniform(a, b), q = uniform(c, d);
  const Ball width = Ball(b) - a, other = Ball(d) - c;
  const Ball common = max(min(b, d) - max(a, c), 0);
  const bool inside = c <= a && b <= d;
  evidence.equal("KL of uniforms", ball(theory::kl(*p, *q)),
                 inside ? ln(other / width) : Ball(INFINITY));
  evidence.equal("TV of uniforms", ball(total_variation(*p, *q)), 1 - common / max(width, other));
  evidence.equal("H² of uniforms", ball(hellinger2(*p, *q)), 1 - common / sqrt(width * other));
  // F⁻¹ − G⁻¹ runs linearly from a − c to b − d.
  const Ball from = Ball(a) - c, to = Ball(b) - d;
  const bool one_sign = from.value * to.value >= 0;
  const Ball first =
      one_sign ? abs(from + to) / 2 : (square(from) + square(to)) / (2 * (abs(from) + abs(to)));
  evidence.equal("W₁ of uniforms", ball(wasserstein1(*p, *q)), first);
  evidence.equal("W₂ of uniforms", ball(wasserstein2(*p, *q)),
                 sqrt((square(from) + from * to + square(to)) / 3));
}

/// Normals in d dimensions: ½[tr(Σ_q⁻¹Σ_p) + Δᵀ Σ_q⁻¹ Δ − d − ln(det Σ_p/det Σ_q)], against the sum
/// of d one-dimensional quadratures: KL does not change under the affine map that made both laws.
void check_vectors(RandomInstance& draw, Evidence& evidence) {
  const Eigen::Index d = 2 + draw.below(2);
  const Eigen::MatrixXd map =
      Eigen::MatrixXd::NullaryExpr(d, d, [&] { return draw.uniform(-1, 1); }) +
      2 * Eigen::MatrixXd::Identity(d, d);
  Eigen::VectorXd mean_p(d), mean_q(d), sd_p(d), sd_q(d);
  Ball sum = 0;
  for (Eigen::Index k = 0; k < d; ++k) {
    const Normal a{draw.uniform(-2, 2), draw.log_uniform(0.3, 3)};
    const Normal b{draw.uniform(-2, 2), draw.log_uniform(0.3, 3)};
    mean_p[k] = a.mean, sd_p[k] = a.sd, mean_q[k] = b.mean, sd_q[k] = b.sd;
    sum += ball(theory::kl(*normal(a.mean, a.sd), *normal(b.mean, b.sd)));
  }
  const auto covariance = [&](const Eigen::VectorXd& sd) -> Eigen::MatrixXd {
    return map * sd.array().square().matrix().asDiagonal() * map.transpose();
  };
  const Eigen::MatrixXd cov_p = covariance(sd_p), cov_q = covariance(sd_q);
  const Eigen::LLT<Eigen::MatrixXd> root_p(cov_p), root_q(cov_q);
  const Eigen::VectorXd shift = map * (mean_p - mean_q);
  const double trace = root_q.solve(cov_p).trace(), length = shift.dot(root_q.solve(shift));
  const double log_ratio = 2 * (root_p.matrixLLT().diagonal().array().log().sum() -
                                root_q.matrixLLT().diagonal().array().log().sum());
  // Forming and solving with a matrix: relative error at most about 4d²u times its condition number
  // (Higham 2002, thm 10.4), which enters each of the three terms.
  const auto condition = [](const Eigen::MatrixXd& m) {
    const Eigen::VectorXd values = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(m).eigenvalues();
    return values.maxCoeff() / values.minCoeff();
  };
  const double n = static_cast<double>(d);
  const double relative = 4 * n * n * kRounding * (condition(cov_p) + condition(cov_q));
  const double value = (trace + length - n - log_ratio) / 2;
  evidence.equal("KL of normal vectors",
                 {value, relative * (trace + length + n + std::abs(log_ratio))}, sum);
}

Check with(const Formula& formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) {
    check_normals(draw, evidence, formula);
    check_tails(draw, evidence, formula);
    check_kinks_and_jumps(draw, evidence);
    check_uniforms(draw, evidence);
    check_vectors(draw, evidence);
  };
}

}  // namespace

Theorem closed_forms() {
  return {
      .id = "T30",
      .title = "Closed forms",
      .statement =
          "KL of normals (in 1 and more dimensions), exponentials, Laplaces, uniforms; TV of "
          "equal-variance normals 2Φ(|Δ|/2σ) − 1; H², W₁, W₂ of normals and uniforms; χ²(p‖q) "
          "of normals finite iff σ_p² < 2σ_q², Rényi of order r iff rσ_q² + (1−r)σ_p² > 0",
      .source = "lit",
      .check = with({kl_normals, tv_equal_normals, 2, false}),
      .mutants = {
          {"KL without its ½", 0.99, with({kl_normals_without_half, tv_equal_normals, 2, false})},
          {"KL of p and q swapped", 0.99, with({kl_normals_swapped, tv_equal_normals, 2, false})},
          {"TV 2Φ(|Δ|/σ) − 1", 0.7, with({kl_normals, tv_equal_normals_wide, 2, false})},
          {"χ² finite iff σ_p² < σ_q²", 0.2, with({kl_normals, tv_equal_normals, 1, false})},
          {"Rényi with p and q exchanged", 0.4, with({kl_normals, tv_equal_normals, 2, true})}}};
}

}  // namespace verigan::theory::rows

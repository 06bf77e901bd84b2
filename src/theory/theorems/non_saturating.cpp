// SPDX-License-Identifier: MIT
// T16: which divergence the non-saturating generator descends.
#include <cmath>

#include "theory/densities.hpp"
#include "theory/divergence.hpp"
#include "theory/theorems/dual.hpp"
#include "theory/theorems/instance.hpp"
#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

Ball ball(const Estimate& estimate) { return {estimate.value, estimate.error}; }

/// What the generator's gradient is claimed to be that of, cell by cell: p, q and m = αp + (1−α)q.
using Objective = Dual (*)(Ball p, const Dual& q, const Dual& m, Ball alpha);

struct Formula {
  Objective by_parts;                              // KL(q‖p) − JS_α/(1−α)
  Objective by_mixture;                            // KL(m_α‖p)/(1−α)
  Ball (*value)(Ball kl_qp, Ball js, Ball alpha);  // KL(m_α‖p) from the other two
};

/// The gradient along a random direction of the simplex, D*_α held fixed, against the slopes of the
/// two divergences, found by differentiating their definitions.
void check_gradient(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const double alpha = draw.chance(0.2) ? 0.5 : draw.share();
  const Ball rest = 1 - Ball(alpha);
  const std::size_t n = 2 + draw.below(20);
  const auto masses = [&] {
    std::vector<double> weights = random_weights(draw, n);
    for (double& w : weights) w += 1e-6;  // KL(q‖p) is finite
    return normalised(weights);
  };
  const std::vector<Ball> p = masses(), q = masses();
  std::vector<Ball> direction;
  Ball mean = 0;
  for (const Ball& mass : q) {
    direction.push_back(draw.uniform(-1, 1));
    mean += mass * direction.back();
  }
  Ball gradient = 0;
  Dual parts = Ball(0), mixture = Ball(0);
  for (std::size_t i = 0; i < n; ++i) {
    const Dual moving(q[i], q[i] * (direction[i] - mean));
    const Dual m = Dual(alpha * p[i]) + Dual(rest) * moving;
    const Ball d = ratio_discriminator({0, p[i], q[i]}, alpha).d;
    gradient += moving.slope * -ln(d);
    parts += formula.by_parts(p[i], moving, m, alpha);
    mixture += formula.by_mixture(p[i], moving, m, alpha);
  }
  evidence.equal("∇E_q[−ln D*] = ∇[KL(q‖p) − JS_α/(1−α)]", gradient, parts.slope);
  evidence.equal("∇E_q[−ln D*] = ∇KL(m_α‖p)/(1−α)", gradient, mixture.slope);
}

/// The two divergences are the same number, for any laws: (1−α)KL(q‖p) − JS_α = KL(m_α‖p).
void check_value(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const double alpha = draw.share();
  const Instance laws = Instance::random(draw);
  const Ball kl_qp = laws.kl(1, 0);
  if (!std::isfinite(kl_qp.value)) return;  // where p = 0 < q neither side is finite
  const Ball rest = 1 - Ball(alpha);
  Ball of_mixture = 0;
  if (laws.on_grid()) {
    of_mixture = laws.integrate<1>([&](const SamplePoint& at) {
      return std::array{x_ln_ratio(alpha * at.p + rest * at.q, at.p)};
    })[0];
  } else {
    const double weights[] = {alpha, 1 - alpha};
    const DensityPtr parts[] = {laws.density_ptr(0), laws.density_ptr(1)};
    of_mixture = ball(theory::kl(*mixture(weights, parts), laws.density(0)));
  }
  evidence.equal("KL(m_α‖p) = (1−α)KL(q‖p) − JS_α", of_mixture,
                 formula.value(kl_qp, laws.js(alpha), alpha));
}

Check with(const Formula& formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) {
    check_gradient(draw, evidence, formula);
    check_value(draw, evidence, formula);
  };
}

Dual js_term(Ball p, const Dual& q, const Dual& m, Ball alpha) {
  return Dual(alpha * p) * ln(Dual(p) / m) + Dual(1 - alpha) * q * ln(q / m);
}
Dual parts(Ball p, const Dual& q, const Dual& m, Ball alpha) {
  return q * ln(q / Dual(p)) - js_term(p, q, m, alpha) / Dual(1 - alpha);
}
Dual parts_unscaled(Ball p, const Dual& q, const Dual& m, Ball alpha) {
  return q * ln(q / Dual(p)) - js_term(p, q, m, alpha);
}
Dual parts_added(Ball p, const Dual& q, const Dual& m, Ball alpha) {
  return q * ln(q / Dual(p)) + js_term(p, q, m, alpha) / Dual(1 - alpha);
}
Dual of_mixture(Ball p, const Dual&, const Dual& m, Ball alpha) {
  return m * ln(m / Dual(p)) / Dual(1 - alpha);
}
Dual of_mixture_reversed(Ball p, const Dual&, const Dual& m, Ball alpha) {
  return Dual(p) * ln(Dual(p) / m) / Dual(1 - alpha);
}
Ball value(Ball kl_qp, Ball js, Ball alpha) { return (1 - alpha) * kl_qp - js; }
Ball value_doubled(Ball kl_qp, Ball js, Ball alpha) { return (1 - alpha) * kl_qp - 2 * js; }

}  // namespace

Theorem non_saturating() {
  return {.id = "T16",
          .title = "What the non-saturating generator descends",
          .statement =
              "D*_α held fixed: ∇E_q[−ln D*_α] = ∇[KL(q‖p) − JS_α(p,q)/(1−α)] = "
              "∇KL(m_α‖p)/(1−α), at α = ½ KL(q‖p) − 2 JSD; needs KL(q‖p) < ∞",
          .source = "Arjovsky & Bottou 2017 (Thm 2.5), α form ours",
          .check = with({parts, of_mixture, value}),
          .mutants = {{"JS_α without 1/(1−α)", 0.75, with({parts_unscaled, of_mixture, value})},
                      {"+ JS_α", 0.9, with({parts_added, of_mixture, value})},
                      {"KL(p‖m_α)", 0.9, with({parts, of_mixture_reversed, value})},
                      {"2 JS_α for every α", 0.4, with({parts, of_mixture, value_doubled})}}};
}

}  // namespace verigan::theory::rows

// SPDX-License-Identifier: MIT
#include "theory/game_value.hpp"

#include <cmath>

#include "core/check.hpp"
#include "core/constants.hpp"
#include "core/numeric.hpp"
#include "theory/divergence.hpp"
#include "theory/integrands.hpp"

namespace verigan::theory {

namespace {

Estimate negative(Estimate x) { return {-x.value, x.error}; }

// −a E_p[ln D] − b E_q[ln(1−D)].
Estimate loss(const Density& p, const Density& q, const Logit& discriminator, double a, double b) {
  return integrate_over(p, q, [&](const Point& x, double log_p, double log_q) {
    if (log_p == -kInfinity && log_q == -kInfinity) return 0.0;
    const double logit = discriminator(x);
    const double on_p = log_p == -kInfinity ? 0 : a * std::exp(log_p) * softplus(-logit);
    const double on_q = log_q == -kInfinity ? 0 : b * std::exp(log_q) * softplus(logit);
    return on_p + on_q;
  });
}

Estimate optimal_loss(const Density& p, const Density& q, double a, double b) {
  const auto mesh = split_at_crossings(make_mesh(p, q), p, q);
  const MeshIntegrands f = [a, b](const LogPair& at, std::span<Term> out) {
    out[0] = integrand::minus_value(at, a, b);
  };
  return integrate_mesh(mesh, p, q, 1, f)[0];
}

void check_alpha(double alpha) {
  require(alpha > 0 && alpha < 1, "alpha = ", alpha, ", expected a number in (0, 1)");
}

}  // namespace

Estimate game_value(const Density& p, const Density& q, const Logit& discriminator) {
  return negative(loss(p, q, discriminator, 1, 1));
}

Estimate game_value_alpha(const Density& p, const Density& q, const Logit& discriminator,
                          double alpha) {
  check_alpha(alpha);
  return negative(loss(p, q, discriminator, alpha, 1 - alpha));
}

Estimate optimal_value(const Density& p, const Density& q) {
  return negative(optimal_loss(p, q, 1, 1));
}

Estimate optimal_value_alpha(const Density& p, const Density& q, double alpha) {
  check_alpha(alpha);
  return negative(optimal_loss(p, q, alpha, 1 - alpha));
}

Estimate absolute_error(const Density& p, const Density& q,
                        const std::function<double(const Point&)>& discriminator) {
  return integrate_over(p, q, [&](const Point& x, double log_p, double log_q) {
    if (log_p == -kInfinity && log_q == -kInfinity) return 0.0;
    const double d = discriminator(x);
    return 0.5 * std::exp(log_p) * (1 - d) + 0.5 * std::exp(log_q) * d;
  });
}

Estimate optimal_absolute_error(const Density& p, const Density& q) {
  const Estimate common = overlap(p, q);
  return {0.5 * common.value, 0.5 * common.error};
}

}  // namespace verigan::theory

// SPDX-License-Identifier: MIT
#include "theory/integrands.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/numeric.hpp"

namespace verigan::theory::integrand {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// p and q times the Jacobian.
double mass_p(const LogPair& at) { return std::exp(at.log_p + at.log_jacobian); }
double mass_q(const LogPair& at) { return std::exp(at.log_q + at.log_jacobian); }
bool empty(const LogPair& at) { return at.log_p == -kInfinity && at.log_q == -kInfinity; }
// The larger of both, and ln(larger/smaller).
struct Ordered {
  double larger, gap, error;
};
Ordered ordered(const LogPair& at) {
  return {std::exp(std::max(at.log_p, at.log_q) + at.log_jacobian), std::abs(at.ratio),
          at.ratio >= 0 ? at.error_p : at.error_q};
}

LogPair swapped(const LogPair& at) {
  LogPair other = at;
  std::swap(other.log_p, other.log_q);
  std::swap(other.error_p, other.error_q);
  other.ratio = -at.ratio;
  return other;
}

// p r − p + q for p = e^a, q = e^{a−r}: never negative.
double kl_term(double p, double q, double r) {
  if (p == 0) return q;
  return r >= -1 ? p * expm1mx(-r) : q * (1 + std::exp(r) * (r - 1));
}

// ln(a + b e^r) for a + b = 1, r ≤ 0: no digits lost near r = 0, nor where a is small.
double log_of_mean(double a, double b, double r) {
  const double off = b * std::expm1(r);
  return off > -0.5 ? std::log1p(off) : std::log(a + b * std::exp(r));
}

}  // namespace

Term kl_pq(const LogPair& at) {
  if (empty(at)) return {};
  const double p = mass_p(at);
  const double q = mass_q(at);
  if (q == 0 && at.log_q == -kInfinity) return {};  // the caller has decided that KL is infinite
  const double value = kl_term(p, q, at.ratio);
  // ∂/∂ln p = p r, ∂/∂ln q = q − p.
  const double slope = std::isfinite(at.ratio) ? p * std::abs(at.ratio) : 0;
  return {value, slope * at.error_p + std::abs(q - p) * at.error_q};
}

Term kl_qp(const LogPair& at) { return kl_pq(swapped(at)); }

Term js(const LogPair& at, double alpha) {
  if (empty(at)) return {};
  const double p = mass_p(at);
  const double q = mass_q(at);
  if (p == 0) return {(1 - alpha) * -std::log1p(-alpha) * q, q * at.error_q};
  if (q == 0) return {alpha * -std::log(alpha) * p, p * at.error_p};
  // ln(p/m) and ln(q/m), m = αp + (1−α)q, from the side of the larger.
  double to_p, to_q;
  if (at.ratio >= 0) {
    to_p = -log_of_mean(alpha, 1 - alpha, -at.ratio);
    to_q = to_p - at.ratio;
  } else {
    to_q = -log_of_mean(1 - alpha, alpha, at.ratio);
    to_p = to_q + at.ratio;
  }
  const double m = alpha * p + (1 - alpha) * q;
  const double value = alpha * kl_term(p, m, to_p) + (1 - alpha) * kl_term(q, m, to_q);
  // ∂/∂ln p = α p ln(p/m), ∂/∂ln q = (1−α) q ln(q/m).
  return {value,
          alpha * p * std::abs(to_p) * at.error_p + (1 - alpha) * q * std::abs(to_q) * at.error_q};
}

Term total_variation(const LogPair& at) {
  if (empty(at)) return {};
  const Ordered o = ordered(at);
  const double share = -std::expm1(-o.gap);
  return {0.5 * o.larger * share,
          0.5 * o.larger * (share * o.error + at.ratio_error() * (1 - share))};
}

Term overlap(const LogPair& at) {
  if (empty(at)) return {};
  const double value = std::min(mass_p(at), mass_q(at));
  return {value, value * std::max(at.error_p, at.error_q)};
}

Term hellinger2(const LogPair& at) {
  if (empty(at)) return {};
  const Ordered o = ordered(at);
  const double share = -std::expm1(-0.5 * o.gap);
  return {0.5 * o.larger * share * share,
          0.5 * o.larger * share * (share * o.error + at.ratio_error() * (1 - share))};
}

Term minus_value(const LogPair& at, double a, double b) {
  if (empty(at)) return {};
  const double logit = at.ratio + std::log(a) - std::log(b);
  const double p = mass_p(at);
  const double q = mass_q(at);
  const double on_p = p == 0 ? 0 : a * p * softplus(-logit);
  const double on_q = q == 0 ? 0 : b * q * softplus(logit);
  // ∂/∂ln p = on_p and ∂/∂ln q = on_q: the derivatives through the logit cancel at the optimum.
  return {on_p + on_q, on_p * (at.error_p + 1e-15) + on_q * (at.error_q + 1e-15)};
}

Term least_squares(const LogPair& at, double a, double b) {
  if (empty(at)) return {};
  const double logit = at.ratio + std::log(a) - std::log(b);
  // ½uv/m from the side of the smaller.
  const double value = logit >= 0 ? 0.5 * b * mass_q(at) * sigmoid(logit)
                                  : 0.5 * a * mass_p(at) * sigmoid(-logit);
  return {value, value * (at.error_p + at.error_q + 1e-15)};
}

}  // namespace verigan::theory::integrand

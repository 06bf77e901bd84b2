// SPDX-License-Identifier: MIT
#include "theory/integrands.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/check.hpp"
#include "core/numeric.hpp"

namespace verigan::theory {

Weights weights(const Exact& alpha) {
  require(alpha > 0 && alpha < 1, "alpha = ", alpha.text(), ", expected a number in (0, 1)");
  return {alpha.value(), (1 - alpha).value()};
}

}  // namespace verigan::theory

namespace verigan::theory::integrand {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// p and q times the Jacobian.
double mass_p(const LogPair& at) { return std::exp(at.log_p + at.log_jacobian); }
double mass_q(const LogPair& at) { return std::exp(at.log_q + at.log_jacobian); }
bool empty(const LogPair& at) { return at.log_p == -kInfinity && at.log_q == -kInfinity; }
// The larger of both, its error, and ln(larger/smaller).
struct Ordered {
  double larger, error, gap;
};
Ordered ordered(const LogPair& at) {
  return {std::exp(std::max(at.log_p, at.log_q) + at.log_jacobian),
          at.ratio >= 0 ? at.error_p : at.error_q, std::abs(at.ratio)};
}

// An integrand is the larger density times a function of r. The larger's error moves it in
// proportion, r's by slope·e + ½·bend·e²: `slope` the derivative in r here, `bend` a bound of the
// second one, both times the larger, up to e^{2e} within e of r.
Term rounded(const LogPair& at, double value, double slope, double bend) {
  const double e = at.error_ratio;
  const double larger = at.ratio >= 0 ? at.error_p : at.error_q;
  const double by_ratio = e == 0 ? 0 : std::abs(slope) * e + 0.5 * std::abs(bend) * e * e;
  return {value, std::abs(value) * larger + (by_ratio > 0 ? by_ratio * std::exp(2 * e) : 0)};
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

// ln a for a + b = 1.
double log_weight(double a, double b) { return a < 0.5 ? std::log(a) : std::log1p(-b); }

}  // namespace

Term kl_pq(const LogPair& at) {
  if (empty(at)) return {};
  const double p = mass_p(at);
  const double q = mass_q(at);
  if (q == 0 && at.log_q == -kInfinity) return {};  // the caller has decided that KL is infinite
  const double value = kl_term(p, q, at.ratio);
  if (!std::isfinite(at.ratio)) return {value, value * at.error_q};
  // Far out ln p or ln q may be rounded by more than 1: then by the mean value theorem, the slopes being at
  // most p and q·|r|e^r.
  const double e = at.error_ratio;
  if (e > 0.5 && std::abs(at.ratio) > e + 1) {
    if (at.ratio > 0) return {value, value * at.error_p + p * e};
    const double nearest = at.ratio + e;  // |r|e^r falls from r = −1 on
    const double slope = nearest < -700 ? 0 : std::abs(nearest) * std::exp(nearest);
    return {value, value * at.error_q + (slope > 0 ? q * e * slope : 0)};
  }
  // As p·(r − 1 + e^−r), or q·(r e^r − e^r + 1).
  if (at.ratio >= 0) return rounded(at, value, p - q, q);
  return rounded(at, value, p * at.ratio, p * (1 + std::abs(at.ratio)));
}

Term kl_qp(const LogPair& at) { return kl_pq(swapped(at)); }

Term js(const LogPair& at, const Weights& weights) {
  if (empty(at)) return {};
  const auto [a, b] = weights;
  const double p = mass_p(at);
  const double q = mass_q(at);
  const double only_q = b * -log_weight(b, a) * q, only_p = a * -log_weight(a, b) * p;
  if (p == 0) return {only_q, only_q * at.error_q};
  if (q == 0) return {only_p, only_p * at.error_p};
  // ln(p/m) and ln(q/m), m = ap + bq, from the side of the larger.
  double to_p, to_q;
  if (at.ratio >= 0) {
    to_p = -log_of_mean(a, b, -at.ratio);
    to_q = to_p - at.ratio;
  } else {
    to_q = -log_of_mean(b, a, at.ratio);
    to_p = to_q + at.ratio;
  }
  const double m = a * p + b * q;
  const double value = a * kl_term(p, m, to_p) + b * kl_term(q, m, to_q);
  // ∂/∂ln p = a p ln(p/m), ∂²/∂ln p² = a p (ln(p/m) + bq/m), and the like.
  if (at.ratio >= 0) return rounded(at, value, b * q * to_q, b * q * (std::abs(to_q) + a * p / m));
  return rounded(at, value, a * p * to_p, a * p * (std::abs(to_p) + b * q / m));
}

Term total_variation(const LogPair& at) {
  if (empty(at)) return {};
  const Ordered o = ordered(at);
  const double share = -std::expm1(-o.gap);
  return rounded(at, 0.5 * o.larger * share, 0.5 * o.larger * (1 - share), 0);
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
  return rounded(at, 0.5 * o.larger * share * share, 0.5 * o.larger * share * (1 - share),
                 0.5 * o.larger * (1 - share));
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

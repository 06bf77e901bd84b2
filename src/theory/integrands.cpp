// SPDX-License-Identifier: MIT
#include "theory/integrands.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/check.hpp"
#include "core/constants.hpp"
#include "core/numeric.hpp"

namespace verigan::theory {

Weights weights(const Exact& alpha) {
  require(alpha > 0 && alpha < 1, "alpha = ", alpha.text(), ", expected a number in (0, 1)");
  return {alpha.value(), (1 - alpha).value()};
}

Estimate entropy_of(const Weights& w) {
  const double smaller = std::min(w.real, w.generated), larger = std::max(w.real, w.generated);
  const double value = -smaller * std::log(smaller) - larger * std::log1p(-smaller);
  return {value, 4 * std::numeric_limits<double>::epsilon() * value};
}

}  // namespace verigan::theory

namespace verigan::theory::integrand {

namespace {

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

// q f(p/q) where ln p/q is r, near at.ratio: the larger of p and q keeps its value.
double f_at(const LogPair& at, const FGenerator& f, double r) {
  const double log_q = at.ratio <= 0 ? at.log_q : at.log_p - r;
  if (r <= 0) return std::exp(log_q + at.log_jacobian) * f.f_of_log(r);
  const double log_p = at.ratio <= 0 ? at.log_q + r : at.log_p;
  return std::exp(log_p + (f.growth - 1) * r + at.log_jacobian) * f.scaled_of_log(r);
}

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

// From the side where nothing overflows.
Term f_divergence(const LogPair& at, const FGenerator& f) {
  const double p = std::exp(at.log_p + at.log_jacobian);
  const double q = std::exp(at.log_q + at.log_jacobian);
  if (at.log_p == -kInfinity) {
    const double value = q == 0 ? 0 : q * f.at_zero;
    return {value, std::abs(value) * at.error_q};
  }
  if (at.log_q == -kInfinity) {
    const double value = p == 0 ? 0 : p * f.slope_at_infinity;
    return {value, std::abs(value) * at.error_p};
  }
  const double e = at.error_ratio;
  const double value = f_at(at, f, at.ratio);
  // f is convex: between r − e and r + e it leaves its value by at most twice what it does there.
  const double by_ratio =
      e == 0 ? 0
             : 2 * std::max(std::abs(f_at(at, f, at.ratio + e) - value),
                            std::abs(f_at(at, f, at.ratio - e) - value));
  const double larger = at.ratio <= 0 ? at.error_q : at.error_p;
  return {value, std::abs(value) * (larger + 4 * kEpsilon) + by_ratio};
}

// From the side of the larger exponent.
void power(const LogPair& at, const Order& order, double shift, std::span<Term> out) {
  const auto [r, above_one] = order;
  const double p = std::exp(at.log_p + at.log_jacobian);
  const double q = std::exp(at.log_q + at.log_jacobian);
  if (at.log_p == -kInfinity || at.log_q == -kInfinity) {
    const double value = above_one * q - r * p;
    out[1] = {value, r * p * at.error_p + std::abs(above_one) * q * at.error_q};
    return;
  }
  const bool by_p = r >= 0.5;
  const double log_base = by_p ? at.log_p : at.log_q;
  const double exponent = by_p ? above_one * at.ratio : r * at.ratio;
  const double log_power = log_base + exponent + at.log_jacobian;
  const double rounding = 2 * kEpsilon * (std::abs(log_base) + std::abs(exponent) + std::abs(shift));
  const double error = r * at.error_p + std::abs(above_one) * at.error_q + rounding;
  const double scaled = std::exp(log_power - shift);
  out[0] = {scaled, scaled * std::expm1(error)};
  const double power = std::exp(log_power);
  const auto minus = [&](double base, double log_ratio) {  // power − base, power = base·e^log_ratio
    return base > 0 && std::abs(log_ratio) < 1 ? base * std::expm1(log_ratio) : power - base;
  };
  const double over_p = minus(p, above_one * at.ratio), over_q = minus(q, r * at.ratio);
  const double chord = by_p ? above_one * (q - p) : r * (q - p);
  if (std::abs(at.ratio) < 1) {
    // The linear parts of both cancel.
    out[1].value = by_p ? p * (expm1mx(exponent) + above_one * expm1mx(-at.ratio))
                        : q * (expm1mx(exponent) - r * expm1mx(at.ratio));
  } else {
    out[1].value = (by_p ? over_p : over_q) + chord;
    out[1].noise =
        4 * kEpsilon * (std::abs(by_p ? over_p : over_q) + std::abs(chord)) + power * rounding;
  }
  // With p kept the slope in ln p/q is (r − 1)(power − q), with q kept r(power − p).
  const double e = at.error_ratio;
  const bool keep_p = at.ratio >= 0;
  const double slope = keep_p ? above_one * over_q : r * over_p;
  const double bend = keep_p ? std::abs(above_one) * (std::abs(above_one) * power + q)
                             : r * (r * power + p);
  const double by_ratio = std::abs(slope) * e + 0.5 * bend * e * e;
  out[1].noise += std::abs(out[1].value) * ((keep_p ? at.error_p : at.error_q) + 8 * kEpsilon);
  if (by_ratio > 0) out[1].noise += by_ratio * std::exp((1 + r) * e);
}

MeshIntegrands of_summary(const Weights& weights) {
  return [w = weights](const LogPair& at, std::span<Term> out) {
    out[0] = kl_pq(at);
    out[1] = kl_qp(at);
    out[2] = js(at, {0.5, 0.5});
    out[3] = js(at, w);
    out[4] = total_variation(at);
    out[5] = hellinger2(at);
    out[6] = minus_value(at, 1, 1);
    out[7] = minus_value(at, w.real, w.generated);
    out[8] = overlap(at);
    out[9] = least_squares(at, w.real, w.generated);
  };
}

}  // namespace verigan::theory::integrand

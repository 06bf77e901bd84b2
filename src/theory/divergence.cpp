// SPDX-License-Identifier: MIT
#include "theory/divergence.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "theory/finiteness.hpp"
#include "theory/integrands.hpp"
#include "theory/mesh.hpp"

namespace verigan::theory {

namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr Estimate kInfinite{kInfinity, 0};
constexpr Estimate kUnknown{0, kInfinity};

std::vector<MeshPanel> mesh_of(const Density& p, const Density& q) {
  return split_at_crossings(make_mesh(p, q), p, q);
}

Estimate single(const Density& p, const Density& q, Term (*term)(const LogPair&)) {
  const MeshIntegrands f = [term](const LogPair& at, std::span<Term> out) { out[0] = term(at); };
  return integrate_mesh(mesh_of(p, q), p, q, 1, f)[0];
}

// q f(p/q) where ln p/q is r, near at.ratio: the larger of p and q keeps its value.
double f_at(const LogPair& at, const FGenerator& f, double r) {
  const double log_q = at.ratio <= 0 ? at.log_q : at.log_p - r;
  if (r <= 0) return std::exp(log_q + at.log_jacobian) * f.f_of_log(r);
  const double log_p = at.ratio <= 0 ? at.log_q + r : at.log_p;
  return std::exp(log_p + (f.growth - 1) * r + at.log_jacobian) * f.scaled_of_log(r);
}

// q f(p/q) at a point, from the side where nothing overflows.
Term f_term(const LogPair& at, const FGenerator& f) {
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

// An order r and r − 1, each with all its digits.
struct Order {
  double value, above_one;
};

// p^r q^{1−r}·e^−shift and p^r q^{1−r} − r p − (1−r) q, from the side of the larger exponent.
void renyi_terms(const LogPair& at, const Order& order, double shift, std::span<Term> out) {
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

// Where the logarithm of p^r q^{1−r} is largest, roughly; −∞ where no panel has both densities.
double highest_power(const std::vector<MeshPanel>& mesh, const DensityPair& pair,
                     const Order& order) {
  double highest = -kInfinity;
  for (const MeshPanel& panel : mesh) {
    for (const double share : {0.0625, 0.25, 0.5, 0.75, 0.9375}) {
      const double t = panel.range.lower + share * (panel.range.upper - panel.range.lower);
      const LogPair at = pair.at(panel.at(t), panel.log_jacobian(t));
      if (at.log_p == -kInfinity || at.log_q == -kInfinity) continue;
      highest = std::max(highest, at.log_jacobian + (order.value >= 0.5
                                                         ? at.log_p + order.above_one * at.ratio
                                                         : at.log_q + order.value * at.ratio));
    }
  }
  return highest;
}

// A value that nothing is known of says so.
Estimate known_or_not(double value, double error) {
  if (std::isfinite(value) && std::isfinite(error)) return {value, error};
  return {0, kInfinity};
}

}  // namespace

Estimate kl(const Density& p, const Density& q) {
  const Finite finite = kl_finite(p, q);
  if (finite != Finite::yes) return finite == Finite::no ? kInfinite : kUnknown;
  return single(p, q, integrand::kl_pq);
}

Estimate js_alpha(const Density& p, const Density& q, const Exact& alpha) {
  const MeshIntegrands f = [w = weights(alpha)](const LogPair& at, std::span<Term> out) {
    out[0] = integrand::js(at, w);
  };
  return integrate_mesh(mesh_of(p, q), p, q, 1, f)[0];
}

Estimate jsd(const Density& p, const Density& q) { return js_alpha(p, q, 0.5); }

Estimate total_variation(const Density& p, const Density& q) {
  return single(p, q, integrand::total_variation);
}

Estimate overlap(const Density& p, const Density& q) { return single(p, q, integrand::overlap); }

Estimate hellinger2(const Density& p, const Density& q) {
  return single(p, q, integrand::hellinger2);
}

Estimate chi2(const Density& p, const Density& q) {
  return f_divergence(p, q, f_generator("chi2"));
}

Estimate renyi(const Density& p, const Density& q, const Exact& order) {
  require(order > 0 && order < kInfinity && order != 1, "Renyi order = ", order.text(),
          ", expected a positive number other than 1");
  const Finite finite = renyi_finite(p, q, order);
  if (finite != Finite::yes) return finite == Finite::no ? kInfinite : kUnknown;
  if (const auto closed = p.renyi_to(q, order)) return known_or_not(closed->value, closed->error);
  const Order r{order.value(), (order - 1).value()};
  const auto mesh =
      split_at_crossings(make_mesh(p, q, power_splits(p, q, order), Gaps::skipped, order), p, q);
  const double shift = highest_power(mesh, DensityPair(p, q), r);
  if (shift == -kInfinity) return kInfinite;  // disjoint supports
  const MeshIntegrands f = [r, shift](const LogPair& at, std::span<Term> out) {
    renyi_terms(at, r, shift, out);
  };
  const auto found = integrate_mesh(mesh, p, q, 2, f);
  const double scale = std::abs(r.above_one);
  const double log_power = std::log(found[0].value) + shift;
  if (std::abs(log_power) < 0.5 && std::isfinite(found[1].error)) {
    const double rest = 1 + found[1].value - found[1].error;
    if (!(rest > 0)) return {0, kInfinity};
    return known_or_not(std::log1p(found[1].value) / r.above_one, found[1].error / rest / scale);
  }
  const double relative = found[0].error / found[0].value;
  if (!(relative < 1)) return {0, kInfinity};
  return known_or_not(log_power / r.above_one,
                      (-std::log1p(-relative) + 1e-15 * (1 + std::abs(shift))) / scale);
}

Estimate f_divergence(const Density& p, const Density& q, const FGenerator& f) {
  const Finite finite = f_finite(p, q, limits_of(f));
  if (finite != Finite::yes) return finite == Finite::no ? kInfinite : kUnknown;
  const bool powers = f.growth > 1;
  const std::vector<Split> extra = powers ? power_splits(p, q, f.growth) : std::vector<Split>{};
  const auto mesh = split_at_crossings(make_mesh(p, q, extra, Gaps::skipped, f.growth), p, q);
  const MeshIntegrands terms = [&f](const LogPair& at, std::span<Term> out) {
    out[0] = f_term(at, f);
  };
  return integrate_mesh(mesh, p, q, 1, terms)[0];
}

Estimate integrate_over(const Density& p, const Density& q,
                        const std::function<double(const Point& x, double a, double b)>& f) {
  const MeshIntegrands terms = [&f](const LogPair& at, std::span<Term> out) {
    const double value = f(at.x, at.log_p + at.log_jacobian, at.log_q + at.log_jacobian);
    out[0] = {value, std::abs(value) * (at.error_p + at.error_q)};
  };
  return integrate_mesh(mesh_of(p, q), p, q, 1, terms)[0];
}

std::vector<Point> crossings(const Density& p, const Density& q) {
  std::vector<Point> found;
  split_at_crossings(make_mesh(p, q), p, q, &found);
  return found;
}

double mass_outside(const Density& p, const Density& q) {
  double sum = 0;
  for (const Interval& piece : difference_of_supports(p, q)) {
    const auto mass = [&](const Exact& end) {
      if (std::isinf(end.value())) return end > 0 ? Mass{1, 0, 0} : Mass{};
      return p.cdf(end.twofold());
    };
    const Mass lower = mass(piece.lower), upper = mass(piece.upper);
    sum += difference(upper, lower);
  }
  return std::clamp(sum, 0.0, 1.0);
}

}  // namespace verigan::theory

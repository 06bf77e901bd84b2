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

std::vector<MeshPanel> mesh_of(const Density& p, const Density& q) {
  return split_at_crossings(make_mesh(p, q), p, q);
}

Estimate single(const Density& p, const Density& q, Term (*term)(const LogPair&)) {
  const MeshIntegrands f = [term](const LogPair& at, std::span<Term> out) { out[0] = term(at); };
  return integrate_mesh(mesh_of(p, q), p, q, 1, f)[0];
}

// p f′(p/q), the slope of q f(p/q) in ln p; an upper bound of its size where it would overflow: by
// convexity u|f′(u)| ≤ 2|f(u/2) − f(u)| where f decreases.
double slope_in_log_p(const LogPair& at, const FGenerator& f, double p, double q, double value) {
  if (at.ratio < -300)
    return 2 * q * std::abs(f.f_of_log(at.ratio - kLn2) - f.f_of_log(at.ratio));
  const double slope = p * f.critic_of_log(at.ratio);
  const bool known = std::isfinite(slope) && (f.growth == 1 || at.ratio < 300);
  return known ? slope : f.growth * std::abs(value) + p;
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
  const double r = at.ratio;
  const double value =
      r <= 0 ? q * f.f_of_log(r)
             : std::exp(at.log_p + (f.growth - 1) * r + at.log_jacobian) * f.scaled_of_log(r);
  const double in_p = slope_in_log_p(at, f, p, q, value);
  const double in_q = std::abs(value - in_p) + 4 * kEpsilon * std::abs(in_p);
  return {value, std::abs(in_p) * at.error_p + in_q * at.error_q};
}

// p^r q^{1−r}·e^−shift and p^r q^{1−r} − r p − (1−r) q, from the side of the larger exponent.
void renyi_terms(const LogPair& at, double order, double shift, std::span<Term> out) {
  const double p = std::exp(at.log_p + at.log_jacobian);
  const double q = std::exp(at.log_q + at.log_jacobian);
  if (at.log_p == -kInfinity || at.log_q == -kInfinity) {
    const double value = -order * p - (1 - order) * q;
    out[1] = {value, std::abs(order) * p * at.error_p + std::abs(1 - order) * q * at.error_q};
    return;
  }
  const bool by_p = order >= 0.5;
  const double log_base = by_p ? at.log_p : at.log_q;
  const double exponent = by_p ? (order - 1) * at.ratio : order * at.ratio;
  const double log_power = log_base + exponent + at.log_jacobian;
  const double rounding = 2 * kEpsilon * (std::abs(log_base) + std::abs(exponent) + std::abs(shift));
  const double error = std::abs(order) * at.error_p + std::abs(1 - order) * at.error_q + rounding;
  const double scaled = std::exp(log_power - shift);
  out[0] = {scaled, scaled * error};
  const double power = std::exp(log_power);
  const auto minus = [&](double base, double log_ratio) {  // power − base, power = base·e^log_ratio
    return base > 0 && std::abs(log_ratio) < 1 ? base * std::expm1(log_ratio) : power - base;
  };
  const double over_p = minus(p, (order - 1) * at.ratio), over_q = minus(q, order * at.ratio);
  const double chord = by_p ? (1 - order) * (p - q) : order * (q - p);
  if (std::abs(at.ratio) < 1) {
    // The linear parts of both cancel.
    out[1].value = by_p ? p * (expm1mx(exponent) + (order - 1) * expm1mx(-at.ratio))
                        : q * (expm1mx(exponent) - order * expm1mx(at.ratio));
  } else {
    out[1].value = (by_p ? over_p : over_q) + chord;
    out[1].noise =
        4 * kEpsilon * (std::abs(by_p ? over_p : over_q) + std::abs(chord)) + power * rounding;
  }
  out[1].noise += std::abs(order * over_p) * at.error_p +
                  std::abs((1 - order) * over_q) * at.error_q +
                  8 * kEpsilon * std::abs(out[1].value);
}

}  // namespace

Estimate kl(const Density& p, const Density& q) {
  return outside(p, q) ? kInfinite : single(p, q, integrand::kl_pq);
}

Estimate js_alpha(const Density& p, const Density& q, double alpha) {
  require(alpha > 0 && alpha < 1, "alpha = ", alpha, ", expected a number in (0, 1)");
  const MeshIntegrands f = [alpha](const LogPair& at, std::span<Term> out) {
    out[0] = integrand::js(at, alpha);
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

Estimate renyi(const Density& p, const Density& q, double order) {
  require(order > 0 && order < kInfinity && order != 1, "Renyi order = ", order,
          ", expected a positive number other than 1");
  if (order > 1 && (outside(p, q) || !power_integrable(p, q, order))) return kInfinite;
  const auto mesh =
      split_at_crossings(make_mesh(p, q, power_splits(p, q, order), Gaps::skipped, order), p, q);
  double shift = -kInfinity;
  for (const MeshPanel& panel : mesh) {
    for (const double share : {0.0625, 0.25, 0.5, 0.75, 0.9375}) {
      const double t = panel.range.lower + share * (panel.range.upper - panel.range.lower);
      const LogPair at = evaluate(p, q, panel.at(t), panel.log_jacobian(t));
      if (at.log_p == -kInfinity || at.log_q == -kInfinity) continue;
      shift = std::max(shift, at.log_jacobian + (order >= 0.5
                                                     ? at.log_p + (order - 1) * at.ratio
                                                     : at.log_q + order * at.ratio));
    }
  }
  if (shift == -kInfinity) return kInfinite;  // disjoint supports
  const MeshIntegrands f = [order, shift](const LogPair& at, std::span<Term> out) {
    renyi_terms(at, order, shift, out);
  };
  const auto found = integrate_mesh(mesh, p, q, 2, f);
  const double scale = std::abs(order - 1);
  const double log_power = std::log(found[0].value) + shift;
  if (std::abs(log_power) < 0.5 && std::isfinite(found[1].error)) {
    return {std::log1p(found[1].value) / (order - 1),
            found[1].error / (1 + found[1].value - found[1].error) / scale};
  }
  return {log_power / (order - 1),
          (found[0].error / found[0].value + 1e-15 * (1 + std::abs(shift))) / scale};
}

Estimate f_divergence(const Density& p, const Density& q, const FGenerator& f) {
  if (std::isinf(f.slope_at_infinity) && outside(p, q)) return kInfinite;
  if (std::isinf(f.at_zero) && outside(q, p)) return kInfinite;
  const bool powers = f.growth > 1;
  if (powers && !power_integrable(p, q, f.growth)) return kInfinite;
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
    const Mass lower = std::isinf(piece.lower) ? Mass{} : p.cdf(piece.lower);
    const Mass upper = std::isinf(piece.upper) ? Mass{1, 0, 0} : p.cdf(piece.upper);
    sum += difference(upper, lower);
  }
  return std::clamp(sum, 0.0, 1.0);
}

}  // namespace verigan::theory

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

// Where the logarithm of p^r q^{1−r} is largest, roughly; −∞ where no panel has both densities.
double highest_power(const std::vector<MeshPanel>& mesh, const DensityPair& pair,
                     const integrand::Order& order) {
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
  const integrand::Order r{order.value(), (order - 1).value()};
  const auto mesh =
      split_at_crossings(make_mesh(p, q, power_splits(p, q, order), Gaps::skipped, order), p, q);
  const double shift = highest_power(mesh, DensityPair(p, q), r);
  if (shift == -kInfinity) return kInfinite;  // disjoint supports
  const MeshIntegrands f = [r, shift](const LogPair& at, std::span<Term> out) {
    integrand::power(at, r, shift, out);
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
    out[0] = integrand::f_divergence(at, f);
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

// SPDX-License-Identifier: MIT
#include "theory/plane_divergence.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "core/check.hpp"
#include "core/constants.hpp"
#include "theory/ball.hpp"
#include "theory/integrands.hpp"
#include "theory/plane_finiteness.hpp"
#include "theory/plane_mesh.hpp"
#include "theory/quantity.hpp"
#include "theory/spec.hpp"

namespace verigan::theory {

namespace {

constexpr Estimate kInfinite{kInfinity, 0}, kUnknown{0, kInfinity};

Estimate decided(const std::optional<bool>& finite, const Estimate& value) {
  if (!finite) return kUnknown;
  return *finite ? value : kInfinite;
}

Estimate known_or_not(double value, double error) {
  return std::isfinite(value) && std::isfinite(error) ? Estimate{value, error} : kUnknown;
}

// |Δ|² + tr A + tr B − 2 √(tr AB + 2 √(det A det B)).
Estimate wasserstein2(const PlaneNormal& p, const PlaneNormal& q) {
  const Exact dx = p.mean_x - q.mean_x, dy = p.mean_y - q.mean_y;
  const Exact trace = p.xx * q.xx + 2 * p.xy * q.xy + p.yy * q.yy;
  const Exact roots = sqrt(trace + 2 * sqrt(p.determinant() * q.determinant()));
  const Exact square = dx * dx + dy * dy + p.xx + p.yy + q.xx + q.yy - 2 * roots;
  // Roots are known to 60 digits.
  const double size = (p.xx + p.yy + q.xx + q.yy).value();
  const double value = std::sqrt(std::max(square.value(), 0.0));
  return {value, 2 * kEpsilon * value + 1e-28 * std::sqrt(size)};
}

// Where the logarithm of p^r q^{1−r} is largest, roughly; −∞ where no line has both densities.
double highest_power(const PlanePair& pair, const integrand::Order& order, const Exact& power) {
  const PlaneMesh mesh(pair, power);
  double highest = -kInfinity;
  for (const MeshPanel& column : mesh.x()) {
    const PlanePair::Slice slice(pair, column.at(0.5 * (column.range.lower + column.range.upper)));
    for (const MeshPanel& panel : mesh.y(slice)) {
      const LogPair at = slice.at(panel.at(0.5 * (panel.range.lower + panel.range.upper)));
      if (at.log_p == -kInfinity || at.log_q == -kInfinity) continue;
      highest = std::max(highest, order.value >= 0.5 ? at.log_p + order.above_one * at.ratio
                                                     : at.log_q + order.value * at.ratio);
    }
  }
  return highest;
}

}  // namespace

Estimate f_divergence(const PlaneDensity& p, const PlaneDensity& q, const FGenerator& f) {
  const std::optional<bool> finite = f_is_finite(p, q, f);
  if (finite != true) return decided(finite, {});
  const PlanePair pair(p, q);
  const MeshIntegrands terms = [&f](const LogPair& at, std::span<Term> out) {
    out[0] = integrand::f_divergence(at, f);
  };
  const auto power = f.growth > 1 ? std::optional<Exact>(f.growth) : std::nullopt;
  const Estimate found = integrate_plane(pair, 1, terms, power)[0];
  return known_or_not(found.value, found.error);
}

Estimate renyi(const PlaneDensity& p, const PlaneDensity& q, const Exact& order) {
  require(order > 0 && order < kInfinity && order != 1, "Renyi order = ", order.text(),
          ", expected a positive number other than 1");
  if (order > 1)
    if (const auto finite = power_is_finite(p, q, order); finite != true) return decided(finite, {});
  const integrand::Order r{order.value(), (order - 1).value()};
  const PlanePair pair(p, q);
  const double shift = highest_power(pair, r, order);
  if (shift == -kInfinity) return kInfinite;  // disjoint supports
  const MeshIntegrands terms = [r, shift](const LogPair& at, std::span<Term> out) {
    integrand::power(at, r, shift, out);
  };
  const auto found = integrate_plane(pair, 2, terms, order);
  const double scale = std::abs(r.above_one), log_power = std::log(found[0].value) + shift;
  if (std::abs(log_power) < 0.5 && std::isfinite(found[1].error)) {
    const double rest = 1 + found[1].value - found[1].error;
    if (!(rest > 0)) return kUnknown;
    return known_or_not(std::log1p(found[1].value) / r.above_one, found[1].error / rest / scale);
  }
  const double relative = found[0].error / found[0].value;
  if (!(relative < 1)) return kUnknown;
  return known_or_not(log_power / r.above_one,
                      (-std::log1p(-relative) + 1e-15 * (1 + std::abs(shift))) / scale);
}

Summary summarise(const PlaneDensity& p, const PlaneDensity& q, const Exact& alpha) {
  const Weights w = weights(alpha);
  const PlanePair pair(p, q);
  const MeshIntegrands f = integrand::of_summary(w);
  std::vector<Estimate> found = integrate_plane(pair, integrand::kOfSummary, f);
  for (Estimate& one : found) one = known_or_not(one.value, one.error);
  Summary s;
  s.kl_pq = decided(kl_is_finite(p, q), found[0]);
  s.kl_qp = decided(kl_is_finite(q, p), found[1]);
  s.jsd = found[2];
  s.js_alpha = found[3];
  s.tv = found[4];
  s.hellinger2 = found[5];
  s.chi2_pq = f_divergence(p, q, f_generator("chi2"));
  s.chi2_qp = f_divergence(q, p, f_generator("chi2"));
  s.w1 = s.w2 = kUnknown;
  if (p.parts().size() == 1 && q.parts().size() == 1 && p.normals() && q.normals())
    s.w2 = wasserstein2(*p.parts().front().normal, *q.parts().front().normal);
  s.value = {-found[6].value, found[6].error};
  s.value_alpha = {-found[7].value, found[7].error};
  s.error_absolute = {0.5 * found[8].value, 0.5 * found[8].error};
  s.least_squares = found[9];
  s.entropy_alpha = entropy_of(w);
  return s;
}

std::vector<SummaryRow> plane_summary_rows(const PlaneDensity& p, const PlaneDensity& q) {
  const bool two_normals =
      p.parts().size() == 1 && q.parts().size() == 1 && p.normals() && q.normals();
  std::vector<SummaryRow> rows;
  for (const SummaryRow& row : summary_rows()) {
    if (row.estimate == &Summary::w1 || (row.estimate == &Summary::w2 && !two_normals)) continue;
    rows.push_back(row);
    if (row.estimate == &Summary::w2) rows.back().meaning = "Wasserstein distance of two normals, units of x";
  }
  return rows;
}

Estimate plane_quantity(const std::string& key, const PlaneDensity& p, const PlaneDensity& q,
                        const Exact& alpha) {
  constexpr std::string_view kRenyi = "renyi:";
  if (key.starts_with(kRenyi)) return renyi(p, q, parse_number(key.substr(kRenyi.size())));
  if (key == "bhattacharyya") {
    const Estimate twice = renyi(p, q, Exact(0.5));
    return {0.5 * twice.value, 0.5 * twice.error};
  }
  // Under a name of the line's summary, some of the f-divergences' own rows.
  for (const auto& [name, row] : {std::pair{"kl_pq", "kl"}, std::pair{"kl_qp", "reverse_kl"}})
    if (key == name) return f_divergence(p, q, f_generator(row));
  if (key == "chi2_pq") return f_divergence(p, q, f_generator("chi2"));
  if (key == "chi2_qp") return f_divergence(q, p, f_generator("chi2"));
  for (const FGenerator& row : f_generators(alpha.value()))
    if (row.name == key) return f_divergence(p, q, row);
  for (const SummaryRow& row : plane_summary_rows(p, q))
    if (key == row.key) return summarise(p, q, alpha).*row.estimate;
  throw Error(message("quantity '", key, "' of densities of the plane, expected one that is known there, "
                      "such as jsd, tv, hellinger2, chi2_pq or renyi:2"));
}

}  // namespace verigan::theory

// SPDX-License-Identifier: MIT
#include "theory/quantity.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

#include "core/check.hpp"
#include "core/names.hpp"
#include "theory/divergence.hpp"
#include "theory/f_generators.hpp"
#include "theory/finiteness.hpp"
#include "theory/lattice.hpp"
#include "theory/mesh.hpp"
#include "theory/spec.hpp"
#include "theory/summary.hpp"
#include "theory/transport.hpp"

namespace verigan::theory {

namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
constexpr double kBase = 0x1p-100;  // rounding of the bases of masses
constexpr std::string_view kRenyi = "renyi:";

// |F − G| at x with a bound on its error.
Estimate distance_at(const Density& p, const Density& q, const Point& x) {
  const Mass f = p.cdf(x), g = q.cdf(x);
  return {std::abs(difference(f, g)), f.error + g.error + (f.base == g.base ? 0 : kBase)};
}

// Quantities that are neither rows of the summary nor f-divergences.
const std::vector<Quantity>& others() {
  static const std::vector<Quantity> rows{
      {"bhattacharyya", "B(p,q)", "Bhattacharyya distance −ln ∫√(pq)",
       [](const Density& p, const Density& q, const Exact&) {
         const Estimate twice = renyi(p, q, Exact(0.5));
         return Estimate{0.5 * twice.value, 0.5 * twice.error};
       }},
      {"energy", "energy(p,q)", "energy distance 2∫(F−G)², units of x",
       [](const Density& p, const Density& q, const Exact&) { return energy_distance(p, q); }},
      {"kolmogorov", "K(p,q)", "Kolmogorov distance sup|F−G|",
       [](const Density& p, const Density& q, const Exact&) { return kolmogorov_distance(p, q); }}};
  return rows;
}

// Rows of the summary that need not compute the others.
Estimate (*alone(std::string_view key))(const Density&, const Density&, const Exact&) {
  using Of = Estimate (*)(const Density&, const Density&, const Exact&);
  static constexpr std::pair<std::string_view, Of> kRows[] = {
      {"kl_pq", [](const Density& p, const Density& q, const Exact&) { return kl(p, q); }},
      {"kl_qp", [](const Density& p, const Density& q, const Exact&) { return kl(q, p); }},
      {"jsd", [](const Density& p, const Density& q, const Exact&) { return jsd(p, q); }},
      {"js_alpha", js_alpha},
      {"tv", [](const Density& p, const Density& q, const Exact&) { return total_variation(p, q); }},
      {"hellinger2", [](const Density& p, const Density& q, const Exact&) { return hellinger2(p, q); }},
      {"chi2_pq", [](const Density& p, const Density& q, const Exact&) { return chi2(p, q); }},
      {"chi2_qp", [](const Density& p, const Density& q, const Exact&) { return chi2(q, p); }},
      {"w1", [](const Density& p, const Density& q, const Exact&) { return wasserstein1(p, q); }},
      {"w2", [](const Density& p, const Density& q, const Exact&) { return wasserstein2(p, q); }}};
  for (const auto& [name, of] : kRows)
    if (name == key) return of;
  return nullptr;
}

Quantity renyi_quantity(const std::string& key) {
  const std::string text = key.substr(kRenyi.size());
  const Exact order = parse_number(text);
  require(order > 0 && order != 1 && std::isfinite(order.value()), "'", key,
          "', expected an order above 0 and not 1");
  return {key, "R" + text + "(p‖q)", "Rényi divergence of order " + text,
          [order](const Density& p, const Density& q, const Exact&) { return renyi(p, q, order); }};
}

}  // namespace

Estimate energy_distance(const Density& p, const Density& q) {
  if (const auto discrete = lattice_distance(p, q, LatticeDistance::energy)) return *discrete;
  const Finite finite = energy_finite(p, q);
  if (finite != Finite::yes) {
    const double infinity = std::numeric_limits<double>::infinity();
    return finite == Finite::no ? Estimate{infinity, 0} : Estimate{0, infinity};
  }
  const auto mesh = make_mesh(p, q, {}, Gaps::kept, 1, {2, 1});
  const MeshIntegrands f = [&](const LogPair& at, std::span<Term> out) {
    const double jacobian = std::exp(at.log_jacobian);
    const Estimate gap = distance_at(p, q, at.x);
    out[0] = {2 * gap.value * gap.value * jacobian,
              2 * (2 * gap.value + gap.error) * gap.error * jacobian};
  };
  const Estimate found = integrate_mesh(mesh, p, q, 1, f)[0];
  // Of tails without a mean rounding may be all that is left.
  return found.error > std::max(found.value, 1.0) ? Estimate{0, HUGE_VAL} : found;
}

Estimate kolmogorov_distance(const Density& p, const Density& q) {
  std::vector<Point> places = crossings(p, q);
  for (const Density* density : {&p, &q})
    for (const Split& split : density->splits())
      if (split.sharp) places.push_back(split.at);
  Estimate largest;
  double upper = 0;
  for (const Point& x : places) {
    Estimate here = distance_at(p, q, x);
    // A crossing is known to a few ε of its place.
    here.error += 4 * kEpsilon * (std::abs(x.offset) * std::max(p.pdf(x), q.pdf(x)));
    if (!std::isfinite(here.error)) here.error = distance_at(p, q, x).error;
    if (here.value > largest.value) largest.value = here.value;
    upper = std::max(upper, here.value + here.error);
  }
  largest.error = std::max(upper - largest.value, 0.0) + kEpsilon * largest.value;
  return largest;
}

std::vector<std::string> quantity_keys() {
  std::vector<std::string> keys;
  const auto add = [&keys](const std::string& key) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  };
  for (const SummaryRow& row : summary_rows()) add(row.key);
  for (const FGenerator& row : f_generators()) add(row.name);
  for (const Quantity& row : others()) add(row.key);
  add("renyi:ORDER");
  return keys;
}

Quantity quantity(const std::string& key) {
  if (key.starts_with(kRenyi)) return renyi_quantity(key);
  for (const Quantity& row : others())
    if (row.key == key) return row;
  for (const SummaryRow& row : summary_rows()) {
    if (key != row.key) continue;
    if (const auto of = alone(key)) return {row.key, row.symbol, row.meaning, of};
    return {row.key, row.symbol, row.meaning,
            [&row](const Density& p, const Density& q, const Exact& alpha) {
              return summarise(p, q, alpha).*row.estimate;
            }};
  }
  for (const FGenerator& row : f_generators()) {
    if (row.name != key) continue;
    return {key, key, "f-divergence, f(u) = " + row.formula,
            [key](const Density& p, const Density& q, const Exact& alpha) {
              return f_divergence(p, q, f_generator(key, alpha.value()));
            }};
  }
  throw Error(message("quantity '", key, "'", expected_names(key, quantity_keys())));
}

}  // namespace verigan::theory

// SPDX-License-Identifier: MIT
#include "theory/claim_laws.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>

#include "core/check.hpp"
#include "theory/densities.hpp"
#include "theory/lattice.hpp"
#include "theory/theorems/random_laws.hpp"

namespace verigan::theory {

namespace {

struct Parameters {
  double location, scale, first, second;
};

struct Row {
  std::string_view name;
  DensityPtr (*make)(const Parameters& of);
};

// Families that the theorems' own laws (random_laws.hpp) are not made of.
constexpr Row kRows[] = {
    {"student", [](const Parameters& x) { return student(x.first, x.location, x.scale); }},
    {"cauchy", [](const Parameters& x) { return cauchy(x.location, x.scale); }},
    {"gumbel", [](const Parameters& x) { return gumbel(x.location, x.scale); }},
    {"gamma", [](const Parameters& x) { return gamma(x.first, 1 / x.scale); }},
    {"weibull", [](const Parameters& x) { return weibull(x.first, x.scale); }},
    {"lognormal", [](const Parameters& x) { return lognormal(x.location, x.scale / 3); }},
    {"pareto", [](const Parameters& x) { return pareto(x.scale, x.second); }},
    {"poisson", [](const Parameters& x) { return poisson(x.scale * x.second); }},
    {"geometric", [](const Parameters& x) { return geometric(x.first / 8.01); }},
    {"binomial", [](const Parameters& x) { return binomial(std::ceil(3 * x.second), x.first / 8.01); }},
};
// The last so many of these are laws on the integers.
constexpr std::size_t kDiscrete = 3;

const Row* row_of(std::string_view name) {
  const auto found = std::find_if(std::begin(kRows), std::end(kRows), [name](const Row& row) { return row.name == name; });
  return found == std::end(kRows) ? nullptr : &*found;
}

/// Whether a density is of the families chosen, its components if it is a mixture.
bool of_families(const Density& density, const std::vector<std::string>& families) {
  const auto parts = density.components();
  if (!parts.empty())
    return std::all_of(parts.begin(), parts.end(),
                       [&](const Component& part) { return of_families(*part.density, families); });
  const std::string spec = density.spec();
  if (spec.starts_with("csv:")) return false;  // nobody could type it
  return families.empty() || std::any_of(families.begin(), families.end(), [&](const std::string& name) {
           return spec.starts_with(name + "(");
         });
}

std::vector<DensityPtr> of_the_theorems(Draw& draw, const std::vector<std::string>& families) {
  const double kind = draw.uniform();
  const Relation relation = kind < 0.2   ? Relation::near
                            : kind < 0.3 ? Relation::disjoint
                                         : Relation::generic;
  constexpr int kMost = 100'000;  // draws; one in 36 is of a given pair of families
  for (int k = 0; k < kMost; ++k) {
    auto pair = random_densities(draw, k == 0 ? relation : Relation::generic);
    if (of_families(*pair[0], families) && of_families(*pair[1], families)) return pair;
  }
  ensure(false, "a random pair of every family");
  return {};
}

Parameters random_parameters(Draw& draw) {
  return {draw.uniform(-3, 3), draw.log_uniform(0.05, 5), draw.log_uniform(0.4, 8), draw.log_uniform(0.4, 8)};
}

Parameters moved(Parameters of, Draw& draw) {
  const double step = draw.log_uniform(1e-6, 0.1);
  of.location += draw.uniform(-step, step) * of.scale;
  of.scale *= 1 + draw.uniform(-step, step);
  of.first *= 1 + draw.uniform(-step, step);
  of.second *= 1 + draw.uniform(-step, step);
  return of;
}

/// A law of one of the families, of the others by the theorems' laws.
DensityPtr single(Draw& draw, const std::string& family, const Parameters& of) {
  if (const Row* row = row_of(family)) return row->make(of);
  return of_the_theorems(draw, {family}).front();
}

DensityPtr law(Draw& draw, const std::vector<std::string>& families) {
  const auto family = [&] { return families[draw.below(static_cast<std::uint32_t>(families.size()))]; };
  const DensityPtr first = single(draw, family(), random_parameters(draw));
  if (!draw.chance(0.2) || !first->components().empty()) return first;
  const DensityPtr second = single(draw, family(), random_parameters(draw));
  if (!second->components().empty()) return first;
  const double weight = draw.share(), weights[] = {weight, 1 - weight};
  const DensityPtr parts[] = {first, second};
  if (!is_discrete(*first)) return mixture(weights, parts);
  const Exact exact[] = {weight, 1 - Exact(weight)};
  return lattice_mixture(exact, parts);
}

bool discrete_family(const std::string& name) {
  const Row* row = row_of(name);
  return row != nullptr && row >= std::end(kRows) - kDiscrete;
}

}  // namespace

std::vector<DensityPtr> claim_laws(Draw& draw, const std::vector<std::string>& families) {
  const bool known = std::all_of(families.begin(), families.end(),
                                 [](const std::string& name) { return row_of(name) == nullptr; });
  if (known && (!families.empty() || draw.chance(0.5))) return of_the_theorems(draw, families);
  std::vector<std::string> chosen = families;
  if (chosen.empty()) {
    const bool discrete = draw.chance(0.2);
    for (const Row& row : kRows)
      if (discrete_family(std::string(row.name)) == discrete) chosen.emplace_back(row.name);
  }
  const auto discrete = static_cast<std::size_t>(std::count_if(chosen.begin(), chosen.end(), discrete_family));
  require(discrete == 0 || discrete == chosen.size(), "families on the integers, such as ",
          discrete == 0 ? "" : *std::find_if(chosen.begin(), chosen.end(), discrete_family),
          ", and with densities, expected one of the two kinds");
  const std::string& family = chosen[draw.below(static_cast<std::uint32_t>(chosen.size()))];
  if (const Row* row = row_of(family); row != nullptr && draw.chance(0.2)) {
    const Parameters start = random_parameters(draw);
    return {row->make(start), row->make(moved(start, draw))};
  }
  DensityPtr first = law(draw, chosen);
  return {first, law(draw, chosen)};
}

}  // namespace verigan::theory

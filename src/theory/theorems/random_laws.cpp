// SPDX-License-Identifier: MIT
#include "theory/theorems/random_laws.hpp"

#include <cmath>

#include "theory/densities.hpp"
#include "theory/grid.hpp"

namespace verigan::theory {
namespace {

/// A family and its parameters, so that a near relative can be drawn.
struct Parameters {
  std::uint32_t family;
  double location, scale, first, second;
};

constexpr std::uint32_t kFamilies = 6;

Parameters random_parameters(RandomInstance& draw) {
  return {draw.below(kFamilies), draw.uniform(-3, 3), draw.log_uniform(0.05, 5),
          draw.log_uniform(0.4, 6), draw.log_uniform(0.4, 6)};
}

DensityPtr make(const Parameters& of) {
  switch (of.family) {
    case 0: return normal(of.location, of.scale);
    case 1: return logistic(of.location, of.scale);
    case 2: return laplace(of.location, of.scale);
    case 3: return uniform(of.location - of.scale, of.location + of.scale);
    case 4: return exponential(1 / of.scale);
    default: return beta(of.first, of.second);
  }
}

DensityPtr random_table(RandomInstance& draw) {
  const std::size_t n = 3 + draw.below(8);
  std::vector<double> x, y;
  double at = draw.uniform(-4, 0);
  for (std::size_t k = 0; k < n; ++k) {
    x.push_back(at);
    y.push_back(draw.uniform());
    at += draw.log_uniform(0.1, 2);
  }
  return tabulated(std::move(x), std::move(y), "csv:random");
}

DensityPtr random_mixture(RandomInstance& draw) {
  const double weight = draw.share();
  const DensityPtr parts[] = {make(random_parameters(draw)), make(random_parameters(draw))};
  const double weights[] = {weight, 1 - weight};
  return mixture(weights, parts);
}

/// The same law with every parameter moved by up to `step` of itself.
Parameters moved(Parameters of, RandomInstance& draw, double step) {
  of.location += draw.uniform(-step, step) * of.scale;
  of.scale *= 1 + draw.uniform(-step, step);
  of.first *= 1 + draw.uniform(-step, step);
  of.second *= 1 + draw.uniform(-step, step);
  return of;
}

/// A law that lives left (or right) of 0, perhaps touching it.
DensityPtr one_sided(RandomInstance& draw, bool left) {
  const double gap = draw.chance(0.3) ? 0 : draw.log_uniform(1e-3, 3);
  const double width = draw.log_uniform(0.05, 5);
  if (left) return uniform(-gap - width, -gap);
  if (gap == 0 && draw.chance(0.5)) return exponential(1 / width);
  return uniform(gap, gap + width);
}

}  // namespace

DensityPtr random_density(RandomInstance& draw) {
  const double kind = draw.uniform();
  if (kind < 0.2) return random_mixture(draw);
  if (kind < 0.3) return random_table(draw);
  return make(random_parameters(draw));
}

std::vector<DensityPtr> random_densities(RandomInstance& draw, Relation relation) {
  const Parameters start = random_parameters(draw);
  switch (relation) {
    case Relation::near:
      return {make(start), make(moved(start, draw, draw.log_uniform(1e-8, 0.1)))};
    case Relation::equal: {
      const DensityPtr law = random_density(draw);
      if (draw.chance(0.5)) return {law, law};
      const double weight = draw.uniform(0.1, 0.9), weights[] = {weight, 1 - weight};
      const DensityPtr parts[] = {law, law};
      return {law, mixture(weights, parts)};  // the same law written otherwise
    }
    case Relation::disjoint: {
      const bool left = draw.chance(0.5);
      DensityPtr first = one_sided(draw, left);
      return {first, one_sided(draw, !left)};
    }
    case Relation::generic: break;
  }
  DensityPtr first = random_density(draw);
  return {first, random_density(draw)};
}

std::vector<Ball> normalised(std::span<const double> weights) {
  const auto size = [](double w) { return w < 1e-250 ? 0 : w; };
  Ball sum = 0;
  for (const double w : weights) sum += size(w);
  std::vector<Ball> masses;
  for (const double w : weights) masses.push_back(Ball(size(w)) / sum);
  return masses;
}

std::vector<double> random_weights(RandomInstance& draw, std::size_t n) {
  const double power = draw.uniform(0.2, 3), empty = draw.chance(0.5) ? draw.uniform(0, 0.5) : 0;
  std::vector<double> weights(n);
  for (double& w : weights) {
    const double size = std::pow(-std::log(draw.uniform()), power);
    w = draw.chance(empty) ? 0 : size;
  }
  weights[draw.below(static_cast<std::uint32_t>(n))] = 1;
  return weights;
}

namespace {

/// Two continuous laws, binned between cuts of the line.
std::vector<std::vector<Ball>> binned_densities(RandomInstance& draw) {
  const DensityPtr first = random_density(draw), second = random_density(draw);
  const std::size_t n = 2 + draw.below(60);
  const double lower = draw.uniform(-6, 0), width = draw.log_uniform(2, 12);
  std::vector<double> edges{-1e6};
  for (std::size_t k = 0; k <= n; ++k) {
    edges.push_back(lower + width * static_cast<double>(k) / static_cast<double>(n));
  }
  edges.push_back(1e6);
  return {normalised(bin_masses(*first, edges)), normalised(bin_masses(*second, edges))};
}

}  // namespace

std::vector<std::vector<Ball>> random_masses(RandomInstance& draw, Relation relation) {
  if (relation == Relation::generic && draw.chance(0.3)) return binned_densities(draw);
  const std::size_t n = draw.chance(0.25) ? 2 : 2 + draw.below(39);
  std::vector<double> first = random_weights(draw, n), second = random_weights(draw, n);
  const double step = draw.log_uniform(1e-8, 0.1);
  const double scale = draw.log_uniform(0.1, 10);
  for (std::size_t k = 0; k < n; ++k) {
    if (relation == Relation::near) second[k] = first[k] * (1 + draw.uniform(-step, step));
    if (relation == Relation::equal) second[k] = first[k] * scale;
    if (relation == Relation::disjoint) (k % 2 == 0 ? first : second)[k] = 0;
  }
  if (relation == Relation::disjoint) first[1] = second[0] = 1;
  return {normalised(first), normalised(second)};
}

}  // namespace verigan::theory

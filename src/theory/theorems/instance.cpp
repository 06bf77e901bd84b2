// SPDX-License-Identifier: MIT
#include "theory/theorems/instance.hpp"

#include <cmath>

#include "core/check.hpp"
#include "theory/densities.hpp"
#include "theory/divergence.hpp"
#include "theory/grid.hpp"
#include "theory/mesh.hpp"

namespace verigan::theory {
namespace {

Ball ball(const Estimate& estimate) { return {estimate.value, estimate.error}; }

/// A family and its parameters, so that a near relative can be drawn.
struct Parameters {
  std::uint32_t family;
  double location, scale, first, second;
};

constexpr std::uint32_t kSmoothFamilies = 2;  // normal, logistic
constexpr std::uint32_t kSimpleFamilies = 6;

Parameters random_parameters(Draw& draw, std::uint32_t families) {
  return {draw.below(families), draw.uniform(-3, 3), draw.log_uniform(0.05, 5),
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

DensityPtr random_table(Draw& draw) {
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

DensityPtr random_mixture(Draw& draw, std::uint32_t families) {
  const double weight = draw.share();
  const DensityPtr parts[] = {make(random_parameters(draw, families)),
                              make(random_parameters(draw, families))};
  const double weights[] = {weight, 1 - weight};
  return mixture(weights, parts);
}

/// The same law with every parameter moved by up to `step` of itself.
Parameters moved(Parameters of, Draw& draw, double step) {
  of.location += draw.uniform(-step, step) * of.scale;
  of.scale *= 1 + draw.uniform(-step, step);
  of.first *= 1 + draw.uniform(-step, step);
  of.second *= 1 + draw.uniform(-step, step);
  return of;
}

/// A law on a bounded interval to the left (or right) of 0, perhaps touching it.
DensityPtr one_sided(Draw& draw, bool left) {
  const double gap = draw.chance(0.3) ? 0 : draw.log_uniform(1e-3, 3);
  const double width = draw.log_uniform(0.05, 5);
  if (!left) return draw.chance(0.3) && gap == 0 ? exponential(1 / width) : uniform(gap, gap + width);
  return uniform(-gap - width, -gap);
}

std::vector<DensityPtr> random_densities(Draw& draw, Relation relation) {
  const Parameters start = random_parameters(draw, kSimpleFamilies);
  switch (relation) {
    case Relation::near: return {make(start), make(moved(start, draw, draw.log_uniform(1e-8, 0.1)))};
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

/// Weights scaled to mass 1, those below 1e-250 counting as 0; the error of the scaling rides along.
std::vector<Ball> normalised(std::span<const double> weights) {
  const auto size = [](double w) { return w < 1e-250 ? 0 : w; };
  Ball sum = 0;
  for (const double w : weights) sum += size(w);
  std::vector<Ball> masses;
  for (const double w : weights) masses.push_back(Ball(size(w)) / sum);
  return masses;
}

/// Exponential weights raised to a random power, some of them 0; one weight at least is not.
std::vector<double> random_weights(Draw& draw, std::size_t n) {
  const double power = draw.uniform(0.2, 3), empty = draw.chance(0.5) ? draw.uniform(0, 0.5) : 0;
  std::vector<double> weights(n);
  for (double& w : weights) {
    const double size = std::pow(-std::log(draw.uniform()), power);
    w = draw.chance(empty) ? 0 : size;
  }
  weights[draw.below(static_cast<std::uint32_t>(n))] = 1;
  return weights;
}

/// Two continuous laws, binned between cuts of the line.
std::vector<std::vector<Ball>> binned_densities(Draw& draw) {
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

std::vector<std::vector<Ball>> random_masses(Draw& draw, Relation relation) {
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
  if (relation == Relation::equal) return {normalised(first), normalised(first)};
  return {normalised(first), normalised(second)};
}

}  // namespace

DensityPtr random_density(Draw& draw) {
  const double kind = draw.uniform();
  if (kind < 0.2) return random_mixture(draw, kSimpleFamilies);
  if (kind < 0.3) return random_table(draw);
  return make(random_parameters(draw, kSimpleFamilies));
}

DensityPtr random_smooth_density(Draw& draw) {
  if (draw.chance(0.3)) return random_mixture(draw, kSmoothFamilies);
  return make(random_parameters(draw, kSmoothFamilies));
}

Output ratio_discriminator(const Site& at) {
  const Ball sum = at.p + at.q;
  return {at.p / sum, at.q / sum};
}

Output ratio_discriminator(const Site& at, double alpha) {
  const Ball p = alpha * at.p, q = (1 - Ball(alpha)) * at.q;
  return {p / (p + q), q / (p + q)};
}

Ball bernoulli_kl(const Output& a, const Output& b) {
  return x_ln_ratio(a.d, b.d) + x_ln_ratio(a.complement, b.complement);
}

Ball entropy(double alpha) {
  const Ball rest = 1 - Ball(alpha);
  return -(x_ln_y(alpha, alpha) + x_ln_y(rest, rest));
}

Instance Instance::random(Draw& draw) {
  const std::uint32_t kind = draw.below(8);
  return random(draw, kind < 3 ? static_cast<Relation>(kind + 1) : Relation::generic);
}

Instance Instance::random(Draw& draw, Relation relation) {
  Instance instance;
  instance.relation_ = relation;
  const bool between = draw.chance(0.25);
  if (draw.chance(0.5)) {
    instance.densities_ = random_densities(draw, relation);
    const double half[] = {0.5, 0.5};
    instance.densities_.push_back(between ? mixture(half, instance.densities_) : random_density(draw));
    return instance;
  }
  instance.masses_ = random_masses(draw, relation);
  const std::vector<Ball>&p = instance.masses_[0], &q = instance.masses_[1];
  std::vector<Ball> third = normalised(random_weights(draw, p.size()));
  for (std::size_t k = 0; between && k < p.size(); ++k) third[k] = (p[k] + q[k]) / 2;
  instance.masses_.push_back(std::move(third));
  return instance;
}

Instance Instance::of_weights(std::span<const double> p, std::span<const double> q) {
  Instance instance;
  instance.masses_ = {normalised(p), normalised(q)};
  return instance;
}

namespace {

/// The pair at a point, each with the error its logarithm states. Below 1e-290 they count as 0, and below
/// 1e-290 times the other: quotients of the two would underflow.
Site site_of(const LogPair& at) {
  constexpr double negligible = -667;
  const auto density = [](double log_pdf, double other, double error) {
    return log_pdf < negligible + std::max(other, 0.0) ? Ball(0) : exp(Ball(log_pdf, error));
  };
  return {at.x.value(), density(at.log_p, at.log_q, at.error_p), density(at.log_q, at.log_p, at.error_q)};
}

}  // namespace

std::vector<Site> Instance::sites(Draw& draw, std::size_t count, std::size_t i, std::size_t j) const {
  std::vector<Site> sites;
  while (sites.size() < count) {
    const std::size_t from = draw.chance(0.5) ? i : j;
    Site at{};
    if (on_grid()) {
      const std::uint32_t cell = draw.below(static_cast<std::uint32_t>(masses_[0].size()));
      at = {static_cast<double>(cell), masses_[i][cell], masses_[j][cell]};
    } else {
      const Point x = densities_[from]->quantile(Mass{0, draw.uniform()});
      at = site_of(evaluate(density(i), density(j), x));
    }
    if (at.p.value + at.q.value > 0) sites.push_back(at);
  }
  return sites;
}

Discriminator Instance::random_discriminator_of_x(Draw& draw) const {
  const auto of_logit = [](double logit) {
    const Ball small = exp(Ball(-std::abs(logit)));
    const Ball less = small / (1 + small), more = 1 / (1 + small);
    return logit < 0 ? Output{less, more} : Output{more, less};
  };
  const double level = draw.uniform(-2, 2), slope = draw.uniform(-5, 5);
  if (on_grid()) {
    std::vector<Output> table;
    for (std::size_t k = 0; k < masses_[0].size(); ++k) {
      table.push_back(of_logit(level + slope * draw.uniform(-1, 1)));
    }
    return [table](const Site& at) { return table[static_cast<std::size_t>(at.x)]; };
  }
  const double centre = density(0).mean();
  const double width = std::sqrt(density(0).variance() + density(1).variance());
  return [=](const Site& at) { return of_logit(level + slope * std::tanh((at.x - centre) / width)); };
}

Discriminator Instance::random_discriminator(Draw& draw) const {
  if (draw.chance(0.5)) return random_discriminator_of_x(draw);
  const Ball odds = draw.log_uniform(1e-3, 1e3);
  return [odds](const Site& at) { return ratio_discriminator(Site{at.x, odds * at.p, at.q}); };
}

void Instance::integrate_all(std::size_t count, const Integrands& f, std::span<Ball> out,
                             std::size_t i, std::size_t j, Cut cut) const {
  std::vector<Ball> values(count);
  if (on_grid()) {
    for (std::size_t cell = 0; cell < masses_[i].size(); ++cell) {
      const Site at{static_cast<double>(cell), masses_[i][cell], masses_[j][cell]};
      if (at.p.value + at.q.value == 0) continue;
      f(at, values);
      for (std::size_t k = 0; k < count; ++k) out[k] += values[k];
    }
    return;
  }
  const Density &p = density(i), &q = density(j);
  std::vector<MeshPanel> mesh = make_mesh(p, q);
  if (cut == Cut::crossings) mesh = split_at_crossings(mesh, p, q);
  const auto estimates =
      integrate_mesh(mesh, p, q, count, [&](const LogPair& pair, std::span<Term> terms) {
        const Site at = site_of(pair);
        if (at.p.value + at.q.value == 0) return;
        f(at, values);
        const Ball jacobian = exp(Ball(pair.log_jacobian));
        for (std::size_t k = 0; k < count; ++k) {
          const Ball term = jacobian * values[k];
          terms[k] = {term.value, term.error};
        }
      });
  for (std::size_t k = 0; k < count; ++k) out[k] = ball(estimates[k]);
}

Ball Instance::kl(std::size_t i, std::size_t j) const {
  if (!on_grid()) return ball(theory::kl(density(i), density(j)));
  return integrate<1>([](const Site& at) { return std::array{x_ln_ratio(at.p, at.q)}; }, i, j)[0];
}

Ball Instance::js(double alpha, std::size_t i, std::size_t j) const {
  if (!on_grid()) return ball(js_alpha(density(i), density(j), alpha));
  const Ball rest = 1 - Ball(alpha);
  return integrate<1>([&](const Site& at) {
    const Ball m = alpha * at.p + rest * at.q;
    return std::array{alpha * x_ln_ratio(at.p, m) + rest * x_ln_ratio(at.q, m)};
  }, i, j)[0];
}

Ball Instance::jsd(std::size_t i, std::size_t j) const {
  return on_grid() ? js(0.5, i, j) : ball(theory::jsd(density(i), density(j)));
}

Ball Instance::total_variation(std::size_t i, std::size_t j) const {
  if (!on_grid()) return ball(theory::total_variation(density(i), density(j)));
  return integrate<1>([](const Site& at) { return std::array{abs(at.p - at.q) / 2}; }, i, j)[0];
}

Ball Instance::hellinger2(std::size_t i, std::size_t j) const {
  if (!on_grid()) return ball(theory::hellinger2(density(i), density(j)));
  return integrate<1>([](const Site& at) {
    const Ball difference = sqrt(at.p) - sqrt(at.q);
    return std::array{difference * difference / 2};
  }, i, j)[0];
}

}  // namespace verigan::theory

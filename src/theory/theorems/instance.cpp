// SPDX-License-Identifier: MIT
#include "theory/theorems/instance.hpp"

#include <cmath>

#include "theory/densities.hpp"
#include "theory/divergence.hpp"
#include "theory/mesh.hpp"

namespace verigan::theory {
namespace {

Ball ball(const Estimate& estimate) { return {estimate.value, estimate.error}; }

// "p = masses 0.25 0.75".
std::string masses_text(char name, std::span<const Ball> masses) {
  std::string text = std::string(1, name) + " = masses";
  for (const Ball& mass : masses) text.append(1, ' ').append(shortest(mass.value));
  return text;
}

}  // namespace

Output ratio_discriminator(const SamplePoint& at) {
  const Ball sum = at.p + at.q;
  return {at.p / sum, at.q / sum};
}

Output ratio_discriminator(const SamplePoint& at, double alpha) {
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

Instance Instance::random(RandomInstance& draw) {
  const std::uint32_t kind = draw.below(8);
  return random(draw, kind < 3 ? static_cast<Relation>(kind + 1) : Relation::generic);
}

Instance Instance::random(RandomInstance& draw, Relation relation) {
  Instance instance;
  instance.relation_ = relation;
  const bool between = draw.chance(0.25);
  if (draw.chance(0.5)) {
    instance.densities_ = random_densities(draw, relation);
    const double half[] = {0.5, 0.5};
    instance.densities_.push_back(between ? mixture(half, instance.densities_)
                                          : random_density(draw));
    if (draw.recording())
      for (const std::size_t i : {0, 1, 2})
        draw.note(std::string(1, "pqr"[i]) + " = " + instance.density(i).spec());
    return instance;
  }
  instance.masses_ = random_masses(draw, relation);
  const std::vector<Ball>&p = instance.masses_[0], &q = instance.masses_[1];
  std::vector<Ball> third = normalised(random_weights(draw, p.size()));
  for (std::size_t k = 0; between && k < p.size(); ++k) third[k] = (p[k] + q[k]) / 2;
  instance.masses_.push_back(std::move(third));
  if (draw.recording())
    for (const std::size_t i : {0, 1, 2}) draw.note(masses_text("pqr"[i], instance.masses_[i]));
  return instance;
}

Instance Instance::of_weights(std::span<const double> p, std::span<const double> q) {
  Instance instance;
  instance.masses_ = {normalised(p), normalised(q)};
  return instance;
}

namespace {

/// The pair at a point, each with the error its logarithm states. Below 1e-290 they count as 0, and
/// below 1e-290 times the other: quotients of the two would underflow.
SamplePoint site_of(const LogPair& at) {
  constexpr double negligible = -667;
  const auto density = [](double log_pdf, double other, double error) {
    return log_pdf < negligible + std::max(other, 0.0) ? Ball(0) : exp(Ball(log_pdf, error));
  };
  return {at.x.value(), density(at.log_p, at.log_q, at.error_p),
          density(at.log_q, at.log_p, at.error_q)};
}

}  // namespace

std::vector<SamplePoint> Instance::sites(RandomInstance& draw, std::size_t count, std::size_t i,
                                  std::size_t j) const {
  std::vector<SamplePoint> sites;
  while (sites.size() < count) {
    const std::size_t from = draw.chance(0.5) ? i : j;
    SamplePoint at{};
    if (on_grid()) {
      const std::uint32_t cell = draw.below(static_cast<std::uint32_t>(masses_[0].size()));
      at = {static_cast<double>(cell), masses_[i][cell], masses_[j][cell]};
    } else {
      const Point x = densities_[from]->quantile(Mass{0, draw.uniform()});
      at = site_of(DensityPair(density(i), density(j)).at(x));
    }
    if (at.p.value + at.q.value > 0) sites.push_back(at);
  }
  return sites;
}

Discriminator Instance::random_discriminator_of_x(RandomInstance& draw) const {
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
    return [table](const SamplePoint& at) { return table[static_cast<std::size_t>(at.x)]; };
  }
  const double centre = density(0).mean();
  const double width = std::sqrt(density(0).variance() + density(1).variance());
  return
      [=](const SamplePoint& at) { return of_logit(level + slope * std::tanh((at.x - centre) / width)); };
}

Discriminator Instance::random_discriminator(RandomInstance& draw) const {
  if (draw.chance(0.5)) return random_discriminator_of_x(draw);
  const Ball odds = draw.log_uniform(1e-3, 1e3);
  return [odds](const SamplePoint& at) { return ratio_discriminator(SamplePoint{at.x, odds * at.p, at.q}); };
}

void Instance::integrate_all(std::size_t count, const Integrands& f, std::span<Ball> out,
                             std::size_t i, std::size_t j, Cut cut) const {
  std::vector<Ball> values(count);
  if (on_grid()) {
    for (std::size_t cell = 0; cell < masses_[i].size(); ++cell) {
      const SamplePoint at{static_cast<double>(cell), masses_[i][cell], masses_[j][cell]};
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
        const SamplePoint at = site_of(pair);
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
  return integrate<1>([](const SamplePoint& at) { return std::array{x_ln_ratio(at.p, at.q)}; }, i, j)[0];
}

Ball Instance::js(double alpha, std::size_t i, std::size_t j) const {
  if (!on_grid()) return ball(js_alpha(density(i), density(j), alpha));
  const Ball rest = 1 - Ball(alpha);
  return integrate<1>(
      [&](const SamplePoint& at) {
        const Ball m = alpha * at.p + rest * at.q;
        return std::array{alpha * x_ln_ratio(at.p, m) + rest * x_ln_ratio(at.q, m)};
      },
      i, j)[0];
}

Ball Instance::jsd(std::size_t i, std::size_t j) const {
  return on_grid() ? js(0.5, i, j) : ball(theory::jsd(density(i), density(j)));
}

Ball Instance::total_variation(std::size_t i, std::size_t j) const {
  if (!on_grid()) return ball(theory::total_variation(density(i), density(j)));
  return integrate<1>([](const SamplePoint& at) { return std::array{abs(at.p - at.q) / 2}; }, i, j)[0];
}

Ball Instance::hellinger2(std::size_t i, std::size_t j) const {
  if (!on_grid()) return ball(theory::hellinger2(density(i), density(j)));
  return integrate<1>(
      [](const SamplePoint& at) {
        const Ball difference = sqrt(at.p) - sqrt(at.q);
        return std::array{difference * difference / 2};
      },
      i, j)[0];
}

}  // namespace verigan::theory

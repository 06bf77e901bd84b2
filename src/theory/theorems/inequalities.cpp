// SPDX-License-Identifier: MIT
// T32: how the divergences bound each other, and that no map of the space raises one.
#include <algorithm>
#include <cmath>

#include "theory/divergence.hpp"
#include "theory/f_generators.hpp"
#include "theory/grid.hpp"
#include "theory/theorems/instance.hpp"
#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

struct Constants {
  double pinsker = 0.5;       // TV ≤ √(c·KL)
  double hellinger = 2;       // TV ≤ H√(c − H²)
  double lower_jsd = 0.5;     // c·TV² ≤ JSD
  double lower_js_alpha = 2;  // c·α(1−α)TV² ≤ JS_α
  double ceiling = 1;         // JSD ≤ c·TV·ln 2, JS_α ≤ c·H(α)·TV
  bool raises = false;        // binning raises divergences
};

/// Pairs at which some inequality is all but an equality: two even cells tilted against each other,
/// and flat laws that agree where they overlap.
Instance tight_pair(RandomInstance& draw) {
  if (draw.chance(0.5)) {
    const double tilt = draw.log_uniform(1e-3, 0.5);
    const double p[] = {0.5 + tilt / 2, 0.5 - tilt / 2}, q[] = {0.5 - tilt / 2, 0.5 + tilt / 2};
    return Instance::of_weights(p, q);
  }
  const std::uint32_t shift = 1 + draw.below(9);
  std::vector<double> p(10 + shift), q(10 + shift);
  std::fill_n(p.begin(), 10, 1.0);
  std::fill_n(q.begin() + shift, 10, 1.0);
  return Instance::of_weights(p, q);
}

void check_bounds(RandomInstance& draw, Evidence& evidence, const Constants& c) {
  const double alpha = draw.share();
  const Instance laws = draw.chance(0.25) ? tight_pair(draw) : Instance::random(draw);
  const Ball tv = laws.total_variation(), h2 = laws.hellinger2(), jsd = laws.jsd(),
             js = laws.js(alpha);
  evidence.at_most("TV ≤ √(KL/2)", tv, sqrt(c.pinsker * laws.kl()));
  evidence.at_most("H² ≤ TV", h2, tv);
  // H ≤ 1, so that the last bits of H² cannot make c − H² negative unless the constant is wrong.
  evidence.at_most("TV ≤ H√(2−H²)", tv, sqrt(h2 * (c.hellinger - h2)));
  evidence.at_most("TV²/2 ≤ JSD", c.lower_jsd * tv * tv, jsd);
  evidence.at_most("JSD ≤ TV·ln 2", jsd, c.ceiling * tv * log_of(2));
  evidence.at_most("2α(1−α)TV² ≤ JS_α", c.lower_js_alpha * alpha * (1 - Ball(alpha)) * tv * tv, js);
  evidence.at_most("JS_α ≤ H(α)·TV", js, c.ceiling * entropy(alpha) * tv);
}

/// D_f of masses by the library, with a bound on its rounding: each term q f(u), u = p/q, to the
/// rounding of f and of u, which |u f′(u)| carries into it.
Ball f_divergence_of(std::span<const Ball> p, std::span<const Ball> q, const FGenerator& f) {
  std::vector<double> p_values, q_values;
  double error = 0, sum = 0;
  for (std::size_t k = 0; k < p.size(); ++k) {
    const double a = p[k].value, b = q[k].value;
    p_values.push_back(a);
    q_values.push_back(b);
    if (a == 0 && b == 0) continue;
    const double u = std::clamp(a / b, 1e-300, 1e300);  // f is at its limits there
    const double relative =
        4 * kRounding + (a > 0 ? p[k].error / a : 0) + (b > 0 ? q[k].error / b : 0);
    double term = a == 0 ? b * f.at_zero : b == 0 ? a * f.slope_at_infinity : b * f.f(u);
    if (a == 0 && b > 0 && f.at_zero == 0) term = 0;
    const double slope = a > 0 && b > 0 ? a * std::abs(f.derivative(u)) : 0;
    error += relative * (std::abs(term) + slope) + 8 * kRounding * (a + b + std::abs(term));
    sum += std::abs(term);
  }
  const double n = static_cast<double>(p.size());
  return {f_divergence(p_values, q_values, f), error + n * kRounding * sum};
}

/// A pushforward does not raise D_f. Where f grows like a power (χ²) and the laws are far apart,
/// D_f can lie beyond the largest double and is not known; no claim is made then.
void compare(Evidence& evidence, const char* claim, const FGenerator& f, Ball fine, Ball coarse,
             bool raises) {
  if (f.growth > 1 && !(fine.error + coarse.error < INFINITY)) return;
  evidence.at_most(claim, raises ? fine : coarse, raises ? coarse : fine);
}

/// Merges neighbouring cells at random.
void check_merging(const Instance& laws, RandomInstance& draw, Evidence& evidence, const FGenerator& f,
                   bool raises) {
  std::vector<Ball> p{0}, q{0};
  for (std::size_t k = 0; k < laws.masses(0).size(); ++k) {
    p.back() += laws.masses(0)[k];
    q.back() += laws.masses(1)[k];
    if (draw.chance(0.5)) p.push_back(0), q.push_back(0);
  }
  const Ball fine = f_divergence_of(laws.masses(0), laws.masses(1), f),
             coarse = f_divergence_of(p, q, f);
  compare(evidence, "merging cells", f, fine, coarse, raises);
}

/// Bins a continuous pair between random edges; the outermost bins hold all that lies beyond.
void check_binning(const Instance& laws, RandomInstance& draw, Evidence& evidence, const FGenerator& f,
                   bool raises) {
  std::vector<double> edges{-1e6};
  for (const SamplePoint& at : laws.sites(draw, 1 + draw.below(8))) edges.push_back(at.x);
  edges.push_back(1e6);
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  // A bin's mass is a difference of two distribution functions, each within their stated errors.
  const auto balls = [&](std::size_t law) {
    std::vector<Ball> masses;
    const std::vector<double> values = bin_masses(laws.density(law), edges);
    for (std::size_t k = 0; k < values.size(); ++k) {
      const double error =
          laws.density(law).cdf(edges[k]).error + laws.density(law).cdf(edges[k + 1]).error;
      masses.push_back({values[k], values[k] == 0 ? 0 : error + 2 * kRounding * values[k]});
    }
    return masses;
  };
  const std::vector<Ball> all_p = balls(0), all_q = balls(1);
  // A bin so far out that its mass underflows joins the next one, where f would make ∞ of it.
  std::vector<Ball> p{0}, q{0};
  for (std::size_t k = 0; k < all_p.size(); ++k) {
    p.back() += all_p[k];
    q.back() += all_q[k];
    const bool lost = (std::isinf(f.at_zero) && p.back().value < 1e-290) ||
                      (std::isinf(f.slope_at_infinity) && q.back().value < 1e-290);
    if (!lost && k + 1 < all_p.size()) p.push_back(0), q.push_back(0);
  }
  if (p.size() > 1 && (p.back().value < 1e-290 || q.back().value < 1e-290)) {
    p[p.size() - 2] += p.back(), q[q.size() - 2] += q.back();
    p.pop_back(), q.pop_back();
  }
  const Estimate whole = f_divergence(laws.density(0), laws.density(1), f);
  const Ball fine{whole.value, whole.error}, coarse = f_divergence_of(p, q, f);
  compare(evidence, "binning", f, fine, coarse, raises);
}

Check with(const Constants& constants) {
  return [constants](RandomInstance& draw, Evidence& evidence) {
    check_bounds(draw, evidence, constants);
    const std::vector<FGenerator> table = f_generators(draw.uniform(0.05, 0.95));
    const FGenerator& f = table[draw.below(static_cast<std::uint32_t>(table.size()))];
    const Instance laws = Instance::random(draw);
    (laws.on_grid() ? check_merging : check_binning)(laws, draw, evidence, f, constants.raises);
  };
}

}  // namespace

Theorem inequalities() {
  return {.id = "T32",
          .title = "Inequalities between divergences",
          .statement =
              "TV ≤ √(KL/2); H² ≤ TV ≤ H√(2−H²); TV²/2 ≤ JSD ≤ TV·ln 2; 2α(1−α)TV² ≤ JS_α ≤ "
              "H(α)·TV; binning or any pushforward never raises an f-divergence",
          .source = "lit",
          .check = with({}),
          .mutants = {{"TV ≤ √(KL/2.2)", 0.1, with({.pinsker = 1 / 2.2})},
                      {"TV ≤ H√(1.9−H²)", 0.25, with({.hellinger = 1.9})},
                      {"0.55·TV² ≤ JSD", 0.1, with({.lower_jsd = 0.55})},
                      {"2.2·α(1−α)TV² ≤ JS_α", 0.1, with({.lower_js_alpha = 2.2})},
                      {"JSD ≤ 0.95·TV·ln 2", 0.25, with({.ceiling = 0.95})},
                      {"binning raises", 0.6, with({.raises = true})}}};
}

}  // namespace verigan::theory::rows

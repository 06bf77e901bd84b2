// SPDX-License-Identifier: MIT
// T22: every row of the table of f-divergences, as the best that a critic can reach.
#include <algorithm>
#include <cmath>

#include "core/numeric.hpp"
#include "theory/divergence.hpp"
#include "theory/f_generators.hpp"
#include "theory/grid.hpp"
#include "theory/theorems/instance.hpp"
#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

Ball ball(const Estimate& estimate) { return {estimate.value, estimate.error}; }

using Table = std::vector<FGenerator> (*)(double alpha);

/// Rounding of the table's functions, in units of 2⁻⁵³ of what they are made of.
constexpr double kUnits = 64 * kRounding;

/// p T − q f*(T) at one point: a critic's reward. A T that is off by its rounding δ moves q f*(T)
/// by q f*′(T)δ; at T = f′(u) that is p δ, which the bound takes twice for T elsewhere below u.
Ball reward(double p, double q, double t, double f_star, double slope_star) {
  const double size = p * std::abs(t) + q * std::abs(f_star) + p + q;
  return {p * t - q * f_star, kUnits * (size + q * slope_star * (1 + std::abs(t)))};
}

/// The reward of the best critic, T* = f′(p/q), its limits where p or q is 0.
Ball best_reward(const FGenerator& row, double p, double q) {
  if (q == 0) return p * Ball(row.slope_at_infinity, kUnits * std::abs(row.slope_at_infinity));
  if (p == 0) return q * Ball(row.at_zero, kUnits * std::abs(row.at_zero));
  const double t = row.critic_of_log(std::log(p) - std::log(q));
  return reward(p, q, t, row.conjugate(t), p / q * (1 + std::abs(std::log(p / q))));
}

/// On cells: Fenchel's equality, summed, and the sum by the library. Nothing is claimed where p/q
/// is so far from 1 that f* at T*, next to the end of its domain, has lost all its digits.
void check_cells(Evidence& evidence, const Instance& laws, double alpha, const FGenerator& row) {
  const double most = 27 - std::abs(logit(alpha));
  std::vector<double> p, q;
  for (std::size_t i = 0; i < laws.masses(0).size(); ++i) {
    const double a = laws.masses(0)[i].value, b = laws.masses(1)[i].value;
    if (a > 0 && b > 0 && std::abs(std::log(a / b)) > most) return;
    p.push_back(a);
    q.push_back(b);
  }
  Ball by_critic = 0, by_table = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] == 0 && q[i] == 0) continue;
    by_critic += best_reward(row, p[i], q[i]);
    if (p[i] == 0 || q[i] == 0) {
      by_table += best_reward(row, p[i], q[i]);
      continue;
    }
    const double u = p[i] / q[i], f = row.f(u);
    by_table += Ball(
        q[i] * f, kUnits * (q[i] * std::abs(f) + p[i] + q[i] + p[i] * std::abs(row.derivative(u))));
  }
  evidence.equal("E_p[T*] − E_q[f*(T*)] = Σ q f(p/q)", by_critic, by_table);
  const double d = f_divergence(p, q, row);
  evidence.equal("D_f by the library", {d, std::isfinite(d) ? by_table.error : 0}, by_table);
}

/// D_f as a ball: the library's, with the error of its quadrature or the table's rounding.
Ball divergence(const Instance& laws, const FGenerator& row) {
  if (!laws.on_grid()) return ball(f_divergence(laws.density(0), laws.density(1), row));
  Ball sum = 0;
  for (std::size_t i = 0; i < laws.masses(0).size(); ++i) {
    const Ball p = laws.masses(0)[i], q = laws.masses(1)[i];
    if (exactly_zero(p) && exactly_zero(q)) continue;
    if (exactly_zero(p) || exactly_zero(q)) {
      sum += best_reward(row, p.value, q.value);
      continue;
    }
    const double u = p.value / q.value, f = row.f(u), slope = std::abs(row.derivative(u));
    const double off = p.error / p.value + q.error / q.value + kUnits;  // relative, of u
    sum += Ball(q.value * f, off * (q.value * std::abs(f) + p.value * slope + p.value + q.value));
  }
  return sum;
}

/// Any critic stays below: T = f′(e^ℓ), ℓ some logit within ±3, so that T lies in the domain.
void check_bound(RandomInstance& draw, Evidence& evidence, const Instance& laws, const FGenerator& row,
                 Ball d_f) {
  const double sharpness = draw.uniform(0, 1);
  const auto critic = [&](double r) { return std::clamp(sharpness * r, -3.0, 3.0); };
  const Ball value = laws.integrate<1>(
      [&](const SamplePoint& at) {
        const double r = at.p.value == 0   ? -INFINITY
                         : at.q.value == 0 ? INFINITY
                                           : std::log(at.p.value / at.q.value);
        const double logit = critic(r), t = row.critic_of_log(logit), f_star = row.conjugate(t);
        const double p = at.p.value, q = at.q.value, steep = std::exp(std::abs(logit));
        Ball term = reward(p, q, t, f_star, steep);
        // p and q also move T, by dT/dℓ ≤ 2e^|ℓ| of what they are off relative to themselves.
        const double off = (p > 0 ? at.p.error / p : 0) + (q > 0 ? at.q.error / q : 0);
        term.error +=
            off * (p * (std::abs(t) + 2 * steep) + q * (std::abs(f_star) + 2 * steep * steep));
        return std::array{term};
      },
      0, 1, Cut::crossings)[0];
  evidence.at_most("no critic does better", value, d_f);
}

/// f* is +∞ above its domain, and Fenchel's inequality holds at any t.
void check_domain(RandomInstance& draw, Evidence& evidence, const FGenerator& row) {
  const double u = draw.log_uniform(1e-6, 1e6);
  const double at_best = row.critic_of_log(std::log(u));
  const double t = draw.chance(0.5) ? at_best + draw.uniform(-0.1, 0.1) : draw.uniform(-3, 3);
  const double f_star = row.conjugate(t), slack = kUnits * (1 + u * (1 + std::abs(t)));
  if (t > row.domain_upper || (t == row.domain_upper && !row.domain_closed)) {
    evidence.holds("f* = ∞ outside its domain", f_star == INFINITY);
  } else if (t < row.domain_upper - 1e-9) {
    evidence.holds("f* finite inside its domain", std::isfinite(f_star));
  }
  // Near the end of the domain f* has lost the digits that 1 − e^t has lost.
  const double room = std::isfinite(row.domain_upper) ? row.domain_upper - t : 1;
  if (std::isfinite(f_star) && (room > 1e-4 || row.domain_closed)) {
    const double lost = row.domain_closed ? 0 : kUnits / room;
    evidence.at_most("ut ≤ f(u) + f*(t)", u * t,
                     {row.f(u) + f_star, slack + kUnits * std::abs(f_star) + lost});
  }
}

/// What the rows are in terms of each other and of integrals of their own.
void check_relations(Evidence& evidence, const Instance& laws, double alpha,
                     const std::vector<FGenerator>& rows, const std::vector<Ball>& d_f) {
  const auto of = [&](const char* name) {
    for (std::size_t k = 0; k < rows.size(); ++k) {
      if (rows[k].name == name) return d_f[k];
    }
    return Ball(NAN);
  };
  const Ball jsd = laws.jsd(), js = laws.js(alpha), tv = laws.total_variation();
  evidence.equal("D_KL", of("kl"), laws.kl());
  evidence.equal("D_reverse KL", of("reverse_kl"), laws.kl(1, 0));
  evidence.equal("D_H²", of("hellinger2"), laws.hellinger2());
  evidence.equal("D_JSD", of("jsd"), jsd);
  evidence.equal("D_GAN = −ln 4 + 2 JSD", of("gan"), 2 * jsd - log_of(4));
  evidence.equal("D_TV", of("tv"), tv);
  evidence.equal("D_JSα", of("js_alpha"), js);
  evidence.equal("D_αGAN = −H(α) + JS_α", of("alpha_gan"), js - entropy(alpha));
  evidence.equal("D_absolute = TV − 1", of("absolute_error"), tv - 1);
  const Ball triangle = laws.integrate<1>(
      [](const SamplePoint& at) { return std::array{(at.p - at.q) * (at.p - at.q) / (at.p + at.q)}; })[0];
  evidence.equal("D_LSGAN = −½ + ¼∫(p−q)²/(p+q)", of("lsgan"), triangle / 4 - 0.5);
}

Check with(Table table) {
  return [table](RandomInstance& draw, Evidence& evidence) {
    const double alpha = draw.share();
    const Instance laws = Instance::random(draw);
    const std::vector<FGenerator> rows = table(alpha);
    std::vector<Ball> d_f;
    for (const FGenerator& row : rows) {
      const Ball d = divergence(laws, row);
      d_f.push_back(d);
      // χ² of laws that are far apart may lie beyond the doubles, or be known to few digits alone;
      // nothing is claimed then.
      if (row.growth > 1 && !(d.error <= 1e-9 * std::max(1.0, d.value))) continue;
      evidence.at_most("D_f ≥ f(1)", row.at_one, d);
      check_bound(draw, evidence, laws, row, d);
      check_domain(draw, evidence, row);
      if (laws.on_grid()) check_cells(evidence, laws, alpha, row);
    }
    check_relations(evidence, laws, alpha, rows, d_f);
  };
}

std::vector<FGenerator> table(double alpha) { return f_generators(alpha); }

/// The table with one of its rows changed.
template <class Change>
std::vector<FGenerator> changed(double alpha, const char* name, const Change& change) {
  std::vector<FGenerator> rows = f_generators(alpha);
  for (FGenerator& row : rows) {
    if (row.name == name) change(row);
  }
  return rows;
}
std::vector<FGenerator> doubled_conjugate(double alpha) {
  return changed(alpha, "gan", [](FGenerator& row) {
    row.conjugate = [](double t) { return t < 0 ? -log1mexp(2 * t) : INFINITY; };
  });
}
std::vector<FGenerator> halfless_hellinger(double alpha) {
  return changed(alpha, "hellinger2", [](FGenerator& row) {
    row.conjugate = [](double t) { return t < 1 ? t / (1 - t) : INFINITY; };
  });
}
std::vector<FGenerator> critic_of_kl(double alpha) {
  return changed(alpha, "kl",
                 [](FGenerator& row) { row.critic_of_log = [](double r) { return r; }; });
}
std::vector<FGenerator> parabola(double alpha) {
  return changed(alpha, "lsgan", [](FGenerator& row) {
    row.critic_of_log = [](double r) { return -sigmoid(-r); };
  });
}
std::vector<FGenerator> unweighted_js(double alpha) {
  return changed(alpha, "js_alpha", [](FGenerator& row) {
    row.conjugate = [](double t) { return -0.5 * std::log(std::max(0.0, 2 - std::exp(2 * t))); };
  });
}
std::vector<FGenerator> jumping(double alpha) {
  return changed(alpha, "tv", [](FGenerator& row) {
    row.conjugate = [](double t) { return t > 0.5 ? INFINITY : t; };
  });
}

}  // namespace

Theorem f_divergences() {
  return {.id = "T22",
          .title = "f-divergences as games",
          .statement =
              "D_f = sup_T E_p[T] − E_q[f*(T)], reached at T* = f′(p/q) (Fenchel), D_f ≥ f(1), for "
              "KL, reverse KL, χ², H², JSD, GAN, LSGAN, TV, JS_α, α-GAN, absolute error; LSGAN: "
              "−½ + ¼∫(p−q)²/(p+q); absolute error: TV − 1",
          .source = "Nowozin 2016, Mao 2017, α rows ours",
          .check = with(table),
          .mutants = {{"GAN: −ln(1−e^{2t})", 0.3, with(doubled_conjugate)},
                      {"H²: conjugate without the ½", 0.3, with(halfless_hellinger)},
                      {"KL: T* without its 1", 0.2, with(critic_of_kl)},
                      {"LSGAN: T* without its square", 0.25, with(parabola)},
                      {"JS_α: conjugate of JSD", 0.3, with(unweighted_js)},
                      {"TV: f* = t everywhere", 0.05, with(jumping)}}};
}

}  // namespace verigan::theory::rows

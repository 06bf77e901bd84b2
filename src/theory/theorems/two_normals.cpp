// SPDX-License-Identifier: MIT
// T18: two normals that part: the value of the game goes flat, and the generator learns nothing.
#include <cmath>

#include "core/numeric.hpp"
#include "theory/densities.hpp"
#include "theory/divergence.hpp"
#include "theory/game_value.hpp"
#include "theory/theorems/dual.hpp"
#include "theory/theorems/instance.hpp"
#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

Ball ball(const Estimate& estimate) { return {estimate.value, estimate.error}; }
Ball pi() { return {kPi, kRounding * kPi}; }

struct Formula {
  double exponent = 0.125;  // C ~ −c√π·e^{−exponent·θ²}/θ
  Ball constant = 2 * sqrt(Ball(2));
  double near = 0.5;  // C′ ≤ near·θ
};

/// 2√(2π)e^{−θ²/8}/θ.
Ball leading(double theta, const Formula& formula) {
  return formula.constant * sqrt(pi()) * exp(-formula.exponent * Ball(theta) * theta) / theta;
}

/// −C and −C′ from −C = e^{−θ²/8}∫φ(y)g(θy)dy, g(t) = e^{−t/2}ln(1+e^t) + e^{t/2}ln(1+e^{−t}): the
/// value's definition about the point where p = q. By the trapezoid rule: g is analytic for
/// |Im t| < π and |g| grows less than 13-fold up to |Im t| = π/2, |Im y| = 2, so that a step of a
/// seventh of the way there leaves a relative error below 27e^{−14π} (Trefethen & Weideman 2014).
Dual minus_value(double theta) {
  const Dual at(theta, 1);
  const double strip = std::min(2.0, kPi / (2 * theta)), h = strip / 7;
  const double reach = std::min(9.5, 100 / theta);  // beyond it e^{−45} of the whole
  Dual sum = Ball(0);
  for (int k = 0; k * h <= reach; ++k) {
    const Ball y = Ball(k) * h;
    const Dual half = exp(Dual(-0.5) * at * Dual(y)), small = half * half;  // e^{−θy/2}, e^{−θy}
    // ln(1+e^t) = t + ln(1+e^{−t}), and a logarithm of 1 + small keeps its digits as a Dual of
    // log1p.
    const Ball log1p = of_libm(std::log1p(small.value.value), 2 * small.value.error);
    const Dual tail(log1p, small.slope / (1 + small.value));
    const Dual g = half * (at * Dual(y) + tail) + tail / half;
    sum += (k == 0 ? 1 : 2) * Dual(exp(-y * y / 2)) * g;
  }
  Dual value = sum * Dual(Ball(h) / sqrt(2 * pi())) * exp(Dual(-0.125) * at * at);
  // The strip's remainder and the cut; slopes are those of an integrand larger by y and θ.
  value.value.error += 1e-17 * std::abs(value.value.value);
  value.slope.error += 1e-16 * (1 + theta) * std::abs(value.value.value);
  return value;
}

/// C′(θ) = E_q[(x−θ) ln(1 − D*)], D* held fixed.
Ball slope(const Density& p, const Density& q, double theta) {
  const Estimate found = integrate_over(p, q, [theta](const Point& x, double log_p, double log_q) {
    return -std::exp(log_q) * x.from(theta) * softplus(log_p - log_q);
  });
  return {found.value, found.error + 64 * kRounding * std::abs(found.value)};
}

void check(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const double theta = draw.chance(0.3) ? draw.log_uniform(1e-3, 5) : draw.uniform(2, 60);
  const double farther = theta * draw.uniform(1.01, 1.5);
  const DensityPtr p = normal(0, 1), q = normal(theta, 1);
  const Ball c = ball(optimal_value(*p, *q));
  evidence.equal_relative("C(θ) = C(−θ)", c, ball(optimal_value(*p, *normal(-theta, 1))));
  evidence.at_most("C rises with |θ|", c, ball(optimal_value(*p, *normal(farther, 1))));
  const Dual series = minus_value(theta);
  evidence.equal_relative("C about the crossing", c, -series.value);

  // e^{−u} lies between the partial sums of its series, so C does too: with the moments of g,
  // ∫t²g/∫g = 8 + π² and ∫t⁴g/∫g = 384 + 48π² + 5π⁴.
  const Ball square = Ball(theta) * theta, pi2 = pi() * pi();
  const Ball lead = leading(theta, formula), ratio = -c / lead;
  const Ball second = (8 + pi2) / (2 * square);
  const Ball fourth = (384 + 48 * pi2 + 5 * pi2 * pi2) / (8 * square * square);
  evidence.at_most("−C ≤ 2√(2π)e^{−θ²/8}/θ", ratio, 1);
  evidence.at_most("−C ≥ its two terms", 1 - second, ratio);
  evidence.at_most("−C ≤ its three terms", ratio, 1 - second + fourth);

  // The gradient, which a generator would follow: positive, and next to nothing near and far.
  const Ball gradient = slope(*p, *q, theta);
  evidence.equal_relative("C′ = E_q[(x−θ) ln(1−D*)]", gradient, -series.slope);
  evidence.at_most("C′ ≥ −Cθ/4", -c * theta / 4, gradient);
  evidence.at_most("C′ ≤ θ/2", gradient, formula.near * Ball(theta));
  evidence.at_most("C′ ≤ (θ/4 + 1/θ)·2√(2π)e^{−θ²/8}/θ", gradient / lead,
                   Ball(theta) / 4 + 1 / Ball(theta));
  if (theta > 17) {
    evidence.holds("−ln 4 + 2 JSD is flat in doubles",
                   std::abs(2 * theory::jsd(*p, *q).value - kLn4) < 1e-15);
    evidence.holds("C is not", c.value < 0);
  }
}

Check with(const Formula& formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) { check(draw, evidence, formula); };
}

}  // namespace

Theorem two_normals() {
  return {.id = "T18",
          .title = "A discriminator that is too good",
          .statement =
              "p = N(0,1), q = N(θ,1): C is even, rises with |θ| to 0 as −2√(2π)e^{−θ²/8}/|θ|; its "
              "gradient vanishes at 0 and as |θ| → ∞; −ln 4 + 2 JSD is flat in doubles beyond "
              "|θ| ≈ 17",
          .source = "SNU (“too accurate D”), ours",
          .check = with({}),
          .mutants = {{"e^{−θ²/4}", 0.6, with({.exponent = 0.25})},
                      {"2√π for 2√(2π)", 0.6, with({.constant = 2})},
                      {"C′ ≤ θ/4", 0.15, with({.near = 0.25})}}};
}

}  // namespace verigan::theory::rows

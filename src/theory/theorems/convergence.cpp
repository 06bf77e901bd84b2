// SPDX-License-Identifier: MIT
// T33: how fast the rules converge, and that the library's errors bound the real ones.
#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/zeta.hpp>
#include <cmath>

#include "core/numeric.hpp"
#include "theory/densities.hpp"
#include "theory/divergence.hpp"
#include "theory/grid.hpp"
#include "theory/theorems/instance.hpp"
#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

struct Formula {
  double jump_order = 1, kink_order = 2, smooth_order = 2;
  double (*singular_order)(double a) = [](double a) { return a; };
  bool complement = true;  // tanh–sinh uses the distance to the near end
};

Ball square(Ball x) { return x * x; }

/// The trapezoid rule on a density, with its rounding: n terms, nodes within an ulp of the largest
/// |x| (worth that times the total variation of p, at most 2·peak), and p to about 32 units in the
/// last place.
Ball trapezoid(const Density& p, double lower, double upper, std::size_t n, double peak) {
  const Grid grid = trapezoid_grid(lower, upper, n);
  const double value = integrate(grid, [&p](double x) { return p.pdf(x); });
  const double reach = std::max(std::abs(lower), std::abs(upper));
  return {value, kRounding * ((static_cast<double>(n) + 64) * std::abs(value) + 16 * peak * reach)};
}

/// Nothing but Fourier aliasing: T_h − 1 = 2 Σ_k cos(2πk·x₀/h) e^{−2π²k²σ²/h²} (Poisson summation),
/// which falls faster than any power of h.
void check_smooth_line(RandomInstance& draw, Evidence& evidence) {
  const double mean = draw.uniform(-1, 1), sd = draw.log_uniform(0.1, 3);
  const std::size_t n = 40 + draw.below(60);
  const double lower = mean - sd * draw.uniform(40, 41), upper = mean + sd * draw.uniform(40, 41);
  const Ball h = (Ball(upper) - lower) / static_cast<double>(n);
  const Ball pi = {kPi, kRounding * kPi};
  const Ball phase = 2 * pi * (Ball(lower) - mean) / h;
  Ball series = 0;
  for (int k = 1; k <= 12; ++k) {
    const Ball angle = k * phase;
    series += 2 * Ball(std::cos(angle.value), angle.error + 2 * kRounding) *
              exp(-2 * square(k * pi * sd / h));
  }
  evidence.equal("spectral on the line", trapezoid(*normal(mean, sd), lower, upper, n, 1 / sd) - 1,
                 series);
}

/// A normal cut off at both ends: |T_h − I| ≤ (b−a)·h²/12·max|p″|, and p″ is at most 0.4/σ³.
void check_smooth_interval(RandomInstance& draw, Evidence& evidence, double order) {
  const double sd = draw.log_uniform(0.3, 3), lower = -sd * draw.uniform(0, 1),
               upper = sd * draw.uniform(0.2, 1);
  const std::size_t n = 64u << draw.below(5);
  const DensityPtr law = normal(0, sd);
  const Density& p = *law;
  const Ball exact = {difference(p.cdf(upper), p.cdf(lower)),
                      p.cdf(upper).error + p.cdf(lower).error + kRounding};
  const Ball h = (Ball(upper) - lower) / static_cast<double>(n), relative = h / sd;
  const Ball missed = trapezoid(p, lower, upper, n, 1 / sd) - exact;
  evidence.at_most("O(h²) on a smooth density", abs(missed),
                   (Ball(upper) - lower) / sd * std::pow(relative.value, order) * 0.4 / 12);
  // Its leading term is h²/12·[p′(b) − p′(a)]; the next is (b−a)·h⁴/720·max|p⁗| at most,
  // max 1.2/σ⁵.
  const auto slope = [&p, sd](double x) {
    return -Ball(x) / square(sd) * of_libm(p.pdf(x), 16 * kRounding);
  };
  Ball leading = square(h) / 12 * (slope(upper) - slope(lower));
  leading.error += (upper - lower) / sd * std::pow(relative.value, 4) * 1.2 / 720;
  evidence.equal("Euler–Maclaurin", missed, leading);
}

/// A uniform density of height 1/w with its jumps at fractions s, t of a cell: T_h − 1 = (s −
/// t)·h/w exactly, so O(h) and no better.
void check_jump(RandomInstance& draw, Evidence& evidence, double order) {
  const std::size_t n = 16u << draw.below(6);
  const double h = 8.0 / static_cast<double>(n), left = draw.uniform(-3, -0.5),
               right = draw.uniform(0.5, 3);
  const DensityPtr law = uniform(left, right);
  const Density& p = *law;
  const Ball width = Ball(right) - left;
  const Ball missed = trapezoid(p, -4, 4, n, 1 / width.value) - 1;
  // Nodes inside: from ceil of the left jump to floor of the right one, each of weight h.
  const double inside = std::floor((right + 4) / h) - std::ceil((left + 4) / h) + 1;
  evidence.equal("trapezoid across jumps", missed, inside * h / width - 1);
  evidence.at_most("O(h) at jumps", abs(missed), std::pow(h / width.value, order));
  const Ball split = trapezoid(p, left, right, 1, 1 / width.value);
  evidence.equal("exact when split at jumps", split, 1);
}

/// The Laplace density, whose kink lies at fraction t of a cell: two geometric series. With c = h/b
/// the error is at most c²/12.
void check_kink(RandomInstance& draw, Evidence& evidence, double order) {
  const double scale = draw.log_uniform(0.2, 2), t = draw.uniform();
  const double h = scale * draw.log_uniform(0.01, 0.5);
  const double reach = std::ceil(45 * scale / h);
  const double mean = -t * h;  // the kink, a fraction t of a cell left of the node at 0
  const Ball rule = trapezoid(*laplace(mean, scale), -reach * h, reach * h,
                              2 * static_cast<std::size_t>(reach), 1 / scale);
  const Ball c = Ball(h) / scale;
  const Ball series = c / 2 * (exp(-t * c) + exp((Ball(t) - 1) * c)) / (1 - exp(-c));
  evidence.equal("trapezoid across a kink", rule, series);
  evidence.at_most("O(h²) at kinks", abs(rule - 1), std::pow(c.value, order) / 12);
}

/// beta(a, 2), 1 < a < 2, is (x^{a−1} − x^a)/B: by the generalised Euler–Maclaurin formula (Navot
/// 1961) B·(T_h − 1) = ζ(1−a)h^a − h²/12 − ζ(−a)h^{a+1} + …, so the order is a, and 1.5 for
/// beta(1.5, 2).
void check_singular_end(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const double a = draw.chance(0.25) ? 1.5 : draw.uniform(1.2, 1.7);
  const std::size_t n = 512u << draw.below(4);
  const Ball area = of_libm(boost::math::beta(a, 2.0), 8 * kRounding);
  const auto missed = [&](std::size_t cells) {
    return area * (trapezoid(*beta(a, 2), 0, 1, cells, 2) - 1);
  };
  const auto leading = [&](double h) { return boost::math::zeta(1 - a) * std::pow(h, a); };
  const auto rest = [&](double h) {
    return -h * h / 12 - boost::math::zeta(-a) * std::pow(h, a + 1);
  };
  const double h = 1 / static_cast<double>(n);
  const Ball coarse = missed(n), fine = missed(2 * n);
  // The next term is −h⁴/720·B·p‴(1), |B·p‴(1)| ≤ 0.75; the remainder is below twice that.
  const double next = 2 * h * h * h * h / 720 * 0.75;
  const double rounding = 16 * kRounding * (std::abs(leading(h)) + h * h);
  evidence.equal_relative("generalised Euler–Maclaurin", coarse,
                          {leading(h) + rest(h), next + rounding});
  // The observed order; what the lower terms may move it by is known.
  const double observed = std::log2(std::abs(coarse.value / fine.value));
  const double off = std::abs(rest(h) / leading(h)) + std::abs(rest(h / 2) / leading(h / 2)) +
                     next / std::abs(leading(h));
  evidence.equal("observed order at beta(a, 2)", {observed, off / (kLn2 * (1 - off))},
                 formula.singular_order(a));
}

/// Singular ends: ∫ x^{a−1}(1−x)^{b−1} = B(a, b), exponents down to 0.05.
void check_tanh_sinh(RandomInstance& draw, Evidence& evidence, bool complement) {
  const double a = draw.log_uniform(0.05, 2), b = draw.log_uniform(0.05, 2);
  const Estimate value = integrate_tanh_sinh(
      [=](double x, double xc) {
        const double left = xc < 0 && complement ? -xc : x,
                     right = xc > 0 && complement ? xc : 1 - x;
        return std::pow(left, a - 1) * std::pow(right, b - 1);
      },
      0, 1);
  const double closed = boost::math::beta(a, b);
  evidence.equal("singular ends by tanh–sinh", {value.value, value.error},
                 {closed, 16 * kRounding * closed});
}

/// Every crossing p = q of two normals counts for TV: between consecutive ones it gains |ΔF − ΔG|.
void check_crossings(RandomInstance& draw, Evidence& evidence) {
  const double mean = draw.uniform(-2, 2), sd = draw.log_uniform(0.1, 0.8);
  const DensityPtr p = normal(mean, sd), q = normal(0, 1);
  // ln p = ln q: (1/σ² − 1)x² − 2(μ/σ²)x + μ²/σ² + 2 ln σ = 0, two real roots as σ ≠ 1.
  const double inverse = 1 / (sd * sd), lead = inverse - 1, half = mean * inverse;
  const double root = std::sqrt(half * half - lead * (mean * mean * inverse + 2 * std::log(sd)));
  const double first = (half - root) / lead, second = (half + root) / lead;
  const auto gained = [](const Density& of, double from, double to) -> Ball {
    return {difference(of.cdf(to), of.cdf(from)),
            of.cdf(to).error + of.cdf(from).error + 2 * kRounding};
  };
  // Misplacing a crossing by δ costs |p′ − q′|·δ²/2, far below rounding: p = q there.
  const Ball closed = gained(*p, first, second) - gained(*q, first, second);
  const Estimate tv = total_variation(*p, *q);
  evidence.equal("TV split at both crossings", {tv.value, tv.error}, closed);
}

Check with(const Formula& formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) {
    check_smooth_line(draw, evidence);
    check_smooth_interval(draw, evidence, formula.smooth_order);
    check_jump(draw, evidence, formula.jump_order);
    check_kink(draw, evidence, formula.kink_order);
    check_singular_end(draw, evidence, formula);
    check_tanh_sinh(draw, evidence, formula.complement);
    check_crossings(draw, evidence);
  };
}

}  // namespace

Theorem convergence_orders() {
  return {
      .id = "T33",
      .title = "Orders of convergence",
      .statement =
          "Trapezoid: O(h²) or better on smooth densities (spectral when both ends vanish "
          "smoothly), O(h) at jumps, O(h²) at kinks, O(h^a) for beta(a,2), a = 1.5 among them; "
          "splitting at jumps and crossings and tanh–sinh at singular ends restore accuracy; "
          "every error bounds the true one",
      .source = "lit",
      .check = with({}),
      .mutants = {{"O(h²) at jumps", 0.75, with({.jump_order = 2})},
                  {"O(h³) at kinks", 0.7, with({.kink_order = 3})},
                  {"O(h³) on smooth densities", 0.95, with({.smooth_order = 3})},
                  {"O(h²) at beta(a,2)", 0.9, with({.singular_order = [](double) { return 2.0; }})},
                  {"1−x for the distance to 1", 0.65, with({.complement = false})}}};
}

}  // namespace verigan::theory::rows

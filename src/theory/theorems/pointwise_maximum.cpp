// SPDX-License-Identifier: MIT
// T01: the maximum of a ln y + b ln(1−y), the integrand of the game's value.
#include <cmath>

#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

/// y and 1 − y, both to full relative accuracy.
struct Point {
  Ball y, complement;
};

/// a ln y + b ln(1−y).
Ball objective(double a, double b, Point at) { return x_ln_y(a, at.y) + x_ln_y(b, at.complement); }

/// y = σ(logit).
Point sigmoid(double logit) {
  const Ball small = exp(Ball(-std::abs(logit)));
  const Ball less = small / (1 + small), more = 1 / (1 + small);
  return logit < 0 ? Point{less, more} : Point{more, less};
}

/// The largest value that golden-section search over the logit meets; the objective is concave
/// there. A comparison spoilt by rounding discards at most 1.62 times the two errors (concavity),
/// and that once a step.
Ball numerical_maximum(double a, double b) {
  constexpr double golden = 0.6180339887498949;
  double left = -60, right = 60;
  Ball best = -INFINITY;
  double spoilt = 0;
  while (right - left > 1e-7) {
    const double inner_left = right - golden * (right - left);
    const double inner_right = left + golden * (right - left);
    const Ball f_left = objective(a, b, sigmoid(inner_left));
    const Ball f_right = objective(a, b, sigmoid(inner_right));
    (f_left.value < f_right.value ? left : right) =
        f_left.value < f_right.value ? inner_left : inner_right;
    if (f_left.value > best.value) best = f_left;
    if (f_right.value > best.value) best = f_right;
    spoilt += 1.62 * (f_left.error + f_right.error);
  }
  // Within the last bracket of width w the value changes by at most ½·w²·max|second derivative|.
  return {best.value, best.error + spoilt + (a + b) / 8 * (right - left) * (right - left)};
}

using Formula = Point (*)(Ball a, Ball b);

void check(RandomInstance& draw, Evidence& evidence, Formula formula) {
  double a = draw.log_uniform(1e-8, 1e8), b = draw.log_uniform(1e-8, 1e8);
  const double edge = draw.uniform();
  if (edge < 0.05) a = 0;
  if (edge > 0.95) b = 0;
  const Point best = formula(a, b);
  if (a > 0 && b > 0) {
    evidence.equal_relative("derivative 0", a / best.y, b / best.complement);
    evidence.equal("numerical maximum", objective(a, b, best) / (a + b),
                   numerical_maximum(a, b) / (a + b));
  }
  // The exact gap to any other point: (a+b)·kl(y*‖y).
  const Point other = sigmoid(draw.uniform(-20, 20));
  const Ball gap = objective(a, b, best) - objective(a, b, other);
  const Ball divergence =
      x_ln_ratio(best.y, other.y) + x_ln_ratio(best.complement, other.complement);
  evidence.equal("gap", gap / (a + b), divergence);
  evidence.at_most("no point is higher", objective(a, b, other) / (a + b),
                   objective(a, b, best) / (a + b));
}

Check with(Formula formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) { check(draw, evidence, formula); };
}

Point ratio(Ball a, Ball b) { return {a / (a + b), b / (a + b)}; }
Point swapped(Ball a, Ball b) { return ratio(b, a); }
Point halved(Ball a, Ball b) { return ratio(a / 2, b); }

}  // namespace

Theorem pointwise_maximum() {
  return {
      .id = "T01",
      .title = "The pointwise maximum",
      .statement = "argmax over y ∈ [0,1] of a ln y + b ln(1−y) is a/(a+b); a, b ≥ 0, not both 0",
      .source = "SNU",
      .check = with(ratio),
      .mutants = {{"b/(a+b)", 0.99, with(swapped)}, {"a/(a+2b)", 0.85, with(halved)}}};
}

}  // namespace verigan::theory::rows

// SPDX-License-Identifier: MIT
#pragma once

#include <span>

// Elementary functions in the forms that lose no digits. Natural logarithms, so nats throughout,
// with 0·ln 0 = 0. Unless a line says otherwise the relative error is a few units in the last
// place, and an argument outside the stated domain, or NaN, gives NaN. Theory only: these call the
// C library.
namespace verigan {

inline constexpr double kLn2 = 0.69314718055994530941723212145817657;
inline constexpr double kLn4 = 2 * kLn2;
inline constexpr double kPi = 3.14159265358979323846264338327950288;

/// ln(1 + e^x), x in [−∞, ∞].
double softplus(double x);
/// ln(1 + e^x) under its other name, as in Mächler (2012).
inline double log1pexp(double x) { return softplus(x); }
/// ln(1 − e^x), x in [−∞, 0]; −∞ at 0. Mächler, "Accurately computing log(1 − exp(−|a|))" (2012).
double log1mexp(double x);
/// 1/(1 + e^−x), x in [−∞, ∞].
double sigmoid(double x);
/// ln(x/(1 − x)), x in [0, 1].
double logit(double x);
/// x·ln y, 0 when x = 0 whatever y ≥ 0 is; x ≥ 0, y ≥ 0.
double xlogy(double x, double y);
/// ln(e^a + e^b), a, b in [−∞, ∞).
double log_add_exp(double a, double b);
/// ln Σ e^{x_i}; −∞ when empty.
double log_sum_exp(std::span<const double> x);
/// ln(1 + x) − x for x in (−1, ∞), without cancellation near 0; never positive; −∞ at −1.
double log1pmx(double x);
/// e^x − 1 − x, without cancellation near 0; never negative.
double expm1mx(double x);

/// Binary entropy H(α) = −α ln α − (1−α) ln(1−α), α in [0, 1]; H(½) = ln 2.
double binary_entropy(double alpha);
/// KL divergence of Bernoulli(a) from Bernoulli(b): a ln(a/b) + (1−a) ln((1−a)/(1−b)), a, b in
/// [0, 1]; never negative, +∞ where b is 0 or 1 and a is not b.
double bernoulli_kl(double a, double b);

/// A sum that carries its rounding error along (Neumaier 1974).
class CompensatedSum {
 public:
  void add(double x);
  double value() const { return sum_ + carry_; }

 private:
  double sum_ = 0;
  double carry_ = 0;
};

}  // namespace verigan

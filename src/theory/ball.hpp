// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>

// Midpoint–radius ("ball") arithmetic in doubles: a value and a bound on its error, carried through
// every operation to first order (running error analysis, Higham 2002, §3.3). What enters with a
// quadrature error leaves with a tolerance.
namespace verigan::theory {

/// Half the spacing of doubles at 1: the relative error of one rounded operation.
inline constexpr double kRounding = 0x1p-53;

struct Ball {
  double value = 0;
  double error = 0;  // ≥ 0; |true − value| ≤ error

  Ball() = default;
  /// A double taken as exact.
  Ball(double exact) : value(exact) {}  // NOLINT: implicit on purpose
  Ball(double value_, double error_) : value(value_), error(error_) {}
};

/// The ball of a result that was rounded once.
inline Ball rounded(double value, double error) {
  if (!std::isfinite(value)) return value;
  return {value, error + kRounding * std::abs(value)};
}
/// The same for products, quotients and exponentials, whose small results also lose last bits.
inline Ball rounded_small(double value, double error) {
  constexpr double normal = std::numeric_limits<double>::min() / kRounding;
  const double lost = std::abs(value) < normal ? std::numeric_limits<double>::denorm_min() : 0;
  return rounded(value, error + lost);
}
inline bool exactly_zero(Ball a) { return a.value == 0 && a.error == 0; }

inline Ball operator-(Ball a) { return {-a.value, a.error}; }
inline Ball operator+(Ball a, Ball b) { return rounded(a.value + b.value, a.error + b.error); }
inline Ball operator-(Ball a, Ball b) { return a + -b; }
inline Ball operator*(Ball a, Ball b) {
  if (exactly_zero(a) || exactly_zero(b)) return a.value * b.value;
  return rounded_small(a.value * b.value, std::abs(a.value) * b.error +
                                              std::abs(b.value) * a.error + a.error * b.error);
}
inline Ball operator/(Ball a, Ball b) {
  const double quotient = a.value / b.value;
  if (exactly_zero(a) || exactly_zero(b)) return quotient;
  const double room = std::abs(b.value) - b.error;  // distance of the divisor from 0
  if (room <= 0) return {quotient, std::numeric_limits<double>::infinity()};
  return rounded_small(quotient, (a.error + std::abs(quotient) * b.error) / room);
}
inline Ball& operator+=(Ball& a, Ball b) { return a = a + b; }
inline Ball& operator-=(Ball& a, Ball b) { return a = a - b; }

/// Functions of the C library are taken to be within 2 units in the last place.
inline Ball of_libm(double value, double error) {
  return rounded_small(value, error + 3 * kRounding * std::abs(value));
}

/// ln x, x ≥ 0; ln 0 = −∞.
inline Ball ln(Ball x) {
  if (x.value <= 0 || x.error == 0) return of_libm(std::log(x.value), 0);
  const double room = x.value - x.error;
  const double spread =
      room > 0 ? -std::log1p(-x.error / x.value) : std::numeric_limits<double>::infinity();
  return of_libm(std::log(x.value), spread);
}
inline Ball exp(Ball x) {
  const double e = std::exp(x.value);
  return of_libm(e, x.error == 0 ? 0 : e * std::expm1(x.error));
}
/// √x, x ≥ 0; a value that rounding pushed below 0 counts as 0.
inline Ball sqrt(Ball x) {
  const double root = std::sqrt(std::max(x.value, 0.0));
  // |√x − √y| ≤ min(|x − y|/√x, √|x − y|).
  const double slope = root > 0 ? x.error / root : std::numeric_limits<double>::infinity();
  const double jump = std::sqrt(x.error + std::max(-x.value, 0.0));
  return rounded(root, x.error == 0 ? 0 : std::min(slope, jump));
}
inline Ball abs(Ball x) { return {std::abs(x.value), x.error}; }
inline Ball min(Ball a, Ball b) { return {std::min(a.value, b.value), std::max(a.error, b.error)}; }
inline Ball max(Ball a, Ball b) { return {std::max(a.value, b.value), std::max(a.error, b.error)}; }

/// a ln b with 0 ln 0 = 0.
inline Ball x_ln_y(Ball a, Ball b) {
  if (exactly_zero(a)) return 0;
  return a * ln(b);
}
/// a ln(a/b), 0 where a = 0, +∞ where b = 0 < a.
inline Ball x_ln_ratio(Ball a, Ball b) {
  if (exactly_zero(a)) return 0;
  if (exactly_zero(b)) return std::numeric_limits<double>::infinity();
  return a * ln(a / b);
}

}  // namespace verigan::theory

// SPDX-License-Identifier: MIT
#pragma once

#include "theory/ball.hpp"

// Forward differentiation: a value and its slope along one direction, each with a bound on its
// error. What is written once as a formula is differentiated by the rules of calculus, not by hand.
namespace verigan::theory {

struct Dual {
  Ball value, slope;

  Dual() = default;
  Dual(Ball constant) : value(constant) {}    // NOLINT: implicit on purpose
  Dual(double constant) : value(constant) {}  // NOLINT: implicit on purpose
  Dual(Ball value_, Ball slope_) : value(value_), slope(slope_) {}
};

inline Dual operator-(const Dual& a) { return {-a.value, -a.slope}; }
inline Dual operator+(const Dual& a, const Dual& b) {
  return {a.value + b.value, a.slope + b.slope};
}
inline Dual operator-(const Dual& a, const Dual& b) { return a + -b; }
inline Dual operator*(const Dual& a, const Dual& b) {
  return {a.value * b.value, a.slope * b.value + a.value * b.slope};
}
inline Dual operator/(const Dual& a, const Dual& b) {
  const Ball quotient = a.value / b.value;
  return {quotient, (a.slope - quotient * b.slope) / b.value};
}
inline Dual& operator+=(Dual& a, const Dual& b) { return a = a + b; }
inline Dual ln(const Dual& x) { return {ln(x.value), x.slope / x.value}; }
inline Dual exp(const Dual& x) {
  const Ball e = exp(x.value);
  return {e, e * x.slope};
}

}  // namespace verigan::theory

// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "theory/ball.hpp"

// What single precision makes of a calculation: running error analysis (Higham 2002, §3.3) in place
// of the floats themselves. A formula evaluated in Singles is evaluated in double, and with every
// number goes a bound on how far the floats of src/nn and src/gan, taking the same steps, may be
// from the exact result. So the tolerance of a layer is worked out from its formula, and nobody
// chooses it.
namespace verigan::verification {

/// Half the spacing of floats at 1, and the largest error of a result that is denormal.
inline constexpr double kUnit = 0x1p-24, kTiny = 0x1p-149;

/// The error of n roundings one upon the other, relative to a sum of absolute values.
inline double gamma(std::size_t n) {
  const double steps = static_cast<double>(n) * kUnit;
  return steps / (1 - steps);
}

/// An exact result and a bound on the error that it has in floats: |float − exact| ≤ error.
struct Single {
  double value = 0;
  double error = 0;

  Single() = default;
  Single(double exact) : value(exact) {}  // NOLINT: implicit on purpose
  Single(double value_, double error_) : value(value_), error(error_) {}

  double size() const { return std::abs(value) + error; }
};

/// The result of one operation, rounded once, or `units` times half a unit in the last place.
inline Single rounded(double value, double error, double units = 1) {
  return {value, error + units * (kUnit * (std::abs(value) + error) + kTiny)};
}
/// The value as a double that is not exact either. An operation in double rounds by at most 2⁻²⁹ of
/// what the error of its Single grows by, a function of the C library (2 ulp) by at most 2⁻²⁷.
inline theory::Ball in_double(const Single& x) { return {x.value, 0x1p-27 * x.error}; }

inline Single operator-(Single a) { return {-a.value, a.error}; }
inline Single operator+(Single a, Single b) {
  return rounded(a.value + b.value, a.error + b.error);
}
inline Single operator-(Single a, Single b) { return a + -b; }
inline Single operator*(Single a, Single b) {
  return rounded(a.value * b.value,
                 std::abs(a.value) * b.error + std::abs(b.value) * a.error + a.error * b.error);
}
inline Single operator/(Single a, Single b) {
  const double quotient = a.value / b.value;
  return rounded(quotient,
                 (a.error + std::abs(quotient) * b.error) / (std::abs(b.value) - b.error));
}
/// √x, x > 0.
inline Single sqrt(Single x) {
  const double root = std::sqrt(x.value);
  return rounded(root, x.error / root);
}

// The functions of simd/vector_math.hpp with the bounds stated there: 1 ulp is at most 2 kUnit of
// the result. Their slopes are at most 1, ¼, 1, e^x.
inline Single tanh(Single x) { return rounded(std::tanh(x.value), x.error, 3); }
inline Single sigmoid(Single x) {
  const double t = std::exp(-std::abs(x.value));
  return rounded((x.value < 0 ? t : 1) / (1 + t), x.error / 4, 3.2);
}
inline Single softplus(Single x) {
  const double value = std::max(x.value, 0.0) + std::log1p(std::exp(-std::abs(x.value)));
  return rounded(value, x.error, 3.2);
}
inline Single exp(Single x) {
  const double value = std::exp(x.value);
  return rounded(value, value * std::expm1(x.error), 1.6);
}

inline double tanh(double x) { return std::tanh(x); }
inline double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }
inline double value_of(double x) { return x; }
inline double value_of(Single x) { return x.value; }

/// A sum of numbers or of products, in whatever order and number of chains.
template <class T>
class Sum {
 public:
  void add(T a) { total_ += a; }
  void add(T a, T b) { total_ += a * b; }
  T total() const { return total_; }

 private:
  T total_ = 0;
};

/// |float − exact| ≤ γ_n Σ|aᵢ||bᵢ| for n terms whatever their order, fused or not (Higham 2002,
/// (3.5)), in addition to what the terms bring along.
template <>
class Sum<Single> {
 public:
  void add(Single a) {
    total_ += a.value;
    carried_ += a.error;
    size_ += a.size();
    ++terms_;
  }
  void add(Single a, Single b) {
    total_ += a.value * b.value;
    carried_ += std::abs(a.value) * b.error + std::abs(b.value) * a.error + a.error * b.error;
    size_ += a.size() * b.size();
    ++terms_;
  }
  Single total() const {
    return {total_, carried_ + gamma(terms_) * size_ + 2 * kTiny * static_cast<double>(terms_)};
  }

 private:
  double total_ = 0, carried_ = 0, size_ = 0;
  std::size_t terms_ = 0;
};

}  // namespace verigan::verification

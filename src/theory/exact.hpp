// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <memory>
#include <string>
#include <string_view>

#include "theory/point.hpp"

namespace verigan::theory {

/// A rational number without rounding: a double, a decimal as it was written (0.1 is one tenth), or
/// what + − × ÷ make of such. ±∞ may be stored and compared, not added. Parameters of densities are
/// of this kind, so that whether an integral is finite is decided by what was written.
class Exact {
 public:
  Exact(double x = 0) : high_(x) {}  // NOLINT: a double is exact
  /// A decimal in the notation of std::from_chars, within the range of a double; else Error.
  static Exact decimal(std::string_view text);

  /// The nearest double, or its neighbour for the result of arithmetic.
  double value() const { return high_; }
  /// value() and the nearest double to what it leaves out: 32 digits.
  DoubleDouble twofold() const { return {high_, low_}; }
  /// What reads back to it: the decimal as it was written, without '+', or a fraction such as 1/3 where
  /// that takes at most 40 characters; else the shortest decimal that reads back to value().
  std::string text() const;

  friend Exact operator+(const Exact& a, const Exact& b);
  friend Exact operator-(const Exact& a, const Exact& b);
  friend Exact operator*(const Exact& a, const Exact& b);
  friend Exact operator/(const Exact& a, const Exact& b);
  friend std::partial_ordering operator<=>(const Exact& a, const Exact& b);
  friend bool operator==(const Exact& a, const Exact& b) { return (a <=> b) == 0; }
  /// Exact where the result is rational and easily seen to be so; else the rational number next to the
  /// result with a relative error below 1e-60. They throw Error outside the functions' domains, for
  /// what is not finite, and where the result is beyond a double.
  friend Exact sqrt(const Exact& x);
  friend Exact ln(const Exact& x);
  friend Exact exp(const Exact& x);
  friend Exact power(const Exact& base, const Exact& exponent);
  friend Exact pi();

 private:
  struct Rational;
  explicit Exact(Rational x);
  Rational rational() const;

  double high_ = 0, low_ = 0;
  std::string text_;
  std::shared_ptr<const Rational> rational_;  // none: high_ itself
};

Exact sqrt(const Exact& x);
Exact ln(const Exact& x);
Exact exp(const Exact& x);
Exact power(const Exact& base, const Exact& exponent);
/// π with a relative error below 1e-60.
Exact pi();

}  // namespace verigan::theory

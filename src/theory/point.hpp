// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <limits>

// Numbers kept as unevaluated sums, so that what is measured from a centre, an end or a total keeps
// all its digits however large that centre, end or total is.
namespace verigan::theory {

/// high + low, |low| at most half a unit in the last place of high: 106 bits.
struct DoubleDouble {
  double high = 0;
  double low = 0;

  constexpr DoubleDouble(double high_ = 0, double low_ = 0)  // NOLINT: a double is one
      : high(high_), low(low_) {}
  bool operator==(const DoubleDouble&) const = default;
  /// a − b; to 2⁻⁵² of itself where high parts are within a factor of 2, to 2⁻¹⁰⁵ of a and b too.
  friend double operator-(const DoubleDouble& a, const DoubleDouble& b) {
    return (a.high - b.high) + (a.low - b.low);
  }
};

/// The abscissa x = anchor + offset: 1e-30 before 1 is {1, −1e-30}. Densities measure distances
/// from their own centres and ends as (anchor − centre) + offset.
struct Point {
  DoubleDouble anchor;
  double offset = 0;
  /// ln|offset| where it is known beyond the range of offset itself (beta with tiny a); else NaN.
  double log_offset = std::numeric_limits<double>::quiet_NaN();

  Point() = default;
  Point(double x) : anchor(x) {}               // NOLINT: a double is a point
  Point(const DoubleDouble& x) : anchor(x) {}  // NOLINT
  Point(const DoubleDouble& anchor_, double offset_) : anchor(anchor_), offset(offset_) {}
  Point(const DoubleDouble& anchor_, double offset_, double log_offset_)
      : anchor(anchor_), offset(offset_), log_offset(log_offset_) {}

  double value() const { return anchor.high + (anchor.low + offset); }
  /// x − c.
  double from(const DoubleDouble& c) const { return (anchor - c) + offset; }
  /// ln|x − c|, −∞ at c.
  double log_distance(const DoubleDouble& c) const {
    if (anchor == c) return std::isnan(log_offset) ? std::log(std::abs(offset)) : log_offset;
    return std::log(std::abs(from(c)));
  }
};

/// a − b.
inline double difference(const Point& a, const Point& b) {
  return (a.anchor - b.anchor) + (a.offset - b.offset);
}

/// A probability = base + tail, where base is 0, 1 or the mass of whole components: a right tail is
/// {1, −survival}, the middle of two separated humps {½, ±small}.
struct Mass {
  DoubleDouble base;
  double tail = 0;
  double error = 0;  ///< bound on the rounding error of tail, and of base beyond 2⁻¹⁰⁰

  double value() const { return base.high + (base.low + tail); }
  double complement() const { return (1 - base) - tail; }
};

/// a − b.
inline double difference(const Mass& a, const Mass& b) {
  return (a.base - b.base) + (a.tail - b.tail);
}

}  // namespace verigan::theory

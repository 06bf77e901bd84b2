// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <limits>

// Numbers kept as unevaluated sums, so that what is measured from a centre, an end or a total keeps
// all its digits however large that centre, end or total is.
namespace verigan::theory {

/// The abscissa x = anchor + offset: 1e-30 before 1 is {1, −1e-30}. Densities measure distances
/// from their own centres and ends as (anchor − centre) + offset.
struct Point {
  double anchor = 0;
  double offset = 0;
  /// ln|offset| where it is known beyond the range of offset itself (beta with tiny a); else NaN.
  double log_offset = std::numeric_limits<double>::quiet_NaN();

  Point() = default;
  Point(double x) : anchor(x) {}  // NOLINT: a double is a point
  Point(double anchor_, double offset_) : anchor(anchor_), offset(offset_) {}
  Point(double anchor_, double offset_, double log_offset_)
      : anchor(anchor_), offset(offset_), log_offset(log_offset_) {}

  double value() const { return anchor + offset; }
  /// x − c.
  double from(double c) const { return (anchor - c) + offset; }
  /// ln|x − c|, −∞ at c.
  double log_distance(double c) const {
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
  double base = 0;
  double tail = 0;
  double error = 0;  ///< bound on the rounding error of tail (and of base, where it is not exact)

  double value() const { return base + tail; }
  double complement() const { return (1 - base) - tail; }
};

/// a − b.
inline double difference(const Mass& a, const Mass& b) {
  return (a.base - b.base) + (a.tail - b.tail);
}

/// A closed interval; ends may be infinite.
struct Interval {
  double lower = 0;
  double upper = 0;
};

}  // namespace verigan::theory

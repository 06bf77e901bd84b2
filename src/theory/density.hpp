// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/quadrature.hpp"
#include "random/stream.hpp"
#include "theory/exact.hpp"
#include "theory/point.hpp"
#include "theory/tail.hpp"

// Probability densities on the line. Everything is in nats and natural units of x.
namespace verigan::theory {

enum class Side { left, right };

/// Where quadrature must cut the axis.
struct Split {
  Point at;
  double scale = 0;  ///< distance over which the density changes here; cuts closer than that merge
  bool sharp = false;         ///< jump, kink or end of support: kept exactly
  bool graded_left = false;   ///< singular towards this point from the left: use ln(distance)
  bool graded_right = false;  ///< the same from the right
};

/// A closed interval; ends may be infinite.
struct Interval {
  Exact lower, upper;
};

/// ln p − ln q at a point, formed from the differences of the parameters, so that densities that
/// nearly agree keep their digits.
struct LogRatio {
  bool identical = false;                      ///< p = q, by their parameters: the ratio is 0
  std::function<Estimate(const Point& x)> at;  ///< none: there is no such form

  explicit operator bool() const { return identical || at != nullptr; }
};

/// least ≤ greatest.
struct Range {
  double least = -std::numeric_limits<double>::infinity();
  double greatest = std::numeric_limits<double>::infinity();
};

class Density;
/// A component of a mixture; the weights of all sum to 1.
struct Component {
  Exact weight;
  const Density* density;
};

/// A density. To add one: derive, implement the pure functions, add a factory to densities.hpp and
/// a row to the table of names in spec.cpp; the looped tests of tests/theory pick it up there.
class Density {
 public:
  virtual ~Density() = default;

  /// The text that parse_density reads back to the same density; of one made from doubles, to one
  /// whose parameters round to them.
  virtual std::string spec() const = 0;

  /// ln p(x), −∞ outside the support. |computed − true| ≤ log_pdf_rounding()·ε(|ln p| + log_pdf_scale()),
  /// ε = 2⁻⁵².
  virtual double log_pdf(const Point& x) const = 0;
  virtual double log_pdf_scale() const = 0;
  virtual double log_pdf_rounding() const { return 4; }
  double pdf(const Point& x) const { return std::exp(log_pdf(x)); }

  /// F(x) = P(X ≤ x), with a bound on its rounding error.
  virtual Mass cdf(const Point& x) const = 0;
  /// P(X > x), with full relative accuracy in the right tail.
  double survival(const Point& x) const { return cdf(x).complement(); }

  /// The x with F(x) = mass, for 0 < mass < 1; inside the gap, where a gap has that mass.
  virtual Point quantile(const Mass& mass) const = 0;
  /// How dear a quantile is: 0 closed form, 1 a few cdfs, 2 slow.
  virtual int quantile_cost() const { return 0; }

  /// The set where p > 0, as disjoint closed intervals in increasing order.
  virtual std::vector<Interval> support() const = 0;
  /// Centres with several scales around them, jumps, kinks, ends; not sorted. The outermost two
  /// hold all but 1e-300 of the mass between them, or, of a power tail, all but 1e-280 or what lies within
  /// 1e290.
  virtual std::vector<Split> splits() const = 0;
  /// ln p(±y) as y → ∞.
  virtual Tail tail(Side side) const = 0;
  /// e with p(x ± d) ~ d^e as d → 0+; 0 at ordinary points, +∞ where p vanishes on that side or decays
  /// faster than any power.
  virtual Exact exponent(double x, Side side) const = 0;
  /// ln p(x ± d) as a function of 1/d; by default what exponent() says.
  virtual Tail approach(double x, Side side) const;

  /// ln p − ln q for a q of the same family; none where there is no such form.
  virtual LogRatio log_ratio_to(const Density& q) const;
  /// The Rényi divergence R_order(p‖q) in closed form, finite; none where there is no such form.
  virtual std::optional<Estimate> renyi_to(const Density& q, const Exact& order) const;
  /// What a mixture consists of; empty for any other density.
  virtual std::vector<Component> components() const { return {}; }
  /// The least and greatest ln p(x) on [a, b], to a few ε of itself; ±∞ where nothing is known.
  virtual Range log_pdf_range(const Point& a, const Point& b) const;
  /// c if this is the density of X + c for X ~ q, seen from the parameters.
  virtual std::optional<Exact> shift_from(const Density& q) const;
  /// The density of aX + b as one of the same kind, a ≠ 0; none where there is no such form.
  virtual std::shared_ptr<const Density> affine_image(const Exact& a, const Exact& b) const;

  /// E[X] and E[(X − E[X])²]; NaN where the integral does not exist, ∞ where it is infinite.
  virtual double mean() const = 0;
  virtual double variance() const = 0;
  /// The mean, or the median where there is no finite mean.
  double centre() const;

  /// The draw at an address: F⁻¹(U), U uniform in (0, 1). T35.
  double sample(const random::Stream& stream, std::uint64_t step, std::uint64_t index) const;
};

using DensityPtr = std::shared_ptr<const Density>;

/// The shortest decimal text that reads back to x.
std::string shortest(double x);

}  // namespace verigan::theory

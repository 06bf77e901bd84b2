// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "random/stream.hpp"
#include "theory/density.hpp"

// Probability densities of the plane: products of two densities of the line, normal ones with a full
// covariance, and mixtures of both. In nats and natural units of x and y.
namespace verigan::theory {

/// N((mean_x, mean_y), [[xx, xy], [xy, yy]]), exactly.
struct PlaneNormal {
  Exact mean_x, mean_y, xx, xy, yy;

  Exact determinant() const { return xx * yy - xy * xy; }
  bool independent() const { return xy == 0; }
};

/// A component with its weight, of all 1: the product of `x` and `y`, or, if `normal` is given, that,
/// whose marginals `x` and `y` are then. A product of two normals has `normal` too.
struct PlanePart {
  Exact weight;
  DensityPtr x, y;
  std::optional<PlaneNormal> normal;
  double slope = 0, residual = 1;  ///< of a normal: y given x has mean mean_y + slope·(x − mean_x) and this sd

  bool product() const { return !normal || normal->independent(); }
};

class PlaneDensity {
 public:
  /// Weights positive, of sum 1 within 1e-9 (then scaled to 1), else Error. `text` is what spec() returns.
  PlaneDensity(std::vector<PlanePart> parts, std::string text);

  const std::string& spec() const { return text_; }
  const std::vector<PlanePart>& parts() const { return parts_; }
  bool normals() const;  ///< whether every part is a normal distribution

  /// ln p(x, y), −∞ where p = 0.
  double log_pdf(const Point& x, const Point& y) const;
  /// The mean; of parts without a finite mean the median counts instead.
  std::array<double, 2> centre() const;
  /// The draw at an address. T35.
  std::array<double, 2> sample(const random::Stream& stream, std::uint64_t step, std::uint64_t index) const;

 private:
  std::vector<PlanePart> parts_;
  std::string text_;
};

using PlaneDensityPtr = std::shared_ptr<const PlaneDensity>;

/// y given x of a normal distribution: the slope of its mean and its standard deviation.
Exact slope_of(const PlaneNormal& normal);
Exact residual_of(const PlaneNormal& normal);

/// A normal distribution; covariances positive definite, scales as for densities of the line, else Error.
PlanePart plane_normal(const PlaneNormal& normal);
/// The product, a part for each pair of components of x and of y.
std::vector<PlanePart> plane_product(const DensityPtr& x, const DensityPtr& y);

/// A density along the line of one x: ln p(x, ·) with what does not depend on y done once.
class PlaneSlice {
 public:
  PlaneSlice(const PlaneDensity& density, const Point& x);

  /// ln p(x, y) with a bound on its rounding.
  Estimate log_pdf(const Point& y) const;
  /// A part's ln weight·p_x(x), −∞ outside its support.
  double log_share(std::size_t part) const { return lines_[part].log_share; }
  /// Where a normal part has its mass on this line.
  Point centre(std::size_t part) const;
  double deviation(std::size_t part) const { return lines_[part].deviation; }

 private:
  struct Line {
    const Density* y;         // none: a normal, of
    DoubleDouble mean;        // this mean of y,
    double log_share, error;  // ln weight·p_x(x), for normals less ln(s·√2π), and its rounding
    double shift, deviation;  // mean + shift on this line, and standard deviation s
  };
  std::vector<Line> lines_;
};

}  // namespace verigan::theory

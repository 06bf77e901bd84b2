// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>

#include "theory/density_pair.hpp"
#include "theory/plane_density.hpp"

namespace verigan::theory {

/// Two densities of the plane, evaluated together so that densities that nearly agree keep the digits of
/// their ratio. They must outlive it.
class PlanePair {
 public:
  PlanePair(const PlaneDensity& p, const PlaneDensity& q);

  const PlaneDensity& p() const { return p_; }
  const PlaneDensity& q() const { return q_; }

  /// Both along the line of one x. Must not outlive the pair.
  class Slice {
   public:
    Slice(const PlanePair& pair, const Point& x);

    const PlaneSlice& p() const { return p_; }
    const PlaneSlice& q() const { return q_; }
    /// As DensityPair::at; x of the result is the point y.
    LogPair at(const Point& y, double log_jacobian = 0) const;

   private:
    Estimate near_ratio(const Point& y) const;

    const PlanePair& pair_;
    PlaneSlice p_, q_;
    Point x_;
    LogPair along_x_;  // of two products
  };

 private:
  // Two normals by the differences of their parameters, q − p or relative to q.
  struct Normals {
    PlanePart p, q;
    double sigma_p, sigma_q, wider, looser, steeper, shift_x, shift_y, scales;
    Estimate ratio(const Point& x, const Point& y) const;
  };
  struct Products {
    DensityPair x, y;
  };

  const PlaneDensity &p_, &q_;
  bool identical_;
  std::optional<Normals> normals_;
  std::optional<Products> products_;
};

}  // namespace verigan::theory

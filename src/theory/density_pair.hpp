// SPDX-License-Identifier: MIT
#pragma once

#include "theory/density.hpp"

// Two densities at one point, with bounds on what rounding hides of each and of their quotient.
namespace verigan::theory {

/// ln p and ln q at x, ratio = ln p − ln q (NaN where both vanish), bounds on the absolute rounding
/// errors of the three, and ln|dx/dt| of the coordinate of integration. error_ratio is 0 only where
/// p and q are identical by their parameters, never because rounded numbers agree.
struct LogPair {
  Point x;
  double log_p = 0, log_q = 0, ratio = 0;
  double error_p = 0, error_q = 0, error_ratio = 0;
  double log_jacobian = 0;
};

/// Whether p = q, by their parameters.
bool identical(const Density& p, const Density& q);

/// Evaluates a pair. The densities must outlive it.
class DensityPair {
 public:
  DensityPair(const Density& p, const Density& q);
  LogPair at(const Point& x, double log_jacobian = 0) const;

 private:
  const Density &p_, &q_;
  double scale_p_, scale_q_, rounding_p_, rounding_q_;
  LogRatio kindred_;
};

}  // namespace verigan::theory

// SPDX-License-Identifier: MIT
#include "theory/density_pair.hpp"

#include <cmath>
#include <limits>

#include "theory/mixture_ratio.hpp"

namespace verigan::theory {

namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
// Ratios beyond this keep their digits in the difference of the logarithms.
constexpr double kNear = 0x1p-6;

LogRatio kindred(const Density& p, const Density& q) {
  const bool mixed = !p.components().empty() || !q.components().empty();
  return mixed ? mixture_ratio(p, q) : p.log_ratio_to(q);
}

}  // namespace

bool identical(const Density& p, const Density& q) { return kindred(p, q).identical; }

DensityPair::DensityPair(const Density& p, const Density& q)
    : p_(p),
      q_(q),
      scale_p_(p.log_pdf_scale()),
      scale_q_(q.log_pdf_scale()),
      rounding_p_(p.log_pdf_rounding() * kEpsilon),
      rounding_q_(q.log_pdf_rounding() * kEpsilon),
      kindred_(kindred(p, q)) {}

LogPair DensityPair::at(const Point& x, double log_jacobian) const {
  LogPair at{x, p_.log_pdf(x), 0, 0, 0, 0, 0, log_jacobian};
  at.log_q = kindred_.identical ? at.log_p : q_.log_pdf(x);
  const bool p = std::isfinite(at.log_p), q = std::isfinite(at.log_q);
  if (p) at.error_p = rounding_p_ * (std::abs(at.log_p) + scale_p_);
  if (q) at.error_q = rounding_q_ * (std::abs(at.log_q) + scale_q_);
  if (!p || !q) {
    at.ratio = at.log_p - at.log_q;
    return at;
  }
  if (kindred_.identical) return at;
  at.ratio = at.log_p - at.log_q;
  at.error_ratio = at.error_p + at.error_q;
  if (!kindred_.at || std::abs(at.ratio) > kNear) return at;
  const Estimate closer = kindred_.at(x);
  if (closer.error < at.error_ratio) {
    at.ratio = closer.value;
    at.error_ratio = closer.error;
  }
  return at;
}

}  // namespace verigan::theory

// SPDX-License-Identifier: MIT
#include "theory/plane_pair.hpp"

#include <cmath>

#include "theory/family_parts.hpp"

namespace verigan::theory {

namespace {


}  // namespace

PlanePair::PlanePair(const PlaneDensity& p, const PlaneDensity& q)
    : p_(p), q_(q), identical_(p.spec() == q.spec()) {
  if (p.parts().size() != 1 || q.parts().size() != 1) return;
  const PlanePart &a = p.parts().front(), &b = q.parts().front();
  if (a.normal && b.normal) {
    const PlaneNormal &n = *a.normal, &m = *b.normal;
    const Exact sigma_p = sqrt(n.xx), sigma_q = sqrt(m.xx), s_p = residual_of(n), s_q = residual_of(m);
    const double wider = ((sigma_p - sigma_q) / sigma_q).value(), looser = ((s_p - s_q) / s_q).value();
    normals_ = Normals{a, b, sigma_p.value(), sigma_q.value(), wider, looser,
                       (slope_of(n) - slope_of(m)).value(), (m.mean_x - n.mean_x).value(),
                       (m.mean_y - n.mean_y).value(), std::log1p(wider) + std::log1p(looser)};
  } else if (a.product() && b.product()) {
    products_.emplace(Products{DensityPair(*a.x, *b.x), DensityPair(*a.y, *b.y)});
  }
}

// ½(a_q² − a_p²) + ½(z_q² − z_p²) − ln of the scales' quotient; a = (x − mean_x)/σ_x and z = e/s, e the
// distance of y from its mean given x.
Estimate PlanePair::Normals::ratio(const Point& x, const Point& y) const {
  const double dx_p = x.from(p.normal->mean_x.twofold()), dx_q = x.from(q.normal->mean_x.twofold());
  const double dy_p = y.from(p.normal->mean_y.twofold()), dy_q = y.from(q.normal->mean_y.twofold());
  const double on_p = p.slope * dx_p, on_q = q.slope * dx_q;
  const double a_p = dx_p / sigma_p, a_q = dx_q / sigma_q;
  const double z_p = (dy_p - on_p) / p.residual, z_q = (dy_q - on_q) / q.residual;
  const double wide = dx_q * wider, loose = (dy_q - on_q) * looser;
  const double moved = p.slope * shift_x, turned = steeper * dx_q;
  const double da = (shift_x - wide) / sigma_p, dz = (shift_y - moved - turned - loose) / p.residual;
  const double value = -0.5 * (da * (a_p + a_q) + dz * (z_p + z_q)) - scales;
  // The sizes of what was added: their roundings are what the differences and z hide.
  const double hidden = (std::abs(dy_p) + std::abs(on_p)) / p.residual +
                        (std::abs(dy_q) + std::abs(on_q)) / q.residual;
  const double size_da = (std::abs(shift_x) + std::abs(wide)) / sigma_p;
  const double size_dz = (std::abs(shift_y) + std::abs(moved) + std::abs(turned) +
                          (std::abs(dy_q) + std::abs(on_q)) * std::abs(looser)) / p.residual;
  const double error = 8 * kEpsilon * (size_da * (std::abs(a_p) + std::abs(a_q)) + size_dz * hidden +
                                       std::abs(std::log1p(wider)) + std::abs(std::log1p(looser)));
  return {value, error};
}

PlanePair::Slice::Slice(const PlanePair& pair, const Point& x)
    : pair_(pair), p_(pair.p_, x), q_(pair.q_, x), x_(x) {
  if (pair.products_) along_x_ = pair.products_->x.at(x);
}

Estimate PlanePair::Slice::near_ratio(const Point& y) const {
  if (pair_.normals_) return pair_.normals_->ratio(x_, y);
  const LogPair along_y = pair_.products_->y.at(y);
  const double value = along_x_.ratio + along_y.ratio;
  return {value, along_x_.error_ratio + along_y.error_ratio + kEpsilon * std::abs(value)};
}

LogPair PlanePair::Slice::at(const Point& y, double log_jacobian) const {
  const Estimate p = p_.log_pdf(y), q = pair_.identical_ ? p : q_.log_pdf(y);
  LogPair at{y, p.value, q.value, p.value - q.value, p.error, q.error, 0, log_jacobian};
  if (!std::isfinite(p.value) || !std::isfinite(q.value) || pair_.identical_) {
    if (pair_.identical_) at.ratio = std::isfinite(p.value) ? 0 : at.ratio;
    return at;
  }
  at.error_ratio = p.error + q.error;
  constexpr double kNear = 0x1p-6;  // ratios beyond this keep their digits in the difference
  if ((!pair_.normals_ && !pair_.products_) || std::abs(at.ratio) > kNear) return at;
  const Estimate closer = near_ratio(y);
  if (closer.error < at.error_ratio) {
    at.ratio = closer.value;
    at.error_ratio = closer.error;
  }
  return at;
}

}  // namespace verigan::theory

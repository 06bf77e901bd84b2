// SPDX-License-Identifier: MIT
#include "theory/optimal_discriminator.hpp"

#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "core/numeric.hpp"

namespace verigan::theory {

double log_ratio(double log_p, double log_q) {
  return log_p == log_q && std::isfinite(log_p) ? 0 : log_p - log_q;  // −∞ − −∞ is NaN
}

double optimal_discriminator(double log_p, double log_q) {
  return sigmoid(log_ratio(log_p, log_q));
}

double optimal_discriminator_alpha(double log_p, double log_q, double alpha) {
  require(alpha > 0 && alpha < 1, "alpha = ", alpha, ", expected a number in (0, 1)");
  return sigmoid(log_ratio(log_p, log_q) + logit(alpha));
}

double optimal_discriminator_absolute(double log_p, double log_q) {
  const double r = log_ratio(log_p, log_q);
  return std::isnan(r) ? r : r >= 0 ? 1 : 0;
}

double optimal_discriminator_flipped(double log_p, double log_q, double alpha, double flip_rate) {
  require(flip_rate >= 0 && flip_rate < 0.5, "flip rate ", flip_rate,
          ", expected a number in [0, 1/2)");
  const double d = optimal_discriminator_alpha(log_p, log_q, alpha);
  return flip_rate + (1 - 2 * flip_rate) * d;
}

double optimal_discriminator_smoothed(double log_p, double log_q, double alpha, double smoothing) {
  require(smoothing >= 0 && smoothing < 1, "smoothing ", smoothing,
          ", expected a number in [0, 1)");
  return (1 - smoothing) * optimal_discriminator_alpha(log_p, log_q, alpha);
}

double optimal_discriminator(const Density& p, const Density& q, const Point& x) {
  return optimal_discriminator(p.log_pdf(x), q.log_pdf(x));
}

double optimal_discriminator_alpha(const Density& p, const Density& q, const Point& x,
                                   double alpha) {
  return optimal_discriminator_alpha(p.log_pdf(x), q.log_pdf(x), alpha);
}

double optimal_discriminator_absolute(const Density& p, const Density& q, const Point& x) {
  return optimal_discriminator_absolute(p.log_pdf(x), q.log_pdf(x));
}

}  // namespace verigan::theory

// SPDX-License-Identifier: MIT
#pragma once

#include "theory/density.hpp"

// The discriminator that is best against a fixed generator, one per loss, as a function of the two
// log-densities at a point. p data, q generated. Where p = q = 0 nothing is determined: NaN.
namespace verigan::theory {

/// ln(p/q), the logit of D*; NaN where both are −∞.
double log_ratio(double log_p, double log_q);

/// D* = p/(p + q). T02; Goodfellow et al. (2014), Prop. 1.
double optimal_discriminator(double log_p, double log_q);
/// D*_α = αp/(αp + (1−α)q), α in (0, 1). T08; Lincetto & Camporese.
double optimal_discriminator_alpha(double log_p, double log_q, double alpha);
/// 1 where p ≥ q, else 0: best for the absolute error (not unique where p = q). T14; Rocca
/// (6)–(12).
double optimal_discriminator_absolute(double log_p, double log_q);
/// With labels flipped at rate ε in [0, ½): (α(1−ε)p + (1−α)εq)/m_α = ε + (1−2ε)D*_α. T20.
double optimal_discriminator_flipped(double log_p, double log_q, double alpha, double flip_rate);
/// With the label of real data smoothed to 1−ε, ε in [0, 1): (1−ε)D*_α. T20; Salimans et al.
/// (2016).
double optimal_discriminator_smoothed(double log_p, double log_q, double alpha, double smoothing);

/// The same at a point of the line.
double optimal_discriminator(const Density& p, const Density& q, const Point& x);
double optimal_discriminator_alpha(const Density& p, const Density& q, const Point& x,
                                   double alpha);
double optimal_discriminator_absolute(const Density& p, const Density& q, const Point& x);

}  // namespace verigan::theory

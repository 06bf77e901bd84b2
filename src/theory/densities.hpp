// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

#include "theory/density.hpp"

// The families. Parameters are exact (exact.hpp): doubles, or decimals as written; quadrature sees 32
// digits of them. Locations must lie within ±1e100 and scales within [1e-100, 1e100]; anything
// else, NaN included, throws Error naming the value.
namespace verigan::theory {

DensityPtr normal(const Exact& mean, const Exact& sd);        ///< N(mean, sd²), sd > 0
DensityPtr uniform(const Exact& lower, const Exact& upper);  ///< lower < upper
DensityPtr laplace(const Exact& mean, const Exact& scale);   ///< e^{−|x−mean|/scale}/(2·scale)
DensityPtr exponential(const Exact& rate);                   ///< rate·e^{−rate·x} on x ≥ 0
DensityPtr logistic(const Exact& mean, const Exact& scale);  ///< F(x) = σ((x−mean)/scale)
/// F(x) = exp(−e^{−z}), z = (x−location)/scale.
DensityPtr gumbel(const Exact& location, const Exact& scale);
/// ∝ (1 + z²/nu)^{−(nu+1)/2}, z = (x−location)/scale; nu in [0.1, 1e6].
DensityPtr student(const Exact& nu, const Exact& location = 0, const Exact& scale = 1);
DensityPtr cauchy(const Exact& location, const Exact& scale);  ///< student(1, location, scale)
/// x^{a−1}(1−x)^{b−1}/B(a,b) on [0, 1]; a, b in [1e-3, 1e6].
DensityPtr beta(const Exact& a, const Exact& b);
/// ∝ x^{shape−1}e^{−rate·x} on x > 0; shape in [0.01, 1e6].
DensityPtr gamma(const Exact& shape, const Exact& rate);
/// P(X > x) = exp(−(x/scale)^shape) on x > 0; shape in [0.05, 1e4].
DensityPtr weibull(const Exact& shape, const Exact& scale);
/// ln X ~ N(mean, sd²); mean within ±100, sd in [1e-6, 10].
DensityPtr lognormal(const Exact& mean, const Exact& sd);
/// P(X > x) = (minimum/x)^shape on x ≥ minimum > 0; shape in [0.1, 1e6].
DensityPtr pareto(const Exact& minimum, const Exact& shape);

/// The law of X given lower ≤ X ≤ upper, lower < upper, of which one may be infinite; the law must have
/// a mass of at least 1e-280 there.
DensityPtr truncated(const DensityPtr& law, const Exact& lower, const Exact& upper);
/// The law of aX + b, a ≠ 0.
DensityPtr affine(const DensityPtr& law, const Exact& a, const Exact& b);

/// Σ w_i p_i, w_i > 0 and Σ w_i = 1 within 1e-9 (then scaled to 1), else Error.
DensityPtr mixture(std::span<const Exact> weights, std::span<const DensityPtr> parts);
DensityPtr mixture(std::span<const double> weights, std::span<const DensityPtr> parts);

/// Piecewise linear through (x_i, y_i), scaled to mass 1; 0 outside. x strictly increasing, y ≥ 0,
/// all finite, at least two points and positive mass, else Error. `name` is what spec() returns.
DensityPtr tabulated(std::vector<double> x, std::vector<double> y, std::string name);
/// From two columns x,density (core/delimited.hpp says how a file may look; one header row is allowed)
/// that integrates to 1 within 0.01; what is missing is scaled away. Error names file, line and value.
/// `warnings` gets a line for each number too small for a double, which is taken as 0.
DensityPtr tabulated_csv(const std::string& path, std::vector<std::string>* warnings = nullptr);

}  // namespace verigan::theory

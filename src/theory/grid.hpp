// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "theory/density.hpp"
#include "theory/f_generators.hpp"

// Discretisation: nodes and weights on an interval or a rectangle, densities as mass vectors on
// them, and divergences of mass vectors (which also serve finite games and binned data).
namespace verigan::theory {

/// Nodes x and weights of a one-dimensional rule; Σ w f(x) ≈ ∫ f.
struct Grid {
  std::vector<double> x;
  std::vector<double> weight;
};

/// n + 1 nodes, O(h²) on smooth integrands, spectral where all odd derivatives vanish at both ends.
Grid trapezoid_grid(double lower, double upper, std::size_t n);
/// n nodes in the middles of n cells.
Grid midpoint_grid(double lower, double upper, std::size_t n);

/// A rule on a rectangle: every pair of nodes, first coordinate slowest.
struct Grid2 {
  Grid first;
  Grid second;
  std::size_t size() const { return first.x.size() * second.x.size(); }
};

/// Two independent coordinates with densities first and second.
struct ProductDensity {
  DensityPtr first;
  DensityPtr second;
  double log_pdf(const Point& x, const Point& y) const {
    return first->log_pdf(x) + second->log_pdf(y);
  }
};

/// Σ w_i f(x_i).
double integrate(const Grid& grid, const std::function<double(double)>& f);
/// w_i p(x_i): sums to about 1, not exactly.
std::vector<double> masses(const Density& p, const Grid& grid);
/// w_i v_j p(x_i, y_j), i slowest.
std::vector<double> masses(const ProductDensity& p, const Grid2& grid);
/// P(edges[i] < X ≤ edges[i+1]), exact up to rounding; edges strictly increasing, at least two.
std::vector<double> bin_masses(const Density& p, std::span<const double> edges);

/// Σ q_i f(p_i/q_i) with f(0) and f′(∞) where one of them is 0; masses ≥ 0, same length, else
/// Error.
double f_divergence(std::span<const double> p, std::span<const double> q, const FGenerator& f);
/// Σ p_i ln(p_i/q_i) − p_i + q_i: KL of mass vectors of equal sums; +∞ where p_i > 0 = q_i.
double kl(std::span<const double> p, std::span<const double> q);
double js_alpha(std::span<const double> p, std::span<const double> q, double alpha);
double jsd(std::span<const double> p, std::span<const double> q);
double total_variation(std::span<const double> p, std::span<const double> q);
double hellinger2(std::span<const double> p, std::span<const double> q);

}  // namespace verigan::theory

// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <vector>

// The f-divergences of GAN theory as a table: D_f(p‖q) = ∫ q f(p/q) + f′(∞)·P(q = 0), u = p/q,
// which is also sup_T E_p[T] − E_q[f*(T)] over critics T with values in the domain of f* (T22).
// Nowozin, Cseke & Tomioka (2016), with the factors written out here. To add one, add a row to
// f_generators.cpp and its closed form to tests/theory.
namespace verigan::theory {

struct FGenerator {
  std::string name;
  std::string formula;  ///< f(u), as text
  std::string source;
  double at_zero;            ///< f(0), may be +∞
  double at_one;             ///< f(1), the least value of D_f
  double slope_at_infinity;  ///< f′(∞) = lim f(u)/u, may be +∞
  double growth;             ///< f(u) = O(u^growth ln u) as u → ∞; above 1: f(u)/u^growth → 1
  std::function<double(double u)> f;           ///< u > 0
  std::function<double(double u)> derivative;  ///< f′(u), u > 0 (a subgradient at a kink)
  std::function<double(double t)> conjugate;  ///< f*(t) = sup_u ut − f(u); +∞ outside its domain
  double domain_upper;  ///< f* is finite below (and at, if domain_closed) this t
  bool domain_closed;
  std::function<double(double r)> f_of_log;       ///< f(e^r), kept for r ≤ 0
  std::function<double(double r)> scaled_of_log;  ///< f(e^r)·e^{−growth·r}, kept for r ≥ 0
  std::string critic;  ///< T* = f′(p/q), the critic that reaches D_f, as text
  std::function<double(double r)> critic_of_log;  ///< f′(e^r), r = ln(p/q) in [−∞, ∞]; may be ±∞
};

/// All rows: KL, reverse KL, Pearson χ², H², JSD, GAN, LSGAN, TV, JS_α, α-GAN, absolute error, Jeffreys,
/// triangular. α in (0, 1) enters the two α rows alone.
std::vector<FGenerator> f_generators(double alpha = 0.5);
/// One row by name: "kl", "reverse_kl", "chi2", "hellinger2", "jsd", "gan", "lsgan", "tv",
/// "js_alpha", "alpha_gan", "absolute_error", "jeffreys", "triangular"; any other name throws Error listing these.
FGenerator f_generator(const std::string& name, double alpha = 0.5);

}  // namespace verigan::theory

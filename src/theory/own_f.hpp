// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "core/quadrature.hpp"
#include "theory/density.hpp"
#include "theory/expression.hpp"
#include "theory/finiteness.hpp"
#include "theory/quantity.hpp"

// An f-divergence of one's own: a convex f on u > 0 as an expression (expression.hpp).
namespace verigan::theory {

/// coefficient · v^power · (ln v)^logs, in doubles.
struct FarTerm {
  double coefficient, power, logs;
};

/// D_f(p‖q) = ∫ q f(p/q) + f′(∞)·P(q = 0), less f(1), so that it is 0 at p = q. Also of use with a critic T:
/// D_f = sup_T E_p[T] − E_q[f*(T)], reached at T* = f′(p/q) (Nowozin, Cseke & Tomioka 2016).
class OwnF {
 public:
  /// Reads "u*ln(u)". Throws Error with one line if it cannot be read, has no value at some u > 0, is not
  /// convex (naming the place), or is so flat that its values are all alike. Convexity is looked for
  /// at 4,000 places between 1e-30 and 1e30, each against its neighbours, with the rounding of the values
  /// allowed for: a search, not a proof.
  explicit OwnF(const std::string& text);

  const std::string& text() const { return text_; }
  /// f(1), which is subtracted everywhere below.
  double at_one() const { return at_one_; }
  /// f(u) − f(1), with a bound on its rounding.
  Estimate value(double u) const;
  /// f′(u); at a kink one of the slopes between both sides'.
  Estimate derivative(double u) const;
  /// lim f − f(1) as u → 0 and lim f(u)/u as u → ∞, which may be ∞; NaN where the expansion of f, in powers and
  /// logarithms of u, could not be found: then no divergence is known either.
  double at_zero() const { return limits_.at_zero; }
  double slope_at_infinity() const { return limits_.slope_at_infinity; }

  /// f*(t) = sup_u ut − f(u) + f(1), with a bound on its error; ∞ outside its domain.
  Estimate conjugate(double t) const;

  /// D_f(p‖q) as f_divergence() gives it for the rows of f_generators().
  Estimate divergence(const Density& p, const Density& q) const;

 private:
  friend class ConvexityCheck;
  void find_limits();

  std::string text_;
  Expression f_;
  double at_one_ = 0;
  Estimate shift_;  // f(1)
  FLimits limits_{};
  bool limits_known_ = false;
  std::vector<FarTerm> far_, near_;  // of f − f(1) as u → ∞, and in 1/u as u → 0; the last bounds the rest
};

/// The divergence as a quantity, key "f".
Quantity own_quantity(const std::string& text);

}  // namespace verigan::theory

// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "theory/exact.hpp"

// How a density behaves where x → ±∞, or where x reaches a point: what decides whether an integral is
// finite. y → ∞ is |x| in the first case, 1/distance in the second.
namespace verigan::theory {

/// coefficient · e^{log_factor} · e^{rate·y} · y^power · (ln y)^logs.
struct TailTerm {
  Exact coefficient;
  Exact rate, power;  ///< ≥ 0
  int logs = 0;       ///< ≥ 0; rate, power and logs are not all 0
  Exact log_factor;
};

/// ln p up to a bounded term, as a sum of terms of different growth, in exact arithmetic: that of a
/// normal density is −y²/2σ² ± μy/σ², of Student's −(ν+1) ln y.
class Tail {
 public:
  /// p = 0 from some y on.
  static Tail vacant();
  /// The sum of these; without any, p is bounded away from 0 and ∞.
  explicit Tail(std::vector<TailTerm> terms = {});

  bool is_vacant() const { return vacant_; }
  const std::vector<TailTerm>& terms() const { return terms_; }
  /// Says that there are more unbounded terms, of smaller growth than the last of these.
  Tail& truncate();

  /// The largest term's sign: +1 if the sum tends to +∞, −1 if to −∞, 0 if it is bounded; none where that
  /// is not known: terms whose coefficients agree to 50 digits but are not equal, or unknown terms.
  std::optional<int> direction() const;
  /// The leading growth, with coefficient 1; none if bounded or unknown.
  std::optional<TailTerm> growth() const;
  /// c if the sum is c·ln y and bounded terms (0 with none), else none.
  std::optional<Exact> log_power() const;
  /// Whether e^{the sum} has a finite integral over y near ∞; none where that is not known.
  std::optional<bool> integrable() const;

  /// a·first + b·second; vacant if one of them is.
  static Tail combined(const Exact& a, const Tail& first, const Exact& b, const Tail& second);
  /// The larger of two, as of the sum of two densities.
  static Tail larger(const Tail& first, const Tail& second);
  /// The sum times |ln of itself|^logs of another tail's growth: adds ln of that growth.
  Tail times_growth(const TailTerm& growth, const Exact& exponent) const;
  /// c·ln y more.
  Tail with_log(const Exact& c) const;
  /// That of y ↦ the sum at (y − shift)/scale, scale > 0.
  Tail moved(const Exact& scale, const Exact& shift) const;

 private:
  bool vacant_ = false, complete_ = true;
  std::vector<TailTerm> terms_;  // growth decreasing; of equal growth only with unlike log_factor
};

}  // namespace verigan::theory

// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "theory/ball.hpp"

// The inception score of a classifier's answers (Salimans et al. 2016, section 4), written once for
// double, as metrics::inception_score takes it, and for Ball, as theorem T38 does.
namespace verigan::theory {

/// a ln(a/b), 0 where a = 0, as of balls; b ≥ a·(something above 0).
inline double x_ln_ratio(double a, double b) { return a == 0 ? 0 : a * std::log(a / b); }

/// ln IS = Σ_x P(x) KL(p(y|x)‖p(y)) in nats, p(y) = Σ_x P(x) p(y|x): in [0, ln K] but for rounding.
/// share(x) is P(x), x < images, of sum 1; answer(x, y) is p(y|x), y < classes, of sum 1 over y.
template <class Number, class Share, class Answer>
Number log_inception_score(std::size_t images, std::size_t classes, const Share& share,
                           const Answer& answer) {
  std::vector<Number> marginal(classes, Number(0));
  for (std::size_t x = 0; x < images; ++x)
    for (std::size_t y = 0; y < classes; ++y) marginal[y] += share(x) * answer(x, y);
  Number sum = 0;
  for (std::size_t x = 0; x < images; ++x) {
    if (exactly_zero(share(x))) continue;
    Number divergence = 0;
    for (std::size_t y = 0; y < classes; ++y)
      divergence += x_ln_ratio(answer(x, y), marginal[y]);
    sum += share(x) * divergence;
  }
  return sum;
}

/// Σ (v − mean)² / (count − ddof): with ddof 1 its mean over independent values is their variance.
template <class Number>
Number variance_of(std::span<const Number> values, int ddof = 1) {
  const auto count = static_cast<double>(values.size());
  Number mean = 0, squares = 0;
  for (const Number& value : values) mean += value;
  mean = mean / Number(count);
  for (const Number& value : values) squares += (value - mean) * (value - mean);
  return squares / Number(count - ddof);
}

}  // namespace verigan::theory

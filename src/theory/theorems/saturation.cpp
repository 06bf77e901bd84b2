// SPDX-License-Identifier: MIT
// T17: the slopes of the two generator losses in the logit.
#include <cmath>
#include <complex>

#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

/// σ(ℓ) and 1 − σ(ℓ) without cancellation.
Ball sigmoid(double logit) {
  const Ball small = exp(Ball(-std::abs(logit)));
  return logit < 0 ? small / (1 + small) : 1 / (1 + small);
}

/// d/dℓ ln(1 + e^{sℓ}), s = ±1, by the complex step Im f(ℓ + ih)/h: no difference is taken, and the
/// h² it leaves out is far below rounding (Squire & Trapp 1998).
Ball softplus_slope(double logit, double sign) {
  constexpr double h = 0x1p-100;
  const std::complex<double> z = sign * std::complex<double>(logit, h);
  // ln(1 + e^z) = z + ln(1 + e^{−z}) where e^z is large.
  const bool large = z.real() > 0;
  const std::complex<double> tail = std::log(1.0 + std::exp(large ? -z : z));
  const double slope = (large ? z + tail : tail).imag() / h;
  // exp, 1 + ·, arg and the sum: each within 2 units in the last place of a number of at most 1;
  // relative to the slope itself where nothing is added.
  return of_libm(slope, 16 * kRounding * (large ? 1 : std::abs(slope)));
}

/// The slopes of ln(1 − σ) = −softplus(ℓ) and −ln σ = softplus(−ℓ) as functions of σ and 1 − σ.
struct Slopes {
  Ball saturating, non_saturating;
};
using Formula = Slopes (*)(Ball sigma, Ball complement);

void check(RandomInstance& draw, Evidence& evidence, Formula formula) {
  const double logit = draw.chance(0.5) ? draw.uniform(-6, 6) : draw.uniform(-500, 500);
  const Slopes slopes = formula(sigmoid(logit), sigmoid(-logit));
  const Ball saturating = -softplus_slope(logit, 1), non_saturating = softplus_slope(logit, -1);
  if (logit < 0) {
    evidence.equal_relative("saturating slope −σ", slopes.saturating, saturating);
    evidence.equal("non-saturating slope σ − 1", slopes.non_saturating, non_saturating);
  } else {
    evidence.equal("saturating slope −σ", slopes.saturating, saturating);
    evidence.equal_relative("non-saturating slope σ − 1", slopes.non_saturating, non_saturating);
  }
  // As D(G(z)) → 0 the first vanishes like e^ℓ and the second comes as near to −1.
  const double low = -std::abs(logit);
  const Slopes losing = formula(sigmoid(low), sigmoid(-low));
  evidence.at_most("saturates", abs(losing.saturating), exp(Ball(low)));
  evidence.at_most("does not saturate", abs(losing.non_saturating + 1), exp(Ball(low)));
}

Check with(Formula formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) { check(draw, evidence, formula); };
}

Slopes slopes(Ball sigma, Ball complement) { return {-sigma, -complement}; }
Slopes swapped(Ball sigma, Ball complement) { return {-complement, -sigma}; }
Slopes product(Ball sigma, Ball complement) { return {-(sigma * complement), -complement}; }
Slopes wrong_sign(Ball sigma, Ball complement) { return {sigma, -complement}; }

}  // namespace

Theorem saturation() {
  return {
      .id = "T17",
      .title = "Saturation",
      .statement = "d/dℓ ln(1−σ(ℓ)) = −σ(ℓ) → 0 as D(G(z)) → 0; d/dℓ(−ln σ(ℓ)) = −(1−σ(ℓ)) → −1",
      .source = "LC, UM",
      .check = with(slopes),
      .mutants = {{"slopes swapped", 0.99, with(swapped)},
                  {"−σ(1−σ) for −σ", 0.6, with(product)},
                  {"sign", 0.99, with(wrong_sign)}}};
}

}  // namespace verigan::theory::rows

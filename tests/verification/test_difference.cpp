// SPDX-License-Identifier: MIT
// Differences of functions with known derivatives: the bound holds, and most of it is needed where
// truncation rules.
#include <cmath>

#include "support/catch.hpp"
#include "verification/difference.hpp"

using verigan::theory::Ball;
using verigan::verification::derivative;

TEST_CASE("difference: the error bound holds, for polynomials, exponentials and poles") {
  const auto check = [](const Ball& slope, double exact) {
    CAPTURE(slope.value, slope.error, exact);
    CHECK(std::abs(slope.value - exact) <= slope.error);
    CHECK(slope.error < 1e-8);
  };
  check(derivative([](double t) { return Ball(2 * t); }, 1, 2), 2);
  // 1/(1 − t) within ½ of 0 is within 1 of f(0) = 1.
  check(derivative([](double t) { return Ball(1) / (Ball(1) - Ball(t)); }, 0.5, 1), 1);
  // |e^3t − 1| ≤ e − 1 for |t| ≤ ⅓.
  check(derivative([](double t) { return exp(Ball(3) * Ball(t)); }, 1.0 / 3, 1.72), 3);
}

TEST_CASE("difference: of z⁵ on the largest circle it allows, truncation is bounded and no more") {
  // f = t⁵ has f′(0) = 0, and D(h) = h⁴: the extrapolation leaves −h⁴/4 of the h⁴/3 allowed.
  const Ball slope = derivative([](double t) { return Ball(t * t * t * t * t); }, 1, 1);
  CHECK(slope.value == Approx(-0x1p-42).epsilon(1e-6));
  CHECK(slope.error >= 0x1p-42);
  CHECK(slope.error < 0x1p-40);
}

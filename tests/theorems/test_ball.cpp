// SPDX-License-Identifier: MIT
#include "support/catch.hpp"
#include "support/draws.hpp"
#include "theory/ball.hpp"

#include <cmath>
#include <limits>

using namespace verigan::theory;

namespace {

/// |true − value| ≤ error, `true` known to 64 bits.
bool holds(Ball ball, long double truth) {
  return std::fabs(truth - static_cast<long double>(ball.value)) <=
         static_cast<long double>(ball.error);
}

}  // namespace

TEST_CASE("a ball encloses what exact arithmetic on its members gives") {
  Draws draw(7);
  const auto uniform = [&draw](double a, double b) { return draw.uniform(a, b); };
  for (int i = 0; i < 20000; ++i) {
    // A ball and a true member of it: the value moved by a share of the radius.
    const Ball a{std::exp(uniform(-20, 20)), 0}, b{std::exp(uniform(-20, 20)), 0};
    const Ball x{a.value, a.value * std::exp(uniform(-36, -10))},
        y{b.value, b.value * std::exp(uniform(-36, -10))};
    const long double s = x.value + uniform(-1, 1) * static_cast<long double>(x.error);
    const long double t = y.value + uniform(-1, 1) * static_cast<long double>(y.error);
    REQUIRE(holds(x + y, s + t));
    REQUIRE(holds(x - y, s - t));
    REQUIRE(holds(x * y, s * t));
    REQUIRE(holds(x / y, s / t));
    REQUIRE(holds(ln(x), std::log(s)));
    REQUIRE(holds(sqrt(x), std::sqrt(s)));
    REQUIRE(holds(exp(ln(x)), s));
    REQUIRE(holds(min(x, y), std::min(s, t)));
    REQUIRE(holds(max(x, y), std::max(s, t)));
    REQUIRE(holds(x_ln_ratio(x, y), s * std::log(s / t)));
  }
}

TEST_CASE("the radius of a ball is not much larger than need be") {
  // 1000 roundings of a sum near 1000: at most 1000·u·1000, and not a thousand times less.
  Ball sum = 0;
  for (int i = 0; i < 1000; ++i) sum += Ball(1) / 3;
  CHECK(holds(sum, 1000.0L / 3));
  CHECK(sum.error < 1000 * kRounding * sum.value);
  CHECK((Ball(1) / 3).error <= 2 * kRounding / 3);
}

TEST_CASE("limits of balls") {
  CHECK(x_ln_ratio(0, 0).value == 0);
  CHECK(x_ln_ratio(0, 1).error == 0);
  CHECK(x_ln_ratio(1, 0).value == std::numeric_limits<double>::infinity());
  CHECK(x_ln_y(0, 0).value == 0);
  // A divisor whose ball holds 0 leaves nothing known.
  CHECK(std::isinf((Ball(1) / Ball(1e-20, 1e-19)).error));
  CHECK(std::isinf(ln(Ball(1e-20, 1e-19)).error));
}

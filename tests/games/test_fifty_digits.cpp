// SPDX-License-Identifier: MIT
// Eigenvalues, contraction and the flow of games of two coordinates against 50 digits.
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>

#include "games/flow.hpp"
#include "games/spectrum.hpp"
#include "support/catch.hpp"
#include "support/draws.hpp"

using namespace verigan;
using namespace verigan::games;

namespace {

using Digits = boost::multiprecision::cpp_bin_float_50;
constexpr double kEpsilon = 0x1p-52;

/// J = ((a, b), (c, d)); kinds 1 and 2 are near a defective matrix, where eigenvalues meet and a naive
/// discriminant keeps half of the digits.
Linearisation random_jacobian(Draws& draw, int kind) {
  double a = draw.normal(), b = draw.normal(), c = draw.normal(), d = draw.normal();
  if (kind == 1) {  // discriminant near 0, of either sign
    c = -(a - d) * (a - d) / (4 * b) * (1 + draw.normal() * std::pow(10, draw.whole(-16, -2)));
  } else if (kind == 2) {  // nearly triangular with equal eigenvalues
    d = a * (1 + draw.normal() * std::pow(10, draw.whole(-16, -4)));
    c = draw.normal() * std::pow(10, draw.whole(-30, -8));
  } else if (kind == 3) {  // unlike sizes
    b *= std::pow(10, draw.whole(-12, 12)), c *= std::pow(10, draw.whole(-12, 12));
  }
  Linearisation linear{Matrix<double>(2, 2), 1};
  linear.jacobian(0, 0) = a, linear.jacobian(0, 1) = b;
  linear.jacobian(1, 0) = c, linear.jacobian(1, 1) = d;
  return linear;
}

struct Pair {
  Digits middle, square;  // eigenvalues middle ± √square

  explicit Pair(const Matrix<double>& j)
      : middle((Digits(j(0, 0)) + Digits(j(1, 1))) / 2) {
    const Digits half = (Digits(j(0, 0)) - Digits(j(1, 1))) / 2;
    square = half * half + Digits(j(0, 1)) * Digits(j(1, 0));
  }
  /// |1 + h λ| of the larger one.
  Digits contraction(double h) const {
    const Digits real = 1 + Digits(h) * middle, part = Digits(h) * sqrt(abs(square));
    if (square < 0) return sqrt(real * real + part * part);
    return abs(real) + part;
  }
};

}  // namespace

TEST_CASE("eigenvalues and contraction of two coordinates against 50 digits, near defective ones too") {
  Draws draw(31);
  for (int k = 0; k < 4000; ++k) {
    const Linearisation linear = random_jacobian(draw, k % 4);
    const Pair exact(linear.jacobian);
    const Digits root = sqrt(abs(exact.square));
    CAPTURE(k, linear.jacobian(0, 0), linear.jacobian(0, 1), linear.jacobian(1, 0), linear.jacobian(1, 1));
    const auto found = eigenvalues(linear);
    REQUIRE(found.size() == 2);
    const Digits size = abs(exact.middle) + root;
    const Digits real = exact.square < 0 ? Digits(0) : root, imaginary = exact.square < 0 ? root : Digits(0);
    for (const int which : {0, 1}) {
      const int sign = which == 0 ? -1 : 1;
      CHECK(abs(Digits(found[static_cast<std::size_t>(which)].real()) - (exact.middle + sign * real)) <=
            8 * kEpsilon * size);
      CHECK(abs(Digits(std::abs(found[static_cast<std::size_t>(which)].imag())) - imaginary) <=
            8 * kEpsilon * size);
    }
    CHECK(abs(Digits(rotation_frequency(linear)) - imaginary) <= 8 * kEpsilon * size);
    const double h = std::pow(10, draw.whole(-4, 0));
    const Digits contraction = exact.contraction(h);
    CHECK(abs(Digits(contraction_per_step(linear, {.method = Method::simultaneous, .step = h})) - contraction) <=
          8 * kEpsilon * (1 + Digits(h) * size));
  }
}

TEST_CASE("the flow of a game that brings neighbours no farther apart stays within its stated error") {
  Draws draw(32);
  for (int k = 0; k < 1000; ++k) {
    // v = −s·z + w·(rotation): |z| falls by e^(−st), so errors do not grow.
    const double s = k % 3 == 0 ? 0 : std::abs(draw.normal()), w = 3 * draw.normal();
    const Field field = [=](std::span<const double> z, std::span<double> v) {
      v[0] = -s * z[0] + w * z[1];
      v[1] = -w * z[0] - s * z[1];
    };
    const double x = draw.normal(), y = draw.normal();
    const double time = 5 * std::abs(draw.normal());
    const Flow found = flow(field, std::vector{x, y}, std::vector{time});
    const Digits shrink = exp(-Digits(s) * Digits(time)), angle = Digits(w) * Digits(time);
    const Digits exact_x = shrink * (Digits(x) * cos(angle) + Digits(y) * sin(angle));
    const Digits exact_y = shrink * (Digits(y) * cos(angle) - Digits(x) * sin(angle));
    const Digits dx = Digits(found.states[0][0]) - exact_x, dy = Digits(found.states[0][1]) - exact_y;
    CAPTURE(k, s, w, time, found.error);
    const Digits rounding = 4 * kEpsilon * (1 + Digits(static_cast<double>(found.steps)));
    CHECK(sqrt(dx * dx + dy * dy) <= Digits(found.error) + rounding * (abs(Digits(x)) + abs(Digits(y))));
  }
}

// SPDX-License-Identifier: MIT
// The ways between two points of latent space.
#include "latent/walk.hpp"

#include <cmath>
#include <numbers>

#include "support/catch.hpp"

using namespace verigan;
using latent::path;
using latent::Route;

namespace {

double dot(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t c = 0; c < a.size(); ++c) sum += static_cast<double>(a[c]) * static_cast<double>(b[c]);
  return sum;
}
double length(std::span<const float> v) { return std::sqrt(dot(v, v)); }

}  // namespace

TEST_CASE("a great circle is gone along at even angles, its length at an even pace") {
  const std::vector<float> p{3, 0, 0, 0}, q{1, 1, 0, 2};
  const double angle = std::acos(1 / std::sqrt(6.0));
  const Matrix<float> way = path(Route::spherical, p, q, 16);
  REQUIRE(way.rows() == 17);
  for (std::size_t i = 0; i <= 16; ++i) {
    const double t = static_cast<double>(i) / 16;
    CAPTURE(i);
    CHECK(length(way.row(i)) == Approx((1 - t) * 3 + t * std::sqrt(6.0)).epsilon(1e-6));
    // sin((1 − t)Ω)/sin Ω and sin(tΩ)/sin Ω of the two directions (Shoemake 1985).
    for (std::size_t c = 0; c < 4; ++c) {
      const double direction = (std::sin((1 - t) * angle) * static_cast<double>(p[c]) / 3 +
                                std::sin(t * angle) * static_cast<double>(q[c]) / std::sqrt(6.0)) /
                               std::sin(angle);
      CHECK(static_cast<double>(way(i, c)) / length(way.row(i)) == Approx(direction).margin(1e-6));
    }
  }
}

TEST_CASE("a straight line has even steps; both routes begin and end where they are to") {
  const std::vector<float> p{0.1F, -2, 7}, q{5, 0.3F, -1};
  for (const Route route : {Route::linear, Route::spherical}) {
    const Matrix<float> way = path(route, p, q, 8);
    for (std::size_t c = 0; c < 3; ++c) {
      CHECK(way(0, c) == p[c]);
      CHECK(way(8, c) == q[c]);
      if (route == Route::linear) CHECK(way(4, c) == Approx((p[c] + q[c]) / 2));
    }
  }
  // Opposite points have no great circle.
  const std::vector<float> minus{-0.1F, 2, -7};
  CHECK(path(Route::spherical, p, minus, 4)(2, 1) == 0);
}

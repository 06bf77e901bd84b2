// SPDX-License-Identifier: MIT
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "metrics/modes.hpp"
#include "support/catch.hpp"

using namespace verigan;

TEST_CASE("modes: counts, coverage and quality of points put by hand") {
  const data::Mixture mixture{{{0, 0}, {10, 0}, {0, 10}, {10, 10}}, 1};
  Matrix<float> points(8, 2);
  const float placed[8][2] = {
      {0, 0}, {2.9F, 0}, {0, -3.1F}, {10, 0},
      {1, 1}, {7, 7},    {0, 2},     {std::numeric_limits<float>::quiet_NaN(), 0}};
  for (std::size_t i = 0; i < 8; ++i) points(i, 0) = placed[i][0], points(i, 1) = placed[i][1];
  const metrics::ModeQuality q = metrics::mode_quality(mixture, points);
  CHECK(q.points == std::vector<std::size_t>{5, 1, 0, 1});
  CHECK(q.covered == 2);                   // (7, 7) is 4.2 away from the fourth centre
  CHECK(q.high_quality_share == 5.0 / 8);  // not (0, −3.1), (7, 7) and what is no number
  CHECK(q.dominant == 0);
  CHECK(q.dominant_share == 5.0 / 8);
  // Σ h ln(4 h) with h = 5/8, 1/8, 1/8
  CHECK(q.reverse_kl == Approx(0.625 * std::log(2.5) + 0.25 * std::log(0.5)).epsilon(1e-14));
  CHECK(q.good == std::vector<std::size_t>{4, 1, 0, 0});
  CHECK(q.reverse_kl_good == Approx(0.8 * std::log(3.2) + 0.2 * std::log(0.8)).epsilon(1e-14));
  const Matrix<float> far = [] {
    Matrix<float> at(2, 2);
    at(0, 0) = 5, at(1, 1) = 5;
    return at;
  }();
  CHECK(std::isnan(metrics::mode_quality(mixture, far).reverse_kl_good));
  CHECK_THROWS_AS(metrics::mode_quality(mixture, Matrix<float>(0, 2)), Error);
  CHECK_THROWS_AS(metrics::mode_quality(mixture, Matrix<float>(3, 3)), Error);
  CHECK_THROWS_AS(metrics::mode_quality({}, points), Error);
}

TEST_CASE("modes: true points cover all modes, with 1 − e^(−9/2) of them within three deviations") {
  const data::Mixture ring = data::ring(8, 2, 0.05);
  constexpr std::size_t n = 20000;
  Matrix<float> points(n, 2);
  data::MixturePoints(ring, 3).fill(0, points);
  const metrics::ModeQuality q = metrics::mode_quality(ring, points);
  const double share = 1 - std::exp(-4.5);
  CHECK(q.covered == 8);
  CHECK(std::abs(q.high_quality_share - share) < 4 * std::sqrt(share * (1 - share) / n));
  CHECK(q.reverse_kl < 1e-3);  // mean (K − 1)/2n = 0.000175
  CHECK(q.reverse_kl >= 0);
}

TEST_CASE("modes: points that coincide") {
  Matrix<float> points(6, 2);  // pairs (0, 3), (1, 4), (2, 5)
  points(3, 0) = 0.1F;
  points(4, 1) = 5;
  CHECK(metrics::coincident_share(points, 0.15) == Approx(2.0 / 3));
  CHECK(metrics::coincident_share(points, 0.05) == Approx(1.0 / 3));
  CHECK(metrics::coincident_share(points, 6) == 1);
  points(5, 0) = std::numeric_limits<float>::quiet_NaN();
  CHECK(metrics::coincident_share(points, 6) == Approx(2.0 / 3));
  CHECK_THROWS_AS(metrics::coincident_share(Matrix<float>(1, 2), 1), Error);
}

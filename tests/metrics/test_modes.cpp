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

TEST_CASE("modes: real points cover all modes, with 1 − e^(−9/2) of them within three deviations") {
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

namespace {

/// 2,000 points of 25 modes: `share` of them in the leading one, the rest even over the others.
std::vector<std::size_t> led_by(std::size_t leader, double share) {
  std::vector<std::size_t> good(25, static_cast<std::size_t>(2000 * (1 - share) / 24));
  good[leader] = static_cast<std::size_t>(2000 * share);
  return good;
}

}  // namespace

TEST_CASE("modes: a leader that rotates is seen, one at rest is not, and a crowd has none") {
  std::vector<metrics::ModeSamples> rotating, resting, even, far;
  for (std::size_t t = 0; t < 100; ++t) {
    rotating.push_back({led_by(t % 25, 0.2), led_by(t % 25, 0.2), 2000});
    resting.push_back({led_by(3, 0.2), led_by(3, 0.2), 2000});
    even.push_back({led_by(t % 25, 0.04), led_by(t % 25, 0.04), 2000});
    far.push_back({std::vector<std::size_t>(25, 0), std::vector<std::size_t>(25, 0), 2000});
  }
  const auto turned = metrics::mode_turnover(rotating), rests = metrics::mode_turnover(resting),
             crowd = metrics::mode_turnover(even), nothing = metrics::mode_turnover(far);
  CHECK(turned.pairs == 99);
  CHECK(turned.changes == 99);
  CHECK(turned.rest_pairs == 100);
  CHECK(turned.rest_changes == 0);
  CHECK(rests.pairs == 99);
  CHECK(rests.changes == 0);
  CHECK(crowd.pairs == 0);  // 1/25 each: nobody has twice that
  CHECK(nothing.pairs == 0);
  CHECK(nothing.set_change == 0);
  // Two modes that come and go: {0, 1}, {1, 2}, {2, 3} … differ in two.
  std::vector<metrics::ModeSamples> wandering;
  for (std::size_t t = 0; t < 10; ++t) {
    std::vector<std::size_t> good(25, 0);
    good[t] = good[t + 1] = 900;
    wandering.push_back({good, good, 2000});
  }
  CHECK(metrics::mode_turnover(wandering).set_change == 2);
  CHECK(metrics::mode_turnover(wandering).rest_set_change == 0);
  // What chance does to the leader of two near ones shows at rest as well.
  const auto chance = metrics::mode_turnover({{led_by(0, 0.2), led_by(1, 0.2), 2000},
                                              {led_by(0, 0.2), led_by(1, 0.2), 2000}});
  CHECK(chance.changes == 1);
  CHECK(chance.rest_changes == 2);
  CHECK_THROWS_AS(metrics::mode_turnover({}), Error);
  CHECK_THROWS_AS(metrics::mode_turnover({{{1, 2}, {1}, 10}}), Error);
}

TEST_CASE("modes: one is covered by a quarter of its due") {
  CHECK(metrics::covered_modes({50, 49, 0, 500}, 800) == 2);  // 800/(4·4) = 50
  CHECK(metrics::covered_modes({1, 1, 1, 1}, 4) == 4);
}

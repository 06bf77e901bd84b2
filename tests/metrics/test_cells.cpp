// SPDX-License-Identifier: MIT
// Cells of known mass: that the masses are the data's, that what they show of a divergence is right, and
// that a generator which lies about a curve but does not scatter as the data do is found out.
#include <cmath>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "metrics/curve_cells.hpp"
#include "metrics/curve_quality.hpp"
#include "support/catch.hpp"
#include "theory/densities.hpp"
#include "theory/grid.hpp"

using namespace verigan;

namespace {

constexpr double kBandwidths[] = {0.025, 0.05, 0.1, 0.2, 0.4};

// Points about a curve with normal noise of another standard deviation than the data's.
Matrix<float> points_about(const std::string& name, float noise, std::size_t n, std::uint64_t step) {
  const data::Curve curve(name);
  const random::Stream stream(8, random::Purpose::test);
  std::vector<float> u(n);
  stream.uniforms(2 * step, u);
  Matrix<float> points(n, 2);
  curve.points(u, points);
  data::add_normals(stream, 2 * step + 1, points, noise);
  return points;
}

random::Stream shuffles() { return {5, random::Purpose::test, 1}; }

// JSD of normals of these standard deviations about 0, by the midpoint rule: what there is across a curve
// that is all but straight.
double jsd_of_spreads(double a, double b) {
  double sum = 0;
  const double h = b / 400;
  for (double x = -0.4 + h / 2; x < 0.4; x += h) {
    const double p = std::exp(-x * x / (2 * a * a)) / (a * std::sqrt(2 * kPi)),
                 q = std::exp(-x * x / (2 * b * b)) / (b * std::sqrt(2 * kPi)), m = (p + q) / 2;
    sum += 0.5 * h * (xlogy(p, p / m) + xlogy(q, q / m));
  }
  return sum;
}

}  // namespace

TEST_CASE("cells about a curve hold the share of points that fall into them") {
  for (const std::string& name : data::Curve::names()) {
    const metrics::Cells cells = metrics::curve_cells(data::Curve(name));
    REQUIRE(cells.size() == (name == "line" ? 66 : 64) * 35);
    double sum = 0, least = 1;
    for (const double mass : cells.data) {
      sum += mass;
      least = std::min(least, mass);
    }
    CHECK(sum == Approx(1).margin(1e-6));
    CHECK(least > 0);
    for (std::size_t i = 0; i < cells.size(); ++i) CHECK(cells.cell_of(cells.centres.row(i)) == i);
    const std::size_t n = 200000;
    const auto counts = metrics::count(cells, points_about(name, data::Toy::kNoise, n, 1));
    // Pearson's χ² of the cells expected to hold at least 5: mean k − 1, variance 2(k − 1).
    double chi2 = 0, k = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const double expected = cells.data[i] * n, found = static_cast<double>(counts[i]);
      if (expected < 5) continue;
      chi2 += (found - expected) * (found - expected) / expected;
      ++k;
    }
    INFO(name << ", χ² = " << chi2 << " in " << k << " cells");
    CHECK(k > 1200);
    CHECK(std::abs(chi2 - (k - 1)) < 4 * std::sqrt(2 * (k - 1)));
    const float nowhere[] = {NAN, 0};
    CHECK(cells.cell_of(nowhere) < cells.size());
  }
  for (const double bad : {0.06, 0.0, -1.0, double{NAN}})
    CHECK_THROWS_AS(metrics::curve_cells(data::Curve("line"), bad), Error);
  CHECK_THROWS_AS(metrics::curve_cells(data::Curve("line"), 0.05, 0), Error);
}

TEST_CASE("JSD by cells: 0 for real points, near the truth for a wrong spread, never far above it") {
  for (const std::string& name : data::Curve::names()) {
    const metrics::Cells cells = metrics::curve_cells(data::Curve(name));
    const auto jsd = [&](float noise) {
      return metrics::counted_jsd(cells.data,
                                  metrics::count(cells, points_about(name, noise, 100000, 2)));
    };
    CAPTURE(name);
    const Estimate same = jsd(0.05F);
    CHECK(std::abs(same.value) < 6e-4);
    CHECK(same.error < 4e-3);
    for (const float noise : {0.035F, 0.065F}) {
      const double truth = jsd_of_spreads(0.05, static_cast<double>(noise));
      const Estimate seen = jsd(noise);
      CAPTURE(noise, truth, seen.value, seen.error);
      CHECK(seen.value == Approx(truth).epsilon(0.08));  // the ends of the line are off in 2-D
    }
    // Thinner than a cell: the cells see less than there is, but they see it.
    const Estimate thin = jsd(0.003F);
    CHECK(jsd_of_spreads(0.05, 0.003) == Approx(0.506).margin(0.001));
    CHECK(thin.value > 0.45);
    CHECK(thin.value < 0.506);
    CHECK(jsd(0).value > 0.5);  // ln 2 in truth: total variation is 1
  }
}

TEST_CASE("the bare curve and a thin generator pass near share and coverage, and no finer test") {
  for (const std::string& name : data::Curve::names()) {
    const data::Curve curve(name);
    const metrics::Cells cells = metrics::curve_cells(curve);
    const Matrix<float> fresh = points_about(name, 0.05F, 5000, 3);
    const auto first = [](const Matrix<float>& x, std::size_t n) { return x.view().block_rows(0, n); };
    for (const float noise : {0.0F, 0.003F, 0.035F, 0.05F, 0.065F}) {
      CAPTURE(name, noise);
      const bool learnt = noise == 0.05F;
      const Matrix<float> points = points_about(name, noise, 5000, 4);
      const auto shape = metrics::curve_quality(curve, points);
      CHECK(shape.coverage == 1);
      if (noise <= 0.05F) CHECK(shape.near_share > 0.99);
      const metrics::DistanceTest distance = metrics::distance_test(curve, points, fresh);
      CHECK(distance.sd == Approx(static_cast<double>(noise)).epsilon(0.04).margin(1e-4));
      CHECK(distance.sd_true == Approx(0.05).epsilon(0.03));
      CHECK((distance.p_value < 1e-6) == !learnt);
      CHECK((distance.z > 0) == (distance.sd > distance.sd_true));
      CHECK((metrics::cells_test(cells, points, fresh, 99, shuffles()).p_value <= 0.01) == !learnt);
      if (std::abs(noise - 0.05F) < 0.02F && !learnt) continue;  // which MMD of so few does not see
      CHECK((metrics::mmd_test(first(points, 1000), first(fresh, 1000), kBandwidths, 99, shuffles())
                 .p_value <= 0.01) == !learnt);
    }
  }
  CHECK_THROWS_AS(metrics::distance_test(data::Curve("line"), Matrix<float>(1, 2), Matrix<float>(9, 2)),
                  Error);
}

TEST_CASE("the tests against real points are right about real points as often as they say") {
  const data::Curve curve("circle");
  const metrics::Cells cells = metrics::curve_cells(curve);
  double low_counts = 0, low_distance = 0;
  constexpr int kTimes = 200;
  for (std::uint64_t k = 0; k < kTimes; ++k) {
    const Matrix<float> x = points_about("circle", 0.05F, 400, 10 + 2 * k),
                        y = points_about("circle", 0.05F, 300, 11 + 2 * k);
    low_counts += metrics::cells_test(cells, x, y, 19, {k, random::Purpose::test, 2}).p_value <= 0.1;
    low_distance += metrics::distance_test(curve, x, y).p_value <= 0.1;
  }
  // A tenth of 200, with a standard deviation of 4.2.
  CHECK(low_counts <= 20 + 3 * 4.3);
  CHECK(low_distance == Approx(20).margin(3 * 4.3));
}

TEST_CASE("the cells' test is the permutation test of what it says") {
  // Three cells, by hand: x = (2, 1, 0), y = (0, 0, 3).
  const metrics::Cells cells = metrics::line_cells(*theory::uniform(0, 3), 0, 3, 3);
  Matrix<float> x(3, 1), y(3, 1);
  x(0, 0) = x(1, 0) = 0.5F, x(2, 0) = 1.5F;
  for (std::size_t i = 0; i < 3; ++i) y(i, 0) = 2.5F;
  const metrics::TwoSampleTest test = metrics::cells_test(cells, x, y, 999, shuffles());
  CHECK(test.statistic == Approx(kLn2).epsilon(1e-12));  // nothing in common
  // Of the 20 ways to call three of six the x, two have nothing in common.
  CHECK(test.p_value == Approx(0.1).margin(0.03));
  CHECK_THROWS_WITH(metrics::cells_test(cells, x, Matrix<float>(3, 2), 9, shuffles()),
                    "samples of 2 numbers, expected 1");
  CHECK_THROWS_AS(metrics::cells_test(cells, x, Matrix<float>(1, 1), 9, shuffles()), Error);
  CHECK_THROWS_AS(metrics::cells_test(cells, x, y, 0, shuffles()), Error);
}

// SPDX-License-Identifier: MIT
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "data/mixture.hpp"
#include "support/catch.hpp"

using namespace verigan;

TEST_CASE("mixtures: the centres of rings and grids") {
  const data::Mixture ring = data::ring(8, 2, 0.05);
  REQUIRE(ring.centres.size() == 8);
  for (std::size_t k = 0; k < 8; ++k) {
    const double angle = std::acos(-1.0) * static_cast<double>(k) / 4;
    CHECK(static_cast<double>(ring.centres[k][0]) == Approx(2 * std::cos(angle)).margin(1e-6));
    CHECK(static_cast<double>(ring.centres[k][1]) == Approx(2 * std::sin(angle)).margin(1e-6));
  }
  const data::Mixture grid = data::grid(5, 2, 0.05);
  REQUIRE(grid.centres.size() == 25);
  CHECK((grid.centres[0] == std::array<float, 2>{-4, -4}));
  CHECK((grid.centres[4] == std::array<float, 2>{4, -4}));
  CHECK((grid.centres[12] == std::array<float, 2>{0, 0}));
  CHECK((grid.centres[24] == std::array<float, 2>{4, 4}));
  CHECK((data::grid(2, 1, 1).centres[0] == std::array<float, 2>{-0.5F, -0.5F}));
  for (const double bad : {0.0, -1.0, std::nan(""), std::numeric_limits<double>::infinity()}) {
    CHECK_THROWS_AS(data::ring(8, bad, 0.05), Error);
    CHECK_THROWS_AS(data::ring(8, 2, bad), Error);
    CHECK_THROWS_AS(data::grid(5, bad, 0.05), Error);
    CHECK_THROWS_AS(data::grid(5, 2, bad), Error);
  }
  CHECK_THROWS_AS(data::ring(0, 2, 0.05), Error);
  CHECK_THROWS_AS(data::grid(0, 2, 0.05), Error);
  CHECK_THROWS_AS(data::MixturePoints({}, 1), Error);
}

TEST_CASE("mixtures: points have the density's mass in cells, and each mode its share") {
  const data::Mixture mixture = data::ring(3, 1, 0.3);
  data::MixturePoints source(mixture, 5);
  constexpr std::size_t n = 40000;
  Matrix<float> points(n, 2), again(n, 2);
  source.fill(0, points);
  // Mass of cells of side 0.5 by the midpoint rule on 20 × 20 places each.
  double worst = 0, total = 0;
  for (int row = -4; row < 4; ++row)
    for (int column = -4; column < 4; ++column) {
      double mass = 0;
      for (int i = 0; i < 20; ++i)
        for (int j = 0; j < 20; ++j)
          mass += mixture.density(0.5 * column + 0.025 * (i + 0.5), 0.5 * row + 0.025 * (j + 0.5)) *
                  0.025 * 0.025;
      std::size_t inside = 0;
      for (std::size_t i = 0; i < n; ++i)
        inside += std::floor(points(i, 0) / 0.5F) == static_cast<float>(column) &&
                  std::floor(points(i, 1) / 0.5F) == static_cast<float>(row);
      total += mass;
      const double spread = std::sqrt(mass * (1 - mass) / static_cast<double>(n)) + 1e-5;
      worst = std::max(
          worst, std::abs(static_cast<double>(inside) / static_cast<double>(n) - mass) / spread);
    }
  CHECK(total == Approx(1).epsilon(1e-3));
  CHECK(worst < 4.5);  // 64 cells: exceeded by chance once in 2,000

  source.fill(1, again);
  CHECK(again(0, 0) != points(0, 0));
  source.fill(0, again);
  for (std::size_t i = 0; i < n; ++i)
    REQUIRE((again(i, 0) == points(i, 0) && again(i, 1) == points(i, 1)));
}

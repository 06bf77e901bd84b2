// SPDX-License-Identifier: MIT
// What experiments share: when a training is read, and where curves are drawn.
#include <vector>

#include "kit/places.hpp"
#include "kit/readings.hpp"
#include "support/catch.hpp"
#include "theory/densities.hpp"

using namespace verigan;
using kit::Early;
using kit::Readings;

namespace {

std::vector<std::uint64_t> steps_of(const Readings& readings) {
  std::vector<std::uint64_t> steps;
  for (std::uint64_t done = 1; done <= readings.steps; ++done)
    if (readings.due(done)) steps.push_back(done);
  return steps;
}

}  // namespace

TEST_CASE("a training is read each so many steps, at its end, and early if that is requested") {
  CHECK(steps_of({10, 4}) == std::vector<std::uint64_t>{4, 8, 10});
  CHECK(steps_of({10, 4, Early::first}) == std::vector<std::uint64_t>{1, 4, 8, 10});
  CHECK(steps_of({40, 20, Early::doubling}) ==
        std::vector<std::uint64_t>{1, 2, 4, 8, 16, 20, 40});
  CHECK(steps_of(Readings::about(3, 10)) == std::vector<std::uint64_t>{3, 6, 9, 10});
  CHECK(steps_of(Readings::about(50, 4)) == std::vector<std::uint64_t>{1, 2, 3, 4});
}

TEST_CASE("places are evenly spaced between the outer quantiles of two densities") {
  const auto x = kit::evenly_spaced(-1, 3, 5);
  CHECK(x == std::vector<double>{-1, 0, 1, 2, 3});
  const auto p = theory::uniform(0, 1), q = theory::uniform(10, 20);
  const auto places = kit::places_of(*p, *q, 0.25, 3);
  CHECK(places.front() == Approx(0.25));
  CHECK(places[1] == Approx((0.25 + 17.5) / 2));
  CHECK(places.back() == Approx(17.5));
}

TEST_CASE("a stage is where the distance is first down to its share; the last is the end") {
  const std::vector<double> way{8, 7, 5, 4, 3, 2, 1, 0.5, 0.7};
  const auto stage = [&](std::uint64_t k) {
    return kit::stage_of(way, k, 4, [](double distance) { return distance; });
  };
  CHECK(stage(0) == 0);
  CHECK(stage(1) == 2);  // two thirds of 8
  CHECK(stage(2) == 5);  // one third
  CHECK(stage(3) == 8);
}

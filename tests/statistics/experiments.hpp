// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include "statistics/exact.hpp"
#include "support/catch.hpp"
#include "support/draws.hpp"

// How often a rule is wrong, in 2,000 made-up experiments.
namespace verigan::tests {

inline constexpr std::size_t kExperiments = 2000;

/// In how many of the experiments `happens(draws)` is true.
template <class Happens>
std::size_t count(std::uint64_t seed, Happens&& happens) {
  Draws draws(seed);
  std::size_t found = 0;
  for (std::size_t i = 0; i < kExperiments; ++i) found += happens(draws) ? 1 : 0;
  return found;
}

/// The rate lies where a rate of `chance` lies in 999 of 1,000 times.
inline void check_rate(std::size_t found, double chance) {
  const auto interval = statistics::proportion_interval(found, kExperiments, 0.999);
  CAPTURE(found, chance, interval.low, interval.high);
  CHECK(interval.low <= chance);
  CHECK(interval.high >= chance);
}

/// The same of rules that may err on the safe side.
inline void check_at_most(std::size_t found, double chance) {
  const auto interval = statistics::proportion_interval(found, kExperiments, 0.999);
  CAPTURE(found, chance, interval.low);
  CHECK(interval.low <= chance);
}

/// n normal numbers.
inline std::vector<double> normals(Draws& draws, std::size_t n, double mean = 0, double sd = 1) {
  std::vector<double> values(n);
  for (double& value : values) value = mean + sd * draws.normal();
  return values;
}

inline std::size_t successes(Draws& draws, std::size_t trials, double share) {
  std::size_t found = 0;
  for (std::size_t i = 0; i < trials; ++i) found += draws.uniform() < share ? 1 : 0;
  return found;
}

inline bool holds(const statistics::Interval& interval, double truth) {
  return interval.low <= truth && truth <= interval.high;
}

}  // namespace verigan::tests

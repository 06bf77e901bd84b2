// SPDX-License-Identifier: MIT
// The same of what resamples: the bootstrap, and permutations too many to enumerate.
#include <cmath>
#include <vector>

#include "statistics/bootstrap.hpp"
#include "statistics/experiments.hpp"
#include "statistics/survival.hpp"

using namespace verigan::statistics;
using namespace verigan::tests;

TEST_CASE("the bootstrap's coverage is near its confidence at 50 values, and below it at 10") {
  const auto missed = [](std::size_t n) {
    return count(40 + n, [n](Draws& d) {
      return !holds(bootstrap_interval(normals(d, n), mean, {.resamples = 999}), 0);
    });
  };
  const std::size_t fifty = missed(50), ten = missed(10);
  CAPTURE(fifty, ten);
  CHECK(fifty < kExperiments * 7 / 100);
  CHECK(fifty > kExperiments * 3 / 100);
  CHECK(ten > kExperiments * 7 / 100);
  CHECK(ten < kExperiments * 13 / 100);
}

TEST_CASE("sampled permutations of Spearman's correlation are honest") {
  std::vector<double> place(12);
  for (std::size_t i = 0; i < place.size(); ++i) place[i] = static_cast<double>(i);
  check_rate(count(42, [&](Draws& d) { return spearman(place, normals(d, 12)).p.two_sided <= 0.05; }), 0.05);
}

TEST_CASE("sampled permutations of the log-rank test are honest") {
  check_rate(count(43,
                   [](Draws& d) {
                     std::vector<Arrival> a(12), b(12);
                     for (auto* runs : {&a, &b})
                       for (Arrival& run : *runs) {
                         const double step = d.exponential();
                         run = {std::min(step, 2.0), step <= 2};
                       }
                     return log_rank(a, b).p.two_sided <= 0.05;
                   }),
             0.05);
}

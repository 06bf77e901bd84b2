// SPDX-License-Identifier: MIT
// The rates of false verdicts, over 2,000 experiments each: at no effect, and at the smallest effect
// that is said to be seen.
#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <vector>

#include "statistics/experiments.hpp"
#include "statistics/multiple.hpp"
#include "statistics/power.hpp"
#include "statistics/survival.hpp"
#include "statistics/two_by_two.hpp"
#include "statistics/verdict.hpp"

using namespace verigan::statistics;
using namespace verigan::tests;

TEST_CASE("exact intervals miss the truth at most as often as they say") {
  for (const double share : {0.02, 0.3, 0.5})
    check_at_most(count(1, [&](Draws& d) { return !holds(proportion_interval(successes(d, 7, share), 7), share); }),
                  0.05);
  for (const double rate : {0.3, 2.0})
    check_at_most(count(2,
                        [&](Draws& d) {
                          std::size_t events = 0;
                          for (double time = d.exponential(); time < rate; time += d.exponential()) ++events;
                          return !holds(rate_interval(events, 1), rate);
                        }),
                  0.05);
  // Bounded numbers that lie at an end 9 times in 10, as counts of modes do.
  check_at_most(count(3,
                      [](Draws& d) {
                        std::vector<double> values(5);
                        for (double& x : values) x = d.uniform() < 0.9 ? 8 : d.uniform(0, 8);
                        return !holds(bounded_mean_interval(values, 0, 8), 0.9 * 8 + 0.1 * 4);
                      }),
                0.05);
  check_at_most(count(4,
                      [](Draws& d) {
                        std::vector<double> values(6);
                        for (double& x : values) x = d.uniform();
                        return !holds(bounded_mean_interval(values, 0, 1), 0.5);
                      }),
                0.05);
}

TEST_CASE("Student's interval of bounded numbers is what it must not be") {
  // The same modes, the same five seeds: far more than one interval in twenty misses the truth.
  const std::size_t missed = count(3, [](Draws& d) {
    std::vector<double> values(5);
    for (double& x : values) x = d.uniform() < 0.9 ? 8 : d.uniform(0, 8);
    const double centre = mean(values);
    double squares = 0;
    for (const double x : values) squares += (x - centre) * (x - centre);
    const double reach = 2.7764451 * std::sqrt(squares / 4 / 5);
    return std::abs(centre - 7.6) > reach;
  });
  CHECK(missed > kExperiments / 4);
}

TEST_CASE("Student's and Welch's intervals miss as often as they say") {
  check_rate(count(5, [](Draws& d) { return !holds(mean_interval(normals(d, 5, 3, 2)), 3); }), 0.05);
  check_rate(count(6, [](Draws& d) {
               return !holds(difference_interval(estimate(normals(d, 5, 1, 1)), estimate(normals(d, 8, 0, 3))), 1);
             }),
             0.05);
}

TEST_CASE("a verdict at no effect is seldom wrong, at the smallest effect mostly there") {
  const Question five{"", "x", 5};
  const auto verdict = [&](Draws& d, double shift) {
    return judge(five, mean_interval(normals(d, 5, shift)), above(0));
  };
  check_rate(count(7, [&](Draws& d) { return verdict(d, 0).is(Outcome::supported); }), 0.025);
  check_rate(count(8, [&](Draws& d) { return verdict(d, 0).is(Outcome::contradicted); }), 0.025);
  const double smallest = detectable_shift(5, 1).value();
  check_rate(count(9, [&](Draws& d) { return verdict(d, smallest).is(Outcome::supported); }), 0.8);
  check_at_most(count(9, [&](Draws& d) { return verdict(d, smallest).is(Outcome::contradicted); }), 0.001);
}

TEST_CASE("equivalence is claimed at the margin one time in twenty, at none mostly") {
  const auto equal = [](Draws& d, double shift) {
    return equivalence(normals(d, 20, shift), 1).equivalent;
  };
  check_rate(count(10, [&](Draws& d) { return equal(d, 1); }), 0.05);
  check_rate(count(11, [&](Draws& d) { return equal(d, -1); }), 0.05);
  CHECK(count(12, [&](Draws& d) { return equal(d, 0); }) > kExperiments * 95 / 100);
}

TEST_CASE("shares: Fisher's and Boschloo's tests at equal shares, and at the smallest difference") {
  const std::vector<bool> region = boschloo_region(12, 20);
  const auto significant = [&](Draws& d, double a, double b) {
    return region[successes(d, 12, a) * 21 + successes(d, 20, b)];
  };
  for (const double share : {0.05, 0.3, 0.5})
    check_at_most(count(13, [&](Draws& d) -> bool { return significant(d, share, share); }), 0.05);
  const double other = detectable_difference(12, 20, 0.1).value();
  check_rate(count(14, [&](Draws& d) -> bool { return significant(d, other, 0.1); }), 0.8);
  check_at_most(count(15,
                      [](Draws& d) {
                        return fisher({successes(d, 12, 0.4), 12, successes(d, 20, 0.4), 20}).two_sided <= 0.05;
                      }),
                0.05);
  check_at_most(count(16,
                      [](Draws& d) {
                        return !holds(share_difference({successes(d, 12, 0.6), 12, successes(d, 20, 0.1), 20}), 0.5);
                      }),
                0.05);
  const double seen = detectable_share(15, 0.3).value();
  check_rate(count(17, [&](Draws& d) { return proportion_interval(successes(d, 15, seen), 15).low > 0.3; }), 0.8);
}

TEST_CASE("the region of Boschloo's test is where its p-value is small") {
  const std::vector<bool> region = boschloo_region(5, 7);
  for (std::size_t a = 0; a <= 5; ++a)
    for (std::size_t b = 0; b <= 7; ++b)
      CHECK(region[a * 8 + b] == (boschloo({a, 5, b, 7}).two_sided <= 0.05));
}

TEST_CASE("rank tests at no effect, with ties, and at the smallest effect") {
  const auto differs = [](Draws& d, std::size_t n, double shift) {
    return mann_whitney(normals(d, n, shift), normals(d, n)).p.two_sided <= 0.05;
  };
  check_at_most(count(18, [&](Draws& d) { return differs(d, 5, 0); }), 0.05);
  const double share = detectable_superiority(12, 12).value();
  const double shift = std::sqrt(2.0) * boost::math::quantile(boost::math::normal(), share);
  const std::size_t seen = count(19, [&](Draws& d) { return differs(d, 12, shift); });
  CHECK(seen > kExperiments * 72 / 100);  // Noether's is an approximation
  CHECK(seen < kExperiments * 88 / 100);
  check_at_most(count(20,
                      [](Draws& d) {
                        std::vector<double> a(5), b(6);
                        for (double& x : a) x = d.whole(0, 3);
                        for (double& x : b) x = d.whole(0, 3);
                        return mann_whitney(a, b).p.two_sided <= 0.05;
                      }),
                0.05);
  check_at_most(count(21, [](Draws& d) { return !holds(mann_whitney(normals(d, 5, 2), normals(d, 6)).shift, 2); }),
                0.05);
  check_at_most(count(22, [](Draws& d) { return signed_rank(normals(d, 8)).p.two_sided <= 0.05; }), 0.05);
  check_at_most(count(23, [](Draws& d) { return !holds(signed_rank(normals(d, 8, 1)).shift, 1); }), 0.05);
}

TEST_CASE("Spearman's correlation and Page's trend at no effect, and at a large one") {
  const std::vector<double> place{1, 2, 3, 4, 5, 6};
  check_at_most(count(24, [&](Draws& d) { return spearman(place, normals(d, 6)).p.two_sided <= 0.05; }), 0.05);
  const auto rises = [](Draws& d, double slope) {
    std::vector<std::vector<double>> blocks(5);
    for (auto& block : blocks)
      for (int i = 0; i < 4; ++i) block.push_back(slope * i + d.normal());
    return trend(blocks).p.greater <= 0.025;
  };
  check_at_most(count(25, [&](Draws& d) { return rises(d, 0); }), 0.025);
  CHECK(count(26, [&](Draws& d) { return rises(d, 1); }) > kExperiments * 9 / 10);
}

TEST_CASE("survival: the log-rank test at no effect and at a large one, and the curve's interval") {
  const auto runs = [](Draws& d, std::size_t n, double rate) {
    std::vector<Arrival> found(n);
    for (Arrival& run : found) {
      const double step = d.exponential() / rate;
      run = {std::min(step, 1.5), step <= 1.5};
    }
    return found;
  };
  const auto differs = [&](Draws& d, double rate) {
    const std::vector<Arrival> a = runs(d, 6, rate);
    return log_rank(a, runs(d, 6, 1)).p.two_sided <= 0.05;
  };
  check_at_most(count(27, [&](Draws& d) { return differs(d, 1); }), 0.05);
  CHECK(count(28, [&](Draws& d) { return differs(d, 10); }) > kExperiments * 8 / 10);
  check_at_most(count(29,
                      [&](Draws& d) {
                        Interval left{1, 0, 1};
                        for (const SurvivalStep& at : kaplan_meier(runs(d, 10, 1)))
                          if (at.step <= 0.7) left = at.left;
                        return !holds(left, std::exp(-0.7));
                      }),
                0.05);
}

TEST_CASE("Holm keeps the chance of any false verdict, plain tests do not") {
  const auto any = [](Draws& d, bool corrected) {
    std::vector<double> p(4);
    for (double& x : p) x = d.uniform();
    if (corrected) p = holm(p);
    return *std::min_element(p.begin(), p.end()) <= 0.05;
  };
  check_rate(count(30, [&](Draws& d) { return any(d, true); }), 1 - std::pow(1 - 0.05 / 4, 4));
  CHECK(count(31, [&](Draws& d) { return any(d, false); }) > kExperiments * 15 / 100);
}

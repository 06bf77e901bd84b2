// SPDX-License-Identifier: MIT
// Numbers marked scipy are of scipy 1.17 (scipy.stats), those marked brute force of an enumeration in
// Python, computed for this test. The two samples are R's examples (Hollander & Wolfe 1973).
#include <cmath>
#include <limits>
#include <vector>

#include "core/check.hpp"
#include "statistics/rank.hpp"
#include "statistics/two_by_two.hpp"
#include "support/catch.hpp"

using namespace verigan::statistics;
using Values = std::vector<double>;

namespace {
constexpr double kInfinity = std::numeric_limits<double>::infinity();
}

TEST_CASE("the Mann-Whitney test: permeability of membranes") {
  const Values x{0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
  const Values y{1.15, 0.88, 0.90, 0.74, 1.21};
  const RankTest test = mann_whitney(x, y);
  CHECK(test.statistic == 35);
  CHECK(test.p.greater == Approx(0.1272061272061272).epsilon(1e-12));    // scipy, R
  CHECK(test.p.two_sided == Approx(0.2544122544122544).epsilon(1e-12));  // scipy
  CHECK(test.shift.value == Approx(0.305));                              // R: 0.305
  CHECK(test.shift.low == Approx(-0.15));
  CHECK(test.shift.high == Approx(0.76));
  CHECK(test.exact);
}

TEST_CASE("the Mann-Whitney test with ties, infinities, and too few values") {
  const RankTest ties = mann_whitney(Values{1, 2, 2, 3}, Values{2, 3, 4, 4, 5});
  CHECK(ties.statistic == 2.5);
  CHECK(ties.p.less == Approx(0.05555555555555555).epsilon(1e-12));    // brute force
  CHECK(ties.p.greater == Approx(0.9920634920634921).epsilon(1e-12));  // brute force
  // Runs that never arrive are later than all others, and alike among themselves.
  const RankTest never = mann_whitney(Values{1, 2, 3, 4, 5}, Values(5, kInfinity));
  CHECK(never.p.less == Approx(1 / 252.0).epsilon(1e-12));
  CHECK(never.shift.high == -kInfinity);
  const RankTest both = mann_whitney(Values(5, kInfinity), Values(5, kInfinity));
  CHECK(both.p.two_sided == 1);
  CHECK((both.shift.low == -kInfinity && both.shift.high == kInfinity));
  const RankTest few = mann_whitney(Values{1, 2, 3}, Values{4, 5, 6});  // at best 2/20
  CHECK(few.p.two_sided == Approx(0.1));
  CHECK(few.shift.high == kInfinity);
  CHECK_THROWS_AS(mann_whitney(Values{}, Values{1}), verigan::Error);
  CHECK_THROWS_AS(mann_whitney(Values{std::nan("")}, Values{1}), verigan::Error);
}

TEST_CASE("the normal distribution takes over near the exact one") {
  Values a, b;
  for (int i = 0; i < 26; ++i) a.push_back(i), b.push_back(i + 4.5);
  const RankTest large = mann_whitney(a, b);
  a.pop_back(), b.pop_back();
  const RankTest exact = mann_whitney(a, b);
  CHECK_FALSE(large.exact);
  CHECK(exact.exact);
  CHECK(large.p.two_sided == Approx(exact.p.two_sided).epsilon(0.15));
  CHECK(large.shift.low == Approx(exact.shift.low).margin(1));
  // 20 and 10 ones among 30 each: U 600, variance 30·30/12·61 less 30·30/12·2(30³ − 30)/(60·59) for
  // ties; 1 − Φ(149.5/sd), in Python.
  Values ones(30), fewer(30);
  for (std::size_t i = 0; i < 20; ++i) ones[i] = 1, fewer[i] = i < 10 ? 1 : 0;
  CHECK(mann_whitney(ones, fewer).p.greater == Approx(0.005357673358189929).epsilon(1e-9));
}

TEST_CASE("the signed-rank test: depression scores") {
  const Values x{1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};
  const Values y{0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};
  Values difference;
  for (std::size_t i = 0; i < x.size(); ++i) difference.push_back(x[i] - y[i]);
  const RankTest test = signed_rank(difference);
  CHECK(test.statistic == 40);
  CHECK(test.p.greater == Approx(0.01953125).epsilon(1e-12));   // scipy, R
  CHECK(test.p.two_sided == Approx(0.0390625).epsilon(1e-12));  // scipy
  CHECK(test.shift.value == Approx(0.46));                      // R: 0.46, 0.010, 0.786
  CHECK(test.shift.low == Approx(0.010));
  CHECK(test.shift.high == Approx(0.786));
  CHECK(signed_rank(Values{1, 2, 3, 4, 5}).shift.low == -kInfinity);  // 2/32 at best
  CHECK(signed_rank(Values{0, 0, 0, 0, 0, 0}).p.two_sided == 1);
  CHECK_THROWS_AS(signed_rank(Values{}), verigan::Error);
}

TEST_CASE("Spearman's correlation: exact, sampled, perfect, undefined") {
  const Values x{86, 97, 99, 100, 101, 103, 106}, y{2, 20, 28, 27, 50, 29, 7};
  const Correlation seven = spearman(x, y);
  CHECK(seven.rho.value == Approx(0.39285714285714296).epsilon(1e-12));  // scipy
  CHECK(seven.p.greater == Approx(0.1978174603174603).epsilon(1e-9));    // brute force
  CHECK(seven.p.less == Approx(0.8232142857142857).epsilon(1e-9));       // brute force
  CHECK(seven.rho.low == Approx(-0.5384122821163291).epsilon(1e-6));     // by the formula
  CHECK(seven.rho.high == Approx(0.8921298995527468).epsilon(1e-6));
  const Correlation up = spearman(Values{1, 2, 3, 4, 5}, Values{1, 4, 9, 16, kInfinity});
  CHECK(up.rho.value == Approx(1));
  CHECK(up.p.greater == Approx(1 / 120.0).epsilon(1e-12));
  CHECK(up.rho.low < 1);
  const Values ten{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, other{2, 1, 4, 3, 6, 5, 8, 7, 10, 9};
  const Correlation many = spearman(ten, other);
  CHECK_FALSE(many.exact);
  CHECK(many.p.greater < 0.001);
  CHECK(spearman(ten, other).p.greater == many.p.greater);
  // The order there is counts as one of those sampled: no p-value is 0.
  CHECK(spearman(ten, ten).p.greater == Approx(1 / 20001.0));
  CHECK(std::isnan(spearman(ten, Values(10, 1.0)).rho.value));
  CHECK(spearman(ten, Values(10, 1.0)).p.two_sided == 1);
  CHECK_THROWS_AS(spearman(Values{1}, Values{1}), verigan::Error);
}

TEST_CASE("Page's trend over blocks") {
  const std::vector<Values> blocks{{1, 2, 4, 3}, {2, 1, 3, 4}, {1, 3, 2, 4}};
  const Correlation page = trend(blocks);
  CHECK(page.rho.value == Approx(0.8));
  CHECK(page.p.greater == Approx(0.007016782407407407).epsilon(1e-10));  // scipy: page_trend_test
  CHECK(page.critical == Approx(11 / 15.0));  // brute force: P(L ≥ 86) = 0.0148, P(L ≥ 85) = 0.0281
  CHECK(std::isnan(trend(std::vector<Values>{{1, 2, 3}}).critical));  // 1/6 at best
  CHECK(page.rho.high == Approx(0.8 * std::cbrt(0.025) + 1 - std::cbrt(0.025)));  // Anderson's
  CHECK(trend(std::vector<Values>(5, Values{1, 1, 1})).p.two_sided == 1);
  CHECK_THROWS_AS(trend(std::vector<Values>{}), verigan::Error);
  CHECK_THROWS_AS(trend(std::vector<Values>{{1}}), verigan::Error);
}

TEST_CASE("Fisher's and Boschloo's exact tests") {
  const PValues tea = fisher({8, 10, 1, 6});
  CHECK(tea.two_sided == Approx(0.034965034965034975).epsilon(1e-10));  // scipy: fisher_exact
  CHECK(tea.greater == Approx(0.024475524475524483).epsilon(1e-10));
  CHECK(tea.less == Approx(0.9991258741258742).epsilon(1e-10));
  CHECK(fisher({3, 20, 10, 20}).two_sided == Approx(0.04074239502493118).epsilon(1e-10));
  const PValues same = boschloo({8, 10, 1, 6});  // scipy: boschloo_exact(n=256)
  CHECK(same.greater == Approx(0.00878460964284182).epsilon(1e-5));
  CHECK(same.less == Approx(0.9888077544386609).epsilon(1e-5));
  CHECK(same.two_sided == Approx(0.01756921928568364).epsilon(1e-5));
  CHECK(boschloo({3, 20, 10, 20}).two_sided == Approx(0.01961666114780405).epsilon(1e-5));
  CHECK(boschloo({0, 20, 4, 20}).two_sided == Approx(0.060986769161227174).epsilon(1e-5));
  CHECK(boschloo({0, 3, 3, 3}).two_sided == Approx(2 / 64.0).epsilon(1e-9));  // π³(1−π)³ at ½, twice
  const std::vector<bool> region = boschloo_region(20, 20);
  CHECK_FALSE(region[0 * 21 + 4]);
  CHECK(region[3 * 21 + 10]);
  CHECK_THROWS_AS(boschloo({1, 0, 0, 3}), verigan::Error);
  CHECK_THROWS_AS(fisher({4, 3, 0, 3}), verigan::Error);
}

TEST_CASE("the difference of two shares holds certainty of neither") {
  const Interval zeros = share_difference({0, 3, 0, 3});
  CHECK(zeros.value == 0);
  CHECK(zeros.high == Approx(1 - std::cbrt(0.0125)).epsilon(1e-9));
  CHECK(zeros.low == -zeros.high);
}

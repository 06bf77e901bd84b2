// SPDX-License-Identifier: MIT
// Remission of leukaemia under 6-MP and placebo (Freireich et al. 1963), the textbook sample. Numbers
// marked scipy are of scipy 1.17 (ecdf, logrank), those marked brute force of an enumeration in Python.
#include <cmath>
#include <vector>

#include "core/check.hpp"
#include "statistics/survival.hpp"
#include "support/catch.hpp"

using namespace verigan::statistics;

namespace {

const std::vector<Arrival> kTreated{
    {6},         {6},         {6},  {6, false},  {7},         {9, false},  {10},
    {10, false}, {11, false}, {13}, {16},        {17, false}, {19, false}, {20, false},
    {22},        {23},        {25, false},       {32, false}, {32, false}, {34, false}, {35, false}};
const std::vector<Arrival> kPlacebo{{1},  {1},  {2},  {2},  {3},  {4},  {4},  {5},  {5},  {8}, {8},
                                    {8},  {8},  {11}, {11}, {12}, {12}, {15}, {17}, {22}, {23}};

}  // namespace

TEST_CASE("the Kaplan-Meier curve of the textbook") {
  const auto curve = kaplan_meier(kTreated);
  const std::vector<double> steps{6, 7, 10, 13, 16, 22, 23};
  const std::vector<double> left{0.85714286, 0.80672269, 0.75294118, 0.69019608,
                                 0.62745098, 0.53781513, 0.44817927};  // scipy
  REQUIRE(curve.size() == steps.size());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    CHECK(curve[i].step == steps[i]);
    CHECK(curve[i].left.value == Approx(left[i]).epsilon(1e-7));
  }
  CHECK(curve[6].left.low == Approx(0.18805201).epsilon(1e-6));  // scipy: log-log
  CHECK(curve[6].left.high == Approx(0.68014263).epsilon(1e-6));
  // Nobody lost yet at step 6: 18 of 21, exact.
  CHECK(curve[0].left.high == Approx(0.9695).margin(1e-4));
  CHECK(median_arrival(kTreated) == 23);
  CHECK(median_arrival(kPlacebo) == 8);
}

TEST_CASE("runs that never arrive: no median, and no certainty") {
  const std::vector<Arrival> never(3, {500, false});
  CHECK(kaplan_meier(never).empty());
  CHECK(std::isinf(median_arrival(never)));
  const std::vector<Arrival> all(3, {500, true});
  CHECK(kaplan_meier(all)[0].left.high == Approx(1 - std::cbrt(0.025)).epsilon(1e-9));
  CHECK_THROWS_AS(kaplan_meier({}), verigan::Error);
  CHECK_THROWS_AS(kaplan_meier(std::vector<Arrival>{{-1}}), verigan::Error);
  CHECK(log_rank(never, never).p.two_sided == 1);
}

TEST_CASE("the log-rank test") {
  const LogRank test = log_rank(kTreated, kPlacebo);
  CHECK(test.chi_squared == Approx(4.097919104767264 * 4.097919104767264).epsilon(1e-9));  // scipy
  CHECK(test.asymptotic_p == Approx(4.168809109334529e-05).epsilon(1e-6));                 // scipy
  CHECK(test.observed == 9);
  CHECK(test.expected == Approx(19.25).margin(0.01));  // the textbook's
  CHECK_FALSE(test.exact);
  CHECK(test.p.less < 0.001);
  // Five against five.
  const std::vector<Arrival> a{{1}, {2}, {3}, {5}, {8, false}},
      b{{4}, {6}, {8, false}, {8, false}, {8, false}};
  const LogRank small = log_rank(a, b);
  CHECK(small.exact);
  CHECK(small.observed - small.expected == Approx(1.8615079365079366).epsilon(1e-12));  // brute force
  CHECK(small.p.greater == Approx(0.05555555555555555).epsilon(1e-12));                 // brute force
  CHECK(small.p.less == Approx(0.9603174603174603).epsilon(1e-12));                     // brute force
  CHECK(small.asymptotic_p == Approx(0.10486453584888389).epsilon(1e-9));               // scipy
  CHECK_THROWS_AS(log_rank(a, {}), verigan::Error);
}

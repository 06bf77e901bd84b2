// SPDX-License-Identifier: MIT
#include <cmath>
#include <limits>
#include <vector>

#include "analysis/interval.hpp"
#include "analysis/series.hpp"
#include "analysis/training.hpp"
#include "core/check.hpp"
#include "support/catch.hpp"

using namespace verigan::analysis;
using Values = std::vector<double>;

TEST_CASE("the tail is the last share of the steps, not of the rows") {
  const Values steps{10, 20, 30, 91, 95, 100}, values{9, 9, 9, 1, 2, 6};
  CHECK(tail_mean(steps, values) == Approx(3));        // steps above 90
  CHECK(tail_mean(steps, values, 0.05) == Approx(6));  // above 95: the boundary itself is out
  CHECK(tail_mean(steps, values, 1) == Approx(6));     // all
  CHECK_THROWS_AS(tail_mean(Values{}, Values{}), verigan::Error);
}

TEST_CASE("smoothing keeps a straight line and takes the mean inside") {
  Values line, spike(21, 0.0);
  for (int i = 0; i < 21; ++i) line.push_back(3 - 0.5 * i);
  spike[10] = 7;
  const Values kept = smoothed(line, 3), flat = smoothed(spike, 3);
  for (std::size_t i = 0; i < line.size(); ++i) CHECK(kept[i] == Approx(line[i]).margin(1e-12));
  for (std::size_t i = 3; i < 18; ++i)
    CHECK(flat[i] == Approx(i >= 7 && i <= 13 ? 1.0 : 0.0).margin(1e-12));
  CHECK(smoothed(spike, 0) == spike);
  CHECK(smoothed(Values{}, 3).empty());
  CHECK(smoothed(Values{4}, 3) == Values{4});
  // The line through (0,0), (1,0), (2,6) has the value −1 at 0.
  CHECK(smoothed(Values{0, 0, 6, 9, 9}, 2)[0] == Approx(-1));
}

TEST_CASE("the envelope of a series holds its extremes") {
  Values x, y;
  for (int i = 0; i < 100; ++i) {
    x.push_back(i);
    y.push_back(i % 2 == 0 ? i : -i);
  }
  const Envelope all = envelope(x, y, 10);
  REQUIRE(all.x.size() == 10);
  CHECK(all.x[0] == 4.5);
  CHECK(all.low[9] == -99);
  CHECK(all.high[9] == 98);
  CHECK(all.middle[9] == Approx((90 - 91 + 92 - 93 + 94 - 95 + 96 - 97 + 98 - 99) / 10.0));
  CHECK(envelope(x, y, 1000).x == x);
  CHECK(envelope(Values{}, Values{}, 5).x.empty());
}

TEST_CASE("quantiles interpolate and leave out what is not finite") {
  const Values values{4, 1, std::numeric_limits<double>::quiet_NaN(),
                      3, 2, std::numeric_limits<double>::infinity()};
  CHECK(quantile(values, 0) == 1);
  CHECK(quantile(values, 1) == 4);
  CHECK(quantile(values, 0.5) == Approx(2.5));
  CHECK_THROWS_AS(quantile(Values{}, 0.5), verigan::Error);
}

TEST_CASE("losses at equilibrium") {
  CHECK(equilibrium_d_loss(0.5) == Approx(0.6931471805599453).epsilon(1e-15));
  CHECK(equilibrium_d_loss(0.1) ==
        Approx(0.3250829733914482).epsilon(1e-14));  // mpmath: -a*log(a)-(1-a)*log(1-a)
  CHECK(equilibrium_d_loss(0.9) == Approx(equilibrium_d_loss(0.1)).epsilon(1e-14));
  CHECK(equilibrium_g_loss(0.1) == Approx(2.3025850929940457).epsilon(1e-15));
  for (const double bad : {0.0, 1.0, -0.1, std::nan("")}) {
    CHECK_THROWS_AS(equilibrium_d_loss(bad), verigan::Error);
    CHECK_THROWS_AS(equilibrium_g_loss(bad), verigan::Error);
  }
}

TEST_CASE("the exact interval of a proportion") {
  // mpmath: findroot of betainc(k, n-k+1, 0, p, regularized=True) - 0.025 and of
  // betainc(k+1, n-k, 0, p, regularized=True) - 0.975, k = 3, n = 20
  const Interval three = proportion_interval(3, 20);
  CHECK(three.mean == 0.15);
  CHECK(three.low == Approx(0.03207093718546371).epsilon(1e-10));
  CHECK(three.high == Approx(0.3789268265453139).epsilon(1e-10));
  // 0 of 20: (1 − p)²⁰ = 0.025
  const Interval none = proportion_interval(0, 20), all = proportion_interval(20, 20);
  CHECK(none.low == 0);
  CHECK(none.high == Approx(1 - std::pow(0.025, 0.05)).epsilon(1e-12));
  CHECK(all.low == Approx(std::pow(0.025, 0.05)).epsilon(1e-12));
  CHECK(all.high == 1);
  CHECK_THROWS_AS(proportion_interval(0, 0), verigan::Error);
  CHECK_THROWS_AS(proportion_interval(3, 2), verigan::Error);
}

TEST_CASE("Welch's interval of the difference of two means") {
  // mpmath: e = √(0.2² + 0.5²), ν = e⁴/(0.2⁴/4 + 0.5⁴/9) = 11.45083, and findroot for the quantile 0.975
  // of Student's law by its hypergeometric form: 1.2 ± t·e.
  const Interval both = difference_interval({7.5, 0.2, 5}, {6.3, 0.5, 10});
  CHECK(both.mean == Approx(1.2));
  CHECK(both.low == Approx(0.0204018820102811).epsilon(1e-9));
  CHECK(both.high == Approx(2.3795981179897189).epsilon(1e-9));
  // One side without spread: Student's interval of the other, ν = 9.
  const Interval one = difference_interval({8, 0, 10}, {7.8, 0.1, 10});
  CHECK(one.low == Approx(-0.0262157162798206).epsilon(1e-9));
  CHECK(one.high == Approx(0.4262157162798206).epsilon(1e-9));
  const Interval none = difference_interval({8, 0, 10}, {7, 0, 10});
  CHECK((none.low == 1 && none.high == 1));
  const Interval single = difference_interval(estimate(Values{3}), {1, 0.1, 10});
  CHECK(single.mean == 2);
  CHECK((single.low == -std::numeric_limits<double>::infinity() &&
         single.high == std::numeric_limits<double>::infinity()));
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(std::isnan(difference_interval(estimate(Values{nan, 1}), {1, 0.1, 10}).high));
  CHECK(estimate(Values{1, 2, 3, 4, 5}).error == Approx(std::sqrt(0.5)).epsilon(1e-14));
  CHECK_THROWS_AS(estimate(Values{}), verigan::Error);
  CHECK_THROWS_AS(difference_interval({}, {}, 0), verigan::Error);
}

TEST_CASE("Student's interval and the verdicts it gives") {
  // mpmath: t quantile 0.975 with 4 degrees of freedom 2.77644510519779; sd √2.5, n 5.
  const Interval five = mean_interval(Values{1, 2, 3, 4, 5});
  CHECK(five.mean == 3);
  CHECK(five.high - 3 == Approx(2.77644510519779 * std::sqrt(2.5 / 5)).epsilon(1e-12));
  CHECK(3 - five.low == Approx(five.high - 3));
  const Interval one = mean_interval(Values{7});
  CHECK(one.mean == 7);
  CHECK(one.low == -std::numeric_limits<double>::infinity());
  CHECK(verdict(one, 0, 10) == "inconclusive");
  CHECK(verdict(five, 0, 10) == "supported");
  CHECK(verdict(five, 2, 10) == "inconclusive");
  CHECK(verdict(five, 6, 10) == "contradicted");
  CHECK(verdict(five, -4, 0.5) == "contradicted");
  CHECK_THROWS_AS(mean_interval(Values{}), verigan::Error);
  CHECK_THROWS_AS(mean_interval(Values{1, 2}, 1), verigan::Error);
}

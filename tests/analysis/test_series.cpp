// SPDX-License-Identifier: MIT
#include <cmath>
#include <limits>
#include <vector>

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

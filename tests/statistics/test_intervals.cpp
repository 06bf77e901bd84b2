// SPDX-License-Identifier: MIT
// Numbers marked scipy are of scipy 1.17 (scipy.stats), computed for this test.
#include <cmath>
#include <limits>
#include <vector>

#include "core/check.hpp"
#include "statistics/bootstrap.hpp"
#include "statistics/exact.hpp"
#include "statistics/interval.hpp"
#include "statistics/multiple.hpp"
#include "statistics/power.hpp"
#include "support/catch.hpp"

using namespace verigan::statistics;
using Values = std::vector<double>;

namespace {
constexpr double kInfinity = std::numeric_limits<double>::infinity();
const double kNan = std::nan("");
}  // namespace

TEST_CASE("the exact interval of a proportion") {
  // mpmath: findroot of betainc(k, n-k+1, 0, p, regularized=True) - 0.025 and of
  // betainc(k+1, n-k, 0, p, regularized=True) - 0.975, k = 3, n = 20
  const Interval three = proportion_interval(3, 20);
  CHECK(three.value == 0.15);
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

TEST_CASE("three zeros are no certainty, as a share, as a count, as a mean of bounded numbers") {
  const double limit = 1 - std::cbrt(0.025);  // 0.708
  CHECK(proportion_interval(0, 3).high == Approx(limit).epsilon(1e-12));
  CHECK(bounded_mean_interval(Values{0, 0, 0}, 0, 1).high == Approx(limit).epsilon(1e-9));
  CHECK(bounded_mean_interval(Values{8, 8, 8}, 0, 8).low == Approx(8 * (1 - limit)).epsilon(1e-9));
  CHECK(bounded_mean_interval(Values{0, 0, 0}, 0, 1).low == 0);
  CHECK(rate_interval(0, 3).high == Approx(3.6888794541139354 / 3).epsilon(1e-10));  // scipy
  // Of unbounded numbers, three equal values say nothing at all of the spread.
  CHECK(mean_interval(Values{0, 0, 0}).high == kInfinity);
  CHECK(mean_interval(Values{0, 0, 0}).low == -kInfinity);
  CHECK(bootstrap_interval(Values(9, 0.0), mean).high == kInfinity);
  CHECK_FALSE(equivalence(Values{0, 0, 0}, 1).equivalent);
  CHECK_FALSE(detectable_shift(estimate(Values{2, 2, 2})).has_value());
}

TEST_CASE("Garwood's interval of a rate") {
  const Interval three = rate_interval(3, 2);  // scipy: chi2.ppf(.025, 6)/2, chi2.ppf(.975, 8)/2
  CHECK(three.value == 1.5);
  CHECK(three.low == Approx(0.6186721228956014 / 2).epsilon(1e-10));
  CHECK(three.high == Approx(8.767273069742323 / 2).epsilon(1e-10));
  CHECK(rate_interval(0, 1).low == 0);
  CHECK_THROWS_AS(rate_interval(1, 0), verigan::Error);
}

TEST_CASE("Kolmogorov's one-sided distance, and Anderson's interval by hand") {
  CHECK(kolmogorov_distance(3, 0.025) == Approx(0.7075982261787134).epsilon(1e-9));
  CHECK(kolmogorov_distance(5, 0.025) == Approx(0.5632751983660634).epsilon(1e-8));   // scipy: smirnovi
  CHECK(kolmogorov_distance(10, 0.025) == Approx(0.4092461395823648).epsilon(1e-8));  // scipy: smirnovi
  CHECK(kolmogorov_distance(1, 0.025) == Approx(0.975).epsilon(1e-12));
  // Five values 0.2 … 1 of [0, 2]. d = 0.56328: below, 0.56328 of the weight goes to 0 and is taken
  // from 1, 0.8 and most of 0.6; above, it goes to 2 and is taken from 0.2, 0.4 and most of 0.6.
  const double d = kolmogorov_distance(5, 0.025), rest = 1 - d;
  const Interval five = bounded_mean_interval(Values{1, 0.2, 0.6, 0.4, 0.8}, 0, 2);
  CHECK(five.value == Approx(0.6));
  CHECK(five.low == Approx(0.2 * 0.2 + 0.4 * 0.2 + 0.6 * (rest - 0.4)));
  CHECK(five.high == Approx(1 * 0.2 + 0.8 * 0.2 + 0.6 * (rest - 0.4) + 2 * d));
  CHECK_THROWS_AS(bounded_mean_interval(Values{3}, 0, 2), verigan::Error);
  CHECK_THROWS_AS(bounded_mean_interval(Values{kNan}, 0, 2), verigan::Error);
}

TEST_CASE("Welch's interval of the difference of two means") {
  // mpmath: e = √(0.2² + 0.5²), ν = e⁴/(0.2⁴/4 + 0.5⁴/9) = 11.45083, and findroot for the quantile 0.975
  // of Student's law by its hypergeometric form: 1.2 ± t·e.
  const Interval both = difference_interval({7.5, 0.2, 5}, {6.3, 0.5, 10});
  CHECK(both.value == Approx(1.2));
  CHECK(both.low == Approx(0.0204018820102811).epsilon(1e-9));
  CHECK(both.high == Approx(2.3795981179897189).epsilon(1e-9));
  // One side known exactly: Student's interval of the other, ν = 9.
  const Interval one = difference_interval({8, 0, 10}, {7.8, 0.1, 10});
  CHECK(one.low == Approx(-0.0262157162798206).epsilon(1e-9));
  CHECK(one.high == Approx(0.4262157162798206).epsilon(1e-9));
  CHECK(difference_interval({8, 0, 10}, {7, 0, 10}).low == -kInfinity);
  const Interval single = difference_interval(estimate(Values{3}), {1, 0.1, 10});
  CHECK(single.value == 2);
  CHECK((single.low == -kInfinity && single.high == kInfinity));
  CHECK(difference_interval(estimate(Values{8, 8, 8}), {1, 0.1, 10}).high == kInfinity);
  CHECK(std::isnan(difference_interval(estimate(Values{kNan, 1}), {1, 0.1, 10}).high));
  CHECK(estimate(Values{1, 2, 3, 4, 5}).error == Approx(std::sqrt(0.5)).epsilon(1e-14));
  CHECK_THROWS_AS(estimate(Values{}), verigan::Error);
  CHECK_THROWS_AS(difference_interval({}, {}, 0), verigan::Error);
}

TEST_CASE("Student's interval, of one sample and of pairs") {
  // mpmath: t quantile 0.975 with 4 degrees of freedom 2.77644510519779; sd √2.5, n 5.
  const Interval five = mean_interval(Values{1, 2, 3, 4, 5});
  CHECK(five.value == 3);
  CHECK(five.high - 3 == Approx(2.77644510519779 * std::sqrt(2.5 / 5)).epsilon(1e-12));
  CHECK(3 - five.low == Approx(five.high - 3));
  const Interval pairs = paired_interval(Values{11, 22, 33, 44, 55}, Values{10, 20, 30, 40, 50});
  CHECK(pairs.low == Approx(five.low));
  CHECK(mean_interval(Values{7}).low == -kInfinity);
  CHECK_THROWS_AS(mean_interval(Values{}), verigan::Error);
  CHECK_THROWS_AS(mean_interval(Values{1, 2}, 1), verigan::Error);
  CHECK_THROWS_AS(paired_interval(Values{1, 2}, Values{1}), verigan::Error);
  CHECK(median(Values{4, kInfinity, 1}) == 4);
  CHECK(median(Values{1, 2, 8, 9}) == 5);
  CHECK(median(Values{kInfinity, kInfinity}) == kInfinity);
}

TEST_CASE("two one-sided tests of equivalence") {
  const Values values{0.02, -0.01, 0.03, 0.00, 0.015, 0.01};
  const Equivalence within = equivalence(values, 0.05);
  CHECK(within.p == Approx(0.0005549157264902037).epsilon(1e-9));  // scipy: t.sf, t.cdf
  CHECK(within.interval.low == Approx(-0.0009211155111093026).epsilon(1e-9));
  CHECK(within.interval.high == Approx(0.022587782177775968).epsilon(1e-9));
  CHECK(within.equivalent);
  CHECK_FALSE(equivalence(values, 0.0225).equivalent);  // the interval reaches just beyond
  CHECK(equivalence(values, 0.0226).equivalent);
  CHECK_THROWS_AS(equivalence(values, 0), verigan::Error);
  CHECK_THROWS_AS(equivalence(values, 1, 0.5), verigan::Error);
}

TEST_CASE("the bootstrap's interval is the same every time, and that of others") {
  const Values skewed{9.8, 3.1, 4.4, 12.7, 1.2, 8.8, 2.3, 5.5, 7.1, 3.9, 6.6, 20.4};
  const Interval once = bootstrap_interval(skewed, mean, {.resamples = 20000});
  const Interval again = bootstrap_interval(skewed, mean, {.resamples = 20000});
  CHECK((once.low == again.low && once.high == again.high));
  // scipy: bootstrap(method='BCa', n_resamples=200000)
  CHECK(once.low == Approx(4.9167).margin(0.06));
  CHECK(once.high == Approx(11.0583).margin(0.15));
  CHECK(bootstrap_interval(Values{1, 2, 3, 4}, mean).high == kInfinity);
  CHECK_THROWS_AS(bootstrap_interval(Values{}, mean), verigan::Error);
  CHECK_THROWS_AS(bootstrap_interval(skewed, mean, {.resamples = 9}), verigan::Error);
}

TEST_CASE("Holm's p-values by hand") {
  const std::vector<double> adjusted = holm(Values{0.01, 0.04, 0.03, 0.005});
  const Values expected{0.03, 0.06, 0.06, 0.02};
  for (std::size_t i = 0; i < 4; ++i) CHECK(adjusted[i] == Approx(expected[i]));
  CHECK(holm(Values{0.9, 0.8})[1] == 1);
  CHECK(holm(Values{}).empty());
  CHECK_THROWS_AS(holm(Values{1.1}), verigan::Error);
  CHECK_THROWS_AS(holm(Values{kNan}), verigan::Error);
}

TEST_CASE("the smallest effects that would have been seen") {
  CHECK(detectable_shift(5, 1).value() == Approx(1.6819969659555567).epsilon(1e-6));  // scipy: nct
  CHECK(detectable_shift(10, 2).value() == Approx(2 * 0.9960013714554524).epsilon(1e-6));
  CHECK_FALSE(detectable_shift(1, 1).has_value());
  // 5 of 5 exclude a half only at .0312 one-sided: never at 95 %. 6 of 6 do: .0156. p⁶ = 0.8.
  CHECK_FALSE(detectable_share(5, 0.5).has_value());
  CHECK(detectable_share(6, 0.5).value() == Approx(std::pow(0.8, 1.0 / 6)).epsilon(1e-9));
  // Of three seeds each, only 3 against 0 is significant: x³ = 0.8. Of two, nothing is.
  CHECK(detectable_difference(3, 3, 0).value() == Approx(std::cbrt(0.8)).epsilon(1e-9));
  CHECK_FALSE(detectable_difference(2, 2, 0).has_value());
  CHECK(detectable_difference(20, 20, 0).value() < 0.4);
  CHECK(detectable_difference(20, 20, 0).value() > 0.2);
  CHECK_FALSE(detectable_superiority(3, 3).has_value());  // 2/20 is above 5 %
  CHECK(detectable_superiority(20, 20).value() ==
        Approx(0.5 + 2.8015852 * std::sqrt(40.0 / 4800)).epsilon(1e-6));
}

TEST_CASE("Wilson's interval: the shares from which the count is one quantile away, within [0, 1]") {
  constexpr double z = 1.959963984540054;
  for (const std::size_t n : {1u, 7u, 50u, 10000u})
    for (const std::size_t k : {std::size_t{0}, n / 3, n / 2, n}) {
      const Interval found = wilson_interval(k, n);
      const double share = static_cast<double>(k) / static_cast<double>(n);
      CAPTURE(n, k, found.low, found.high);
      CHECK(found.value == share);
      CHECK(found.low <= share);
      CHECK(found.high >= share);
      for (const double end : {found.low, found.high}) {
        if ((k == 0 && end == found.low) || (k == n && end == found.high)) continue;
        CHECK(std::abs(share - end) == Approx(z * std::sqrt(end * (1 - end) / static_cast<double>(n))).epsilon(1e-9));
      }
    }
  CHECK(wilson_interval(0, 10).low == 0);
  CHECK(wilson_interval(0, 10).high == Approx(z * z / (10 + z * z)));
  CHECK(wilson_interval(10, 10).high == 1);
  CHECK_THROWS_AS(wilson_interval(3, 2), verigan::Error);
  CHECK_THROWS_AS(wilson_interval(0, 0), verigan::Error);
}

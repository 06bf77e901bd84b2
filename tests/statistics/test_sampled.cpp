// SPDX-License-Identifier: MIT
// Distances and divergences of samples: how often their intervals hold the truth, in closed form for
// normal distributions of dimension 1, 2 and 5.
#include <cmath>
#include <vector>

#include "core/check.hpp"
#include "core/numeric.hpp"
#include "statistics/classifier_divergence.hpp"
#include "statistics/exact.hpp"
#include "statistics/logistic_regression.hpp"
#include "statistics/neighbour_divergence.hpp"
#include "statistics/sample_distance.hpp"
#include "support/catch.hpp"
#include "support/draws.hpp"
#include "theory/densities.hpp"
#include "theory/divergence.hpp"

using namespace verigan;
using namespace verigan::statistics;

namespace {

Matrix<double> shifted_normals(Draws& draws, std::size_t n, std::size_t d, double shift) {
  Matrix<double> points(n, d);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t c = 0; c < d; ++c) points(i, c) = draws.normal() + (c == 0 ? shift : 0);
  return points;
}

std::vector<double> column(const Matrix<double>& points) {
  std::vector<double> values;
  for (std::size_t i = 0; i < points.rows(); ++i) values.push_back(points(i, 0));
  return values;
}

bool holds(const Interval& interval, double truth) {
  return interval.low <= truth && truth <= interval.high;
}

// Of `trials`, at least `share` hold it, but for chance of 1 in 1,000.
void check_held(std::size_t held, std::size_t trials, double share) {
  const Interval interval = proportion_interval(held, trials, 0.998);
  CAPTURE(held, trials, share, interval.high);
  CHECK(interval.high >= share);
}

// E‖N(shift·e₁, 2I)‖ = 2 Γ((d+1)/2)/Γ(d/2) M(−½, d/2, −shift²/4), M Kummer's function.
double mean_length(std::size_t d, double shift) {
  const double half = static_cast<double>(d) / 2, x = -shift * shift / 4;
  double term = 1, sum = 1;
  for (int k = 0; k < 200; ++k) {
    term *= (-0.5 + k) / (half + k) * x / (k + 1);
    sum += term;
  }
  return 2 * std::exp(std::lgamma(half + 0.5) - std::lgamma(half)) * sum;
}

constexpr std::size_t kTrials = 150;
constexpr std::size_t kDimensions[] = {1, 2, 5};

}  // namespace

TEST_CASE("intervals of distances hold the truth, of equal distributions and of others") {
  for (const double shift : {0.0, 0.3, 1.0}) {
    for (const std::size_t d : kDimensions) {
      CAPTURE(shift, d);
      const double half = static_cast<double>(d) / 2;
      const double energy = 2 * (mean_length(d, shift) - mean_length(d, 0));
      const double s = 1.3, spread = s * s + 2;
      const double mmd2 = 2 * std::pow(s * s / spread, half) * -std::expm1(-shift * shift / (2 * spread));
      const double slope = d == 1 ? 1 : std::exp(std::lgamma(half) - std::lgamma(half + 0.5)) / std::sqrt(kPi);
      Draws draws(100 + d + static_cast<std::uint64_t>(10 * shift));
      std::size_t of_energy = 0, of_mmd = 0, of_w1 = 0;
      double mean_energy = 0, mean_mmd = 0;
      for (std::size_t trial = 0; trial < kTrials; ++trial) {
        const Matrix<double> x = shifted_normals(draws, 70, d, shift), y = shifted_normals(draws, 50, d, 0);
        const Resampling options{.seed = trial, .resamples = 150};
        const Interval e = energy_interval(x, y, options), m = mmd2_interval(x, y, std::vector{s}, options);
        const Interval w = d == 1 ? wasserstein1_interval(column(x), column(y), options)
                                  : sliced_wasserstein1_interval(x, y, 30, options);
        of_energy += holds(e, energy);
        of_mmd += holds(m, mmd2);
        of_w1 += holds(w, shift * slope);
        mean_energy += e.value / kTrials;
        mean_mmd += m.value / kTrials;
      }
      check_held(of_energy, kTrials, 0.95);
      check_held(of_mmd, kTrials, 0.95);
      check_held(of_w1, kTrials, 0.95);
      // The U-statistics have no bias.
      CHECK(std::abs(mean_energy - energy) < 0.04);
      CHECK(std::abs(mean_mmd - mmd2) < 0.02);
    }
  }
}

TEST_CASE("intervals of distances are of use: they exclude 0 where the distributions differ") {
  Draws draws(5);
  std::size_t seen = 0;
  for (std::size_t trial = 0; trial < 50; ++trial) {
    const Matrix<double> x = shifted_normals(draws, 100, 2, 1), y = shifted_normals(draws, 100, 2, 0);
    const Resampling options{.seed = trial, .resamples = 100};
    seen += energy_interval(x, y, options).low > 0 &&
            mmd2_interval(x, y, std::vector{1.0}, options).low > 0 &&
            sliced_wasserstein1_interval(x, y, 30, options).low > 0;
  }
  CHECK(seen == 50);
}

TEST_CASE("the distance of samples on the line is exact") {
  // F jumps at 0 and 2, G at 1, 2 and 5: |F − G| = ½, ½ − ⅓, ⅓ on [0, 1], [1, 2], [2, 5].
  const std::vector<double> x{2, 0}, y{5, 1, 2};
  CHECK(wasserstein1_interval(x, y).value == Approx(0.5 + 1.0 / 6 + 1).epsilon(1e-14));
  CHECK(wasserstein1_interval(x, x).value == 0);
}

TEST_CASE("nearest neighbours' intervals hold the divergences") {
  for (const double shift : {0.0, 1.0}) {
    const double kl = shift * shift / 2;
    const double jsd = theory::jsd(*theory::normal(shift, 1), *theory::normal(0, 1)).value;
    for (const std::size_t d : kDimensions) {
      CAPTURE(shift, d);
      Draws draws(200 + d);
      std::size_t of_kl = 0, of_jsd = 0;
      double mean_kl = 0, mean_jsd = 0;
      for (std::size_t trial = 0; trial < kTrials; ++trial) {
        const Matrix<double> x = shifted_normals(draws, 300, d, shift), y = shifted_normals(draws, 300, d, 0);
        const auto k = neighbour_kl(x, y), j = neighbour_jsd(x, y);
        REQUIRE((k && j));
        of_kl += holds(*k, kl);
        of_jsd += holds(*j, jsd);
        mean_kl += k->value / kTrials;
        mean_jsd += j->value / kTrials;
      }
      CAPTURE(mean_kl, mean_jsd, kl, jsd);
      check_held(of_kl, kTrials, 0.95);
      check_held(of_jsd, kTrials, 0.95);
      CHECK(std::abs(mean_kl - kl) < 0.16);  // towards 0: tails are where y has no points
      CHECK(std::abs(mean_jsd - jsd) < 0.03);
    }
  }
}

TEST_CASE("where many points of p have none of q near, KL has no upper end") {
  Draws draws(21);
  Matrix<double> x = shifted_normals(draws, 300, 2, 0);
  const Matrix<double> y = shifted_normals(draws, 300, 2, 0);
  for (std::size_t i = 0; i < 30; ++i) x(i * 10, 0) += 40;  // a mode of 10 % that q lacks: KL is some 80
  CHECK(std::isinf(neighbour_kl(x, y)->high));
  CHECK(std::isfinite(neighbour_kl(y, x)->high));
  CHECK(std::isfinite(neighbour_kl(shifted_normals(draws, 300, 2, 1), y)->high));
}

TEST_CASE("a classifier's estimates are lower bounds, and near the truth where it can express it") {
  const double shift = 1, kl = 0.5;
  const double jsd = theory::jsd(*theory::normal(shift, 1), *theory::normal(0, 1)).value;
  for (const std::size_t d : kDimensions) {
    CAPTURE(d);
    constexpr std::size_t kFew = 40;
    Draws draws(300 + d);
    std::size_t below_jsd = 0, below_kl = 0;
    double mean_jsd = 0, mean_kl = 0;
    for (std::size_t trial = 0; trial < kFew; ++trial) {
      const Matrix<double> x = shifted_normals(draws, 250, d, shift), y = shifted_normals(draws, 200, d, 0);
      const ClassifierDivergence found = classifier_divergence(x, y, {.seed = trial, .cosines = 20});
      below_jsd += found.jsd.low <= jsd;
      below_kl += found.kl_pq.low <= kl && found.kl_qp.low <= kl;
      mean_jsd += found.jsd.value / kFew;
      mean_kl += found.kl_pq.value / kFew;
    }
    CAPTURE(mean_jsd, mean_kl, jsd);
    check_held(below_jsd, kFew, 0.975);
    check_held(below_kl, kFew, 0.95);
    CHECK(mean_jsd < jsd + 0.01);
    CHECK(mean_jsd > jsd - 0.05);
    CHECK(mean_kl > kl - 0.25);
  }
}

TEST_CASE("a classifier with cosines sees what moments do not show") {
  // A ring of normals and one normal of the same mean and covariance.
  Draws draws(7);
  Matrix<double> x(800, 2), y(800, 2);
  for (std::size_t i = 0; i < x.rows(); ++i) {
    const double angle = 2 * kPi * std::floor(8 * draws.uniform()) / 8;
    const double sd = std::sqrt(0.5 + 0.1 * 0.1);
    x(i, 0) = std::cos(angle) + 0.1 * draws.normal();
    x(i, 1) = std::sin(angle) + 0.1 * draws.normal();
    y(i, 0) = sd * draws.normal();
    y(i, 1) = sd * draws.normal();
  }
  CHECK(classifier_divergence(x, y, {.cosines = 0}).jsd.value < 0.02);
  CHECK(classifier_divergence(x, y).jsd.low > 0.1);
}

TEST_CASE("logistic regression finds the minimum: the slope of its loss vanishes") {
  Draws draws(9);
  constexpr std::size_t n = 200, p = 4;
  Matrix<double> features(n, p);
  std::vector<bool> positive;
  const std::vector<double> weights(n, 1.0 / n);
  for (std::size_t i = 0; i < n; ++i) {
    features(i, 0) = 1;
    for (std::size_t k = 1; k < p; ++k) features(i, k) = draws.normal();
    positive.push_back(draws.uniform() < sigmoid(0.3 + features(i, 1) - 2 * features(i, 2)));
  }
  const std::vector<double> w = logistic_regression(features, positive, weights, 1e-3);
  for (std::size_t k = 0; k < p; ++k) {
    double slope = k == 0 ? 0 : 1e-3 * w[k];
    for (std::size_t i = 0; i < n; ++i) {
      double logit = 0;
      for (std::size_t j = 0; j < p; ++j) logit += w[j] * features(i, j);
      slope += weights[i] * (sigmoid(logit) - (positive[i] ? 1 : 0)) * features(i, k);
    }
    CHECK(std::abs(slope) < 1e-5);
  }
  CHECK(w[2] < -1);
  CHECK_THROWS_AS(logistic_regression(features, positive, weights, 0), Error);
}

TEST_CASE("the same seed gives the same numbers; repeated points have no density; mistakes are refused") {
  Draws draws(11);
  const Matrix<double> x = shifted_normals(draws, 80, 2, 0), y = shifted_normals(draws, 80, 2, 1);
  const auto same = [](const Interval& a, const Interval& b) {
    return a.value == b.value && a.low == b.low && a.high == b.high;
  };
  CHECK(same(energy_interval(x, y, {.seed = 3}), energy_interval(x, y, {.seed = 3})));
  CHECK_FALSE(same(energy_interval(x, y, {.seed = 3}), energy_interval(x, y, {.seed = 4})));
  Matrix<double> repeated = x;
  for (std::size_t i = 0; i < 10; ++i) repeated(i, 0) = repeated(i, 1) = 0.25;
  CHECK_FALSE(neighbour_kl(repeated, y).has_value());
  CHECK_FALSE(neighbour_jsd(repeated, y).has_value());
  const Matrix<double> few = shifted_normals(draws, 5, 2, 0), other = shifted_normals(draws, 80, 3, 0);
  CHECK_THROWS_AS(neighbour_kl(few, y), Error);
  CHECK_THROWS_AS(classifier_divergence(few, y), Error);
  CHECK_THROWS_AS(energy_interval(other, y), Error);
  CHECK_THROWS_AS(mmd2_interval(x, y, std::vector{-1.0}), Error);
  CHECK_THROWS_AS(wasserstein1_interval(column(x), column(y), {.resamples = 10}), Error);
}

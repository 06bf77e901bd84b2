// SPDX-License-Identifier: MIT
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "metrics/curve_quality.hpp"
#include "metrics/mmd.hpp"
#include "metrics/sliced_wasserstein.hpp"
#include "support/catch.hpp"

using namespace verigan;

namespace {

Matrix<float> normals(std::size_t n, std::size_t d, std::uint64_t step, float shift = 0) {
  Matrix<float> x(n, d);
  data::fill_normals(random::Stream(1, random::Purpose::test), step, x);
  for (std::size_t i = 0; i < n; ++i) x(i, 0) += shift;
  return x;
}

// Both statistics from their definitions, every pair written out.
metrics::Mmd by_definition(const Matrix<float>& x, const Matrix<float>& y, double h) {
  const auto k = [&](const Matrix<float>& a, std::size_t i, const Matrix<float>& b, std::size_t j) {
    double d2 = 0;
    for (std::size_t c = 0; c < a.cols(); ++c)
      d2 += std::pow(static_cast<double>(a(i, c)) - static_cast<double>(b(j, c)), 2);
    return std::exp(-d2 / (2 * h * h));
  };
  double u[3] = {0, 0, 0}, v[3] = {0, 0, 0};
  const Matrix<float>* pair[3][2] = {{&x, &x}, {&y, &y}, {&x, &y}};
  for (int p = 0; p < 3; ++p) {
    const auto &a = *pair[p][0], &b = *pair[p][1];
    const auto n = static_cast<double>(a.rows()), m = static_cast<double>(b.rows());
    for (std::size_t i = 0; i < a.rows(); ++i)
      for (std::size_t j = 0; j < b.rows(); ++j) {
        v[p] += k(a, i, b, j) / (n * m);
        if (p == 2) u[p] += k(a, i, b, j) / (n * m);
        if (p < 2 && i != j) u[p] += k(a, i, b, j) / (n * (n - 1));
      }
  }
  return {u[0] + u[1] - 2 * u[2], v[0] + v[1] - 2 * v[2]};
}

}  // namespace

TEST_CASE("MMD: equals its definition at odd sizes and dimensions") {
  for (const std::size_t d : std::initializer_list<std::size_t>{1, 2, 5})
    for (const auto& [n, m] : {std::pair<std::size_t, std::size_t>{2, 2}, {3, 17}, {40, 33}}) {
      const auto x = normals(n, d, 1), y = normals(m, d, 2, 0.7F);
      const auto expected = by_definition(x, y, 0.6);
      const auto found = metrics::mmd2(x, y, 0.6);
      CHECK(found.unbiased == Approx(expected.unbiased).margin(2e-6));
      CHECK(found.biased == Approx(expected.biased).margin(2e-6));
    }
}

TEST_CASE("MMD: two normals, against the closed form") {
  // E k = h²/(h²+2)·exp(−|δ|²/(2(h²+2))) in the plane; h = ½, δ = (1, 0):
  // mpmath: h=mpf('.5'); s=h*h+2; 2*h*h/s*(1-exp(-1/(2*s)))
  const double expected = 0.0442805771295982;
  const auto moved = metrics::mmd2(normals(4000, 2, 3), normals(4000, 2, 4, 1), 0.5);
  CHECK(moved.unbiased == Approx(expected).margin(0.003));
  const auto equal = metrics::mmd2(normals(4000, 2, 3), normals(4000, 2, 4), 0.5);
  CHECK(std::abs(equal.unbiased) < 5e-4);
  CHECK(equal.biased > 0);
}

TEST_CASE("MMD: a sample against itself, and refusals") {
  const auto x = normals(50, 2, 1);
  CHECK(metrics::mmd2(x, x, 0.3).biased == Approx(0).margin(1e-7));
  Matrix<float> one(1, 2), wide(5, 3);
  CHECK_THROWS_AS(metrics::mmd2(one, x), Error);
  CHECK_THROWS_AS(metrics::mmd2(wide, x), Error);
  CHECK_THROWS_AS(metrics::mmd2(x, x, 0), Error);
  CHECK_THROWS_AS(metrics::mmd2(x, x, std::numeric_limits<double>::infinity()), Error);
  auto broken = x;
  broken(3, 1) = std::numeric_limits<float>::quiet_NaN();
  CHECK(std::isnan(metrics::mmd2(broken, x).unbiased));
}

TEST_CASE("MMD: several bandwidths are the mean of each, tiles and all") {
  const auto x = normals(1500, 3, 1), y = normals(2100, 3, 2, 0.3F);
  const double widths[] = {0.3, 1, 4};
  const auto mixed = metrics::mmd2(x, y, widths);
  double unbiased = 0, biased = 0;
  for (const double h : widths) {
    unbiased += metrics::mmd2(x, y, h).unbiased / 3;
    biased += metrics::mmd2(x, y, h).biased / 3;
  }
  CHECK(mixed.unbiased == Approx(unbiased).epsilon(1e-9));
  CHECK(mixed.biased == Approx(biased).epsilon(1e-9));
  const auto expected = by_definition(x, y, 1);
  CHECK(metrics::mmd2(x, y, 1).unbiased == Approx(expected.unbiased).margin(1e-7));
  CHECK_THROWS_AS(metrics::mmd2(x, y, std::span<const double>()), Error);
}

TEST_CASE("MMD test: its statistic is the unbiased one; equal laws pass, moved ones do not") {
  const random::Stream stream(5, random::Purpose::test);
  const double widths[] = {0.5, 1.5};
  const auto x = normals(100, 2, 1), moved = normals(90, 2, 2, 1);
  const auto apart = metrics::mmd_test(x, moved, widths, 199, stream);
  CHECK(apart.statistic == Approx(metrics::mmd2(x, moved, widths).unbiased).margin(1e-6));
  CHECK(apart.p_value == Approx(1 / 200.0));  // no relabelling comes near
  // Under p = q the p-value is uniform on {1, …, 20}/20: of 400 tests as many in every quarter,
  // 100 with standard deviation √75 < 9.
  int quarters[4] = {};
  for (std::uint64_t k = 0; k < 400; ++k) {
    const auto same = metrics::mmd_test(normals(12, 2, 100 + k), normals(15, 2, 1000 + k), widths,
                                        19, random::Stream(k, random::Purpose::test));
    ++quarters[static_cast<int>(same.p_value * 20 - 0.5) / 5];
  }
  for (const int count : quarters) CHECK(std::abs(count - 100) < 36);
  CHECK_THROWS_AS(metrics::mmd_test(x, moved, widths, 0, stream), Error);
}

TEST_CASE("sliced Wasserstein: shifts, widths, unequal sizes, one dimension") {
  const random::Stream stream(3, random::Purpose::test);
  // W₂ of {0, 1} and {0, 1, 5} on the line: thirds and halves, ⅓·0² + ⅙·1² + ⅙·0² + ⅓·4² = 5.5.
  Matrix<float> two(2, 1), three(3, 1);
  two(1, 0) = 1, three(1, 0) = 1, three(2, 0) = 5;
  CHECK(metrics::sliced_wasserstein(two, three, 7, stream) == Approx(std::sqrt(5.5)));
  CHECK(metrics::sliced_wasserstein(two, two, 1, stream) == 0);
  // A shift by Δ costs (θ·Δ)² along θ, |Δ|²/d on average; doubling isotropic normals costs 1.
  const auto x = normals(4000, 3, 1);
  auto shifted = x, wide = x;
  for (std::size_t i = 0; i < x.rows(); ++i) {
    shifted(i, 1) += 3;
    for (std::size_t c = 0; c < 3; ++c) wide(i, c) *= 2;
  }
  // The mean of cos² over 2000 directions: ⅓ with standard error √(4/45/2000) = 0.0067.
  const double moved = metrics::sliced_wasserstein(x, shifted, 2000, stream);
  CHECK(moved * moved == Approx(3).margin(9 * 4 * 0.0067));
  CHECK(metrics::sliced_wasserstein(x, wide, 200, stream) == Approx(1).margin(0.04));
  auto broken = x;
  broken(3, 1) = std::numeric_limits<float>::quiet_NaN();
  CHECK(std::isnan(metrics::sliced_wasserstein(broken, x, 5, stream)));
  CHECK_THROWS_AS(metrics::sliced_wasserstein(x, two, 5, stream), Error);
  CHECK_THROWS_AS(metrics::sliced_wasserstein(x, x, 0, stream), Error);
  CHECK_THROWS_AS(metrics::sliced_wasserstein(Matrix<float>(0, 3), x, 5, stream), Error);
}

TEST_CASE("curve quality: real data, half a curve, points far away, no number at all") {
  const std::string name = GENERATE("line", "circle");
  data::Toy toy(name, 21);
  Matrix<float> x(10000, 2);
  toy.fill(0, x);
  const auto all = metrics::curve_quality(toy.curve(), x);
  // The distance is half-normal with sd 0.05: P(|z| < 3) = 0.9973.
  CHECK(all.near_share == Approx(0.9973).margin(0.002));  // four standard errors
  CHECK(all.coverage == 1.0);

  std::vector<float> u(5000);
  for (std::size_t i = 0; i < u.size(); ++i) u[i] = 0.5F * (static_cast<float>(i) + 0.5F) / 5000.0F;
  Matrix<float> half(5000, 2);
  toy.curve().points(u, half);  // half of the parameter is half of the length, by symmetry
  const auto first_half = metrics::curve_quality(toy.curve(), half);
  CHECK(first_half.near_share == 1.0);
  CHECK(first_half.coverage == Approx(0.5).margin(0.011));

  Matrix<float> far(100, 2);
  for (std::size_t i = 0; i < 100; ++i) far(i, 0) = 100;
  far(0, 0) = std::numeric_limits<float>::quiet_NaN();
  far(1, 0) = std::numeric_limits<float>::infinity();
  CHECK(metrics::curve_quality(toy.curve(), far).near_share == 0.0);
  CHECK(metrics::curve_quality(toy.curve(), far).coverage == 0.0);
  CHECK_THROWS_AS(metrics::curve_quality(toy.curve(), Matrix<float>(0, 2)), Error);
}

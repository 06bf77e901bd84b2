// SPDX-License-Identifier: MIT
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "metrics/curve_quality.hpp"
#include "metrics/mmd.hpp"
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

TEST_CASE("curve quality: true data, half a curve, points far away, no number at all") {
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

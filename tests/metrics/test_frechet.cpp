// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "core/check.hpp"
#include "core/parallel.hpp"
#include "metrics/frechet.hpp"
#include "metrics/singular_values.hpp"
#include "random/stream.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"

using namespace verigan;
using metrics::frechet_distance;
using metrics::Moments;

namespace {

Matrix<double> square(std::size_t d, const std::function<double(std::size_t, std::size_t)>& element) {
  Matrix<double> m(d, d);
  for (std::size_t i = 0; i < d; ++i)
    for (std::size_t j = 0; j < d; ++j) m(i, j) = element(i, j);
  return m;
}

Moments normal(std::vector<double> mean, Matrix<double> covariance) {
  return {1000, std::move(mean), std::move(covariance)};
}

Moments diagonal(const std::vector<double>& mean, const std::vector<double>& variances) {
  return normal(mean, square(mean.size(), [&](std::size_t i, std::size_t j) {
                  return i == j ? variances[i] : 0;
                }));
}

/// H·diag(variances)·H of Hadamard's matrix, divided by 2 so that H is orthogonal, d = 4: exact for
/// small whole variances.
Moments turned(const std::vector<double>& mean, const std::vector<double>& variances) {
  constexpr double h[4][4] = {{1, 1, 1, 1}, {1, -1, 1, -1}, {1, 1, -1, -1}, {1, -1, -1, 1}};
  return normal(mean, square(4, [&](std::size_t i, std::size_t j) {
                  double sum = 0;
                  for (std::size_t k = 0; k < 4; ++k) sum += h[i][k] * variances[k] * h[j][k] / 4;
                  return sum;
                }));
}

Matrix<float> normals(std::size_t n, std::size_t d, std::uint64_t seed) {
  const random::Stream stream(seed, random::Purpose::theory);
  Matrix<float> x(n, d);
  for (std::size_t i = 0; i < n; ++i) stream.normals(i, x.row(i));
  return x;
}

Matrix<double> times(const Matrix<double>& a, const Matrix<double>& b) {
  Matrix<double> c(a.rows(), b.cols());
  for (std::size_t i = 0; i < a.rows(); ++i)
    for (std::size_t k = 0; k < a.cols(); ++k)
      for (std::size_t j = 0; j < b.cols(); ++j) c(i, j) += a(i, k) * b(k, j);
  return c;
}

/// B·Bᵀ of a random B (d, rank).
Matrix<double> random_semidefinite(std::size_t d, std::size_t rank, std::uint64_t seed) {
  const Matrix<float> b = normals(d, rank, seed);
  return square(d, [&](std::size_t i, std::size_t j) {
    double sum = 0;
    for (std::size_t k = 0; k < rank; ++k) sum += static_cast<double>(b(i, k)) * static_cast<double>(b(j, k));
    return sum;
  });
}

}  // namespace

TEST_CASE("Fréchet distance: closed forms of normals, singular ones too") {
  CHECK(frechet_distance(diagonal({1}, {4}), diagonal({4}, {9})) == 10);
  CHECK(frechet_distance(diagonal({1, 2}, {4, 0}), diagonal({1, 5}, {0, 0})) == 13);
  CHECK(frechet_distance(diagonal({0, 0, 0}, {1, 0, 16}), diagonal({0, 0, 0}, {0, 25, 4})) == 30);
  // Equal ones, and one that has collapsed to a point: its distance is the other's trace.
  const Moments four = turned({1, 2, 3, 4}, {1, 4, 9, 16});
  CHECK(frechet_distance(four, four) == Approx(0).margin(1e-14));
  CHECK(frechet_distance(four, diagonal({1, 2, 3, 4}, {0, 0, 0, 0})) == 30);
  // Σ (√a − √b)² of covariances with common axes, of ranks 2 and 3.
  const Moments two = turned({0, 0, 0, 0}, {4, 0, 0, 64}), three = turned({0, 0, 0, 0}, {16, 4, 0, 4});
  CHECK(frechet_distance(two, three) == Approx(4 + 4 + 0 + 36).epsilon(1e-15));
  CHECK(metrics::covariance_rank(two) == 2);
  CHECK(metrics::covariance_rank(three) == 3);
}

// x → Ax is the gradient of a convex function when A is symmetric and positive semidefinite, so it is
// the optimal transport from N(0, Σ) to N(0, AΣA): the distance is tr (I − A)Σ(I − A).
TEST_CASE("Fréchet distance: covariances that do not commute, of any rank") {
  for (const std::size_t d : {2u, 5u, 30u})
    for (const std::size_t rank_a : {std::size_t{1}, d / 2 + 1, d})
      for (const std::size_t rank_s : {std::size_t{1}, d - 1, d}) {
        const Matrix<double> a = random_semidefinite(d, rank_a, 10 * d + rank_a);
        const Matrix<double> s = random_semidefinite(d, rank_s, 20 * d + rank_s);
        const Matrix<double> image = times(times(a, s), a);
        const Matrix<double> rest =
            square(d, [&](std::size_t i, std::size_t j) { return (i == j ? 1 : 0) - a(i, j); });
        const Matrix<double> moved = times(times(rest, s), rest);
        double expected = 0, size = 0;
        for (std::size_t i = 0; i < d; ++i) {
          expected += moved(i, i);
          size += s(i, i) + image(i, i);
        }
        const std::vector<double> zero(d, 0.0);
        const Moments p = normal(zero, s), q = normal(zero, image);
        CAPTURE(d, rank_a, rank_s);
        // Rounding of AΣA hides what is below 1e-8 of a standard deviation where ranks differ.
        CHECK(frechet_distance(p, q) == Approx(expected).margin(1e-7 * size));
        CHECK(frechet_distance(p, q) == Approx(frechet_distance(q, p)).margin(1e-12 * size));
      }
}

TEST_CASE("singular values: a known matrix, and those of a product of orthogonal rows") {
  Matrix<double> m(2, 3);
  m(0, 0) = 3, m(0, 1) = 2, m(0, 2) = 2, m(1, 0) = 2, m(1, 1) = 3, m(1, 2) = -2;
  const auto values = metrics::singular_values(m);
  REQUIRE(values.size() == 2);
  CHECK(values[0] == Approx(5).epsilon(1e-15));
  CHECK(values[1] == Approx(3).epsilon(1e-15));
  // Hilbert's matrix of order 8: by 400 power iterations in 40 digits, of it and of its exact inverse.
  const auto hilbert = metrics::singular_values(square(8, [](std::size_t i, std::size_t j) {
    return 1 / static_cast<double>(i + j + 1);
  }));
  CHECK(hilbert.front() == Approx(1.6959389969219495).epsilon(1e-14));
  CHECK(hilbert.back() == Approx(1.1115389663724424e-10).epsilon(1e-5));
}

TEST_CASE("singular values: rows that are multiples of others, and of all sizes") {
  for (const std::size_t rank : {1u, 2u, 7u}) {
    const Matrix<float> a = normals(40, rank, 30 + rank), b = normals(rank, 33, 40 + rank);
    Matrix<double> m(40, 33);
    double squares = 0;
    for (std::size_t i = 0; i < 40; ++i)
      for (std::size_t j = 0; j < 33; ++j) {
        for (std::size_t k = 0; k < rank; ++k) m(i, j) += static_cast<double>(a(i, k)) * static_cast<double>(b(k, j));
        m(i, j) *= std::ldexp(1.0, -static_cast<int>(i));
        squares += m(i, j) * m(i, j);
      }
    const auto values = metrics::singular_values(m);
    REQUIRE(values.size() == 33);
    double sum = 0;
    for (const double value : values) sum += value * value;
    CHECK(sum == Approx(squares).epsilon(1e-14));
    CHECK(values[rank - 1] > 1e-6 * values[0]);
    for (std::size_t k = rank; k < 33; ++k) CHECK(values[k] < 1e-14 * values[0]);
  }
}

TEST_CASE("semidefinite root: S = RᵀR, rank told of what is exactly singular") {
  for (const std::size_t rank : {1u, 3u, 8u}) {
    const Matrix<double> s = random_semidefinite(8, rank, rank);
    const auto found = metrics::semidefinite_root(s);
    CHECK(found.rank == rank);
    for (std::size_t i = 0; i < 8; ++i)
      for (std::size_t j = 0; j < 8; ++j) {
        double sum = 0;
        for (std::size_t k = 0; k < found.rank; ++k) sum += found.root(k, i) * found.root(k, j);
        CHECK(sum == Approx(s(i, j)).margin(1e-13));
      }
  }
  CHECK(metrics::semidefinite_root(Matrix<double>(3, 3)).rank == 0);
}

TEST_CASE("moments: by hand, n − 1, and fewer samples than dimensions") {
  Matrix<float> x(3, 2);
  x(0, 0) = 1, x(1, 0) = 2, x(2, 0) = 6, x(0, 1) = -1, x(1, 1) = 0, x(2, 1) = 4;
  const Moments found = metrics::moments(x);
  CHECK(found.count == 3);
  CHECK(found.mean == std::vector<double>{3, 1});
  CHECK(found.covariance(0, 0) == 7);
  CHECK(found.covariance(1, 1) == 7);
  CHECK(found.covariance(0, 1) == 7);
  CHECK(found.covariance(1, 0) == 7);
  CHECK(metrics::covariance_rank(found) == 1);
  const Matrix<float> few = normals(5, 40, 3);
  CHECK(metrics::covariance_rank(metrics::moments(few)) == 4);
  // Shifted by a vector, whatever the rank: its squared length.
  Matrix<float> shifted = few;
  for (std::size_t i = 0; i < 5; ++i) shifted(i, 7) += 2;
  CHECK(frechet_distance(metrics::moments(few), metrics::moments(shifted)) == Approx(4).epsilon(1e-6));
}

TEST_CASE("moments: the same in another order, from parts, and on any number of threads") {
  const Matrix<float> x = normals(1003, 37, 4), y = normals(500, 37, 5);
  const Moments all = metrics::moments(x);
  const double distance = frechet_distance(all, metrics::moments(y));
  set_threads(3);
  const Moments threaded = metrics::moments(x);
  const double again = frechet_distance(threaded, metrics::moments(y));
  set_threads(1);
  CHECK(again == distance);
  Matrix<float> turned_round(x.rows(), x.cols());
  for (std::size_t i = 0; i < x.rows(); ++i)
    std::ranges::copy(x.row(x.rows() - 1 - i), turned_round.row(i).begin());
  CHECK(frechet_distance(metrics::moments(turned_round), metrics::moments(y)) ==
        Approx(distance).epsilon(1e-12));
  const metrics::BlockMoments parts(x, 10);
  const Moments together = parts.take(std::vector<std::size_t>(10, 1));
  CHECK(together.count == 1003);
  for (std::size_t i = 0; i < 37; ++i) {
    CHECK(together.mean[i] == Approx(all.mean[i]).margin(1e-15));
    for (std::size_t j = 0; j < 37; ++j)
      CHECK(together.covariance(i, j) == Approx(all.covariance(i, j)).margin(1e-14));
  }
  // The first three of ten parts have 101 rows each; the second twice, the last once.
  Matrix<float> chosen(302, 37);
  const auto from = [](std::size_t r) { return r < 101 ? 101 + r : r < 202 ? r : 903 + r - 202; };
  for (std::size_t r = 0; r < 302; ++r) std::ranges::copy(x.row(from(r)), chosen.row(r).begin());
  const Moments drawn = parts.take(std::vector<std::size_t>{0, 2, 0, 0, 0, 0, 0, 0, 0, 1});
  const Moments direct = metrics::moments(chosen);
  CHECK(drawn.count == 302);
  CHECK(drawn.covariance(3, 5) == Approx(direct.covariance(3, 5)).margin(1e-14));
  CHECK(drawn.mean[3] == Approx(direct.mean[3]).margin(1e-15));
}

// E d²(N samples of N(0, Σ), N(0, Σ)) = [tr Σ + ½ Σ_ij λ_i λ_j/(λ_i + λ_j)·(1 + δ_ij)]/N to first order.
TEST_CASE("Fréchet distance: its bias of normals is of order 1/N and as large as theory says") {
  const std::vector<double> variances{1, 4, 0.25, 9, 1, 0};
  const std::size_t d = variances.size();
  double first = 0;
  for (std::size_t i = 0; i < d; ++i) {
    first += variances[i];
    for (std::size_t j = 0; j < d; ++j)
      if (variances[i] + variances[j] > 0)
        first += 0.5 * (i == j ? 2 : 1) * variances[i] * variances[j] / (variances[i] + variances[j]);
  }
  const Moments exact = diagonal(std::vector<double>(d, 0.0), variances);
  for (const std::size_t n : {250u, 1000u}) {
    constexpr std::size_t kTrials = 400;
    double sum = 0, squares = 0;
    for (std::size_t t = 0; t < kTrials; ++t) {
      Matrix<float> x = normals(n, d, 1000 * n + t);
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < d; ++j) x(i, j) *= static_cast<float>(std::sqrt(variances[j]));
      const double value = static_cast<double>(n) * frechet_distance(metrics::moments(x), exact);
      sum += value / kTrials;
      squares += value * value / kTrials;
    }
    const double error = std::sqrt((squares - sum * sum) / kTrials);
    CAPTURE(n, sum, first, error);
    CHECK(std::abs(sum - first) < 5 * error + 3 * first / static_cast<double>(n));
    CHECK(error < 0.03 * first);
  }
}

TEST_CASE("Fréchet distance: what cannot be is named") {
  Matrix<float> x = normals(4, 3, 6);
  CHECK(error_of([&] { metrics::moments(x.view().block_rows(0, 1)); }) ==
        "covariance of 1 samples, expected at least 2");
  x(2, 1) = std::numeric_limits<float>::quiet_NaN();
  CHECK(error_of([&] { metrics::moments(x); }) ==
        "feature 1 of sample 2 is nan, expected a finite number");
  CHECK(error_of([&] { frechet_distance(diagonal({1}, {1}), diagonal({1, 1}, {1, 1})); })
            .find("dimension 1 and 2") != std::string::npos);
  CHECK(error_of([&] { frechet_distance(diagonal({1}, {-1}), diagonal({1}, {1})); })
            .find("variance -1 of feature 0") == 0);
  CHECK(error_of([&] { metrics::BlockMoments(normals(4, 3, 6), 5); }).find("5 parts of 4") == 0);
}

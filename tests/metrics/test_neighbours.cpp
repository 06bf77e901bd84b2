// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "core/parallel.hpp"
#include "metrics/class_quality.hpp"
#include "metrics/kernel_distance.hpp"
#include "metrics/neighbours.hpp"
#include "random/stream.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"

using namespace verigan;

namespace {

Matrix<float> normals(std::size_t n, std::size_t d, std::uint64_t seed, float shift = 0) {
  const random::Stream stream(seed, random::Purpose::theory);
  Matrix<float> x(n, d);
  for (std::size_t i = 0; i < n; ++i) {
    stream.normals(i, x.row(i));
    for (float& value : x.row(i)) value += shift;
  }
  return x;
}

Matrix<float> line(const std::vector<float>& points) {
  Matrix<float> x(points.size(), 1);
  for (std::size_t i = 0; i < points.size(); ++i) x(i, 0) = points[i];
  return x;
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// The definitions, pair by pair.
struct Naive {
  double precision = 0, recall = 0, density = 0, coverage = 0;
};
double distance(const Matrix<float>& x, std::size_t i, const Matrix<float>& y, std::size_t j) {
  double sum = 0;
  for (std::size_t c = 0; c < x.cols(); ++c)
    sum += std::pow(static_cast<double>(x(i, c)) - static_cast<double>(y(j, c)), 2);
  return sum;
}
double radius(const Matrix<float>& x, std::size_t i, std::size_t k) {
  std::vector<double> all;
  for (std::size_t j = 0; j < x.rows(); ++j)
    if (j != i) all.push_back(distance(x, i, x, j));
  std::ranges::sort(all);
  return all[k - 1];
}
Naive naive(const Matrix<float>& real, const Matrix<float>& made, std::size_t k) {
  Naive found;
  const auto n = static_cast<double>(real.rows()), m = static_cast<double>(made.rows());
  for (std::size_t j = 0; j < made.rows(); ++j) {
    double balls = 0;
    for (std::size_t i = 0; i < real.rows(); ++i) balls += distance(real, i, made, j) < radius(real, i, k);
    found.precision += (balls > 0) / m;
    found.density += balls / (static_cast<double>(k) * m);
  }
  for (std::size_t i = 0; i < real.rows(); ++i) {
    bool recalled = false, covered = false;
    for (std::size_t j = 0; j < made.rows(); ++j) {
      recalled |= distance(real, i, made, j) < radius(made, j, k);
      covered |= distance(real, i, made, j) < radius(real, i, k);
    }
    found.recall += recalled / n;
    found.coverage += covered / n;
  }
  return found;
}

double polynomial(const Matrix<float>& x, std::size_t i, const Matrix<float>& y, std::size_t j) {
  double product = 0;
  for (std::size_t c = 0; c < x.cols(); ++c)
    product += static_cast<double>(x(i, c)) * static_cast<double>(y(j, c));
  return std::pow(product / static_cast<double>(x.cols()) + 1, 3);
}

}  // namespace

TEST_CASE("neighbourhoods: by hand on the line") {
  // Radii to the nearest other: real 1, 1, 2; generated .5, .5, 8.
  const auto found = metrics::neighbourhoods(line({0, 1, 3}), line({0.25F, 0.75F, 9}), 1);
  CHECK(found.precise == std::vector<double>{1, 1, 0});
  CHECK(found.density == std::vector<double>{2, 2, 0});
  CHECK(found.recalled == std::vector<double>{1, 1, 1});
  CHECK(found.covered == std::vector<double>{1, 1, 0});
}

TEST_CASE("neighbourhoods: the definitions, at sizes that fill no tile, on any number of threads") {
  const Matrix<float> real = normals(83, 7, 1), made = normals(67, 7, 2, 0.4F);
  const Naive expected = naive(real, made, 3);
  for (const int threads : {1, 3}) {
    set_threads(threads);
    const auto found = metrics::neighbourhoods(real, made, 3);
    CHECK(mean(found.precise) == Approx(expected.precision));
    CHECK(mean(found.recalled) == Approx(expected.recall));
    CHECK(mean(found.density) == Approx(expected.density));
    CHECK(mean(found.covered) == Approx(expected.coverage));
  }
  set_threads(1);
}

// Naeem et al. 2020, lemma 2: of n and m draws from one distribution coverage is
// 1 − Π_{j<k} (n − 1 − j)/(n + m − 1 − j) on average, whatever the distribution, and density 1.
TEST_CASE("neighbourhoods: of one distribution coverage and density are what theory says") {
  constexpr std::size_t n = 300, k = 5, kTrials = 40;
  double coverage = 0, density = 0, outside = 1;
  for (std::size_t t = 0; t < kTrials; ++t) {
    const auto found = metrics::neighbourhoods(normals(n, 4, 100 + t), normals(n, 4, 200 + t), k);
    coverage += mean(found.covered) / kTrials;
    density += mean(found.density) / kTrials;
  }
  for (std::size_t j = 0; j < k; ++j)
    outside *= static_cast<double>(n - 1 - j) / static_cast<double>(2 * n - 1 - j);
  CHECK(coverage == Approx(1 - outside).margin(0.006));
  CHECK(density == Approx(1).margin(0.03));
}

// The example of github.com/clovaai/generative-evaluation-prdc prints for two samples of 10,000 from one
// normal of 1000 dimensions precision .48, recall .47, density 1.06 and coverage .97; so many took these
// functions to .474, .491, .977 and .966. Here a tenth as many, of which precision is another.
TEST_CASE("neighbourhoods: two samples of one normal of 1000 dimensions") {
  const auto found = metrics::neighbourhoods(normals(1000, 1000, 7), normals(1000, 1000, 8), 5);
  CHECK(mean(found.covered) == Approx(0.97).margin(0.02));
  CHECK(mean(found.density) == Approx(1.06).margin(0.12));
  CHECK(std::abs(mean(found.precise) - mean(found.recalled)) < 0.1);
}

TEST_CASE("nearest: of floats and of bytes") {
  const auto found = metrics::nearest(line({0.4F, 9}), line({5, 0, 1, 0}));
  CHECK(found.index == std::vector<std::size_t>{1, 0});
  CHECK(found.distance[0] == Approx(0.4));
  CHECK(found.distance[1] == 4);
  const std::vector<std::uint8_t> x{0, 255, 3, 4}, among{255, 0, 0, 250, 3, 4, 0, 0};
  const auto bytes = metrics::nearest(x, among, 2);
  CHECK(bytes.index == std::vector<std::size_t>{1, 2});
  CHECK(bytes.distance == std::vector<double>{5, 0});
}

TEST_CASE("copy rate: what lies nearer than all but a hundredth of held-out samples") {
  std::vector<double> held_out(200);
  for (std::size_t i = 0; i < 200; ++i) held_out[i] = static_cast<double>(200 - i);
  // The hundredth is 3: of 1, 2, 3, 4 two lie below.
  CHECK(metrics::copy_rate(std::vector<double>{1, 2, 3, 4}, held_out) == 0.5);
  CHECK(metrics::copy_rate(std::vector<double>{0, 0}, held_out) == 1);
  CHECK(metrics::copy_rate(held_out, held_out) == 0.01);
  CHECK(error_of([&] { metrics::copy_rate({}, held_out); }).find("0 samples") != std::string::npos);
}

TEST_CASE("kernel distance: the definition, and that of parts") {
  const Matrix<float> x = normals(37, 5, 3), y = normals(22, 5, 4, 0.5F);
  double xx = 0, yy = 0, xy = 0;
  for (std::size_t i = 0; i < 37; ++i) {
    for (std::size_t j = 0; j < 37; ++j) xx += i == j ? 0 : polynomial(x, i, x, j);
    for (std::size_t j = 0; j < 22; ++j) xy += polynomial(x, i, y, j);
  }
  for (std::size_t i = 0; i < 22; ++i)
    for (std::size_t j = 0; j < 22; ++j) yy += i == j ? 0 : polynomial(y, i, y, j);
  const double expected = xx / (37 * 36) + yy / (22 * 21) - 2 * xy / (37 * 22);
  CHECK(metrics::kernel_distance(x, y) == Approx(expected).epsilon(1e-12));
  set_threads(3);
  CHECK(metrics::kernel_distance(x, y) == metrics::kernel_distance(x, y));
  const metrics::BlockKernel parts(x, y, 4);
  set_threads(1);
  const std::vector<std::size_t> once(4, 1), first{1, 1, 0, 0};
  CHECK(parts.take(once, once) == Approx(expected).epsilon(1e-12));
  // The first two parts of 37 rows have 10 and 9, of 22 6 and 6.
  CHECK(parts.take(first, first) ==
        Approx(metrics::kernel_distance(x.view().block_rows(0, 19), y.view().block_rows(0, 12))).epsilon(1e-12));
}

TEST_CASE("kernel distance: unbiased, so below 0 about as often as above") {
  int below = 0;
  double sum = 0, squares = 0;
  constexpr int kTrials = 200;
  for (int t = 0; t < kTrials; ++t) {
    const auto seed = static_cast<std::uint64_t>(t);
    const double value = metrics::kernel_distance(normals(40, 6, 2 * seed + 500), normals(30, 6, 2 * seed + 501));
    below += value < 0;
    sum += value / kTrials;
    squares += value * value / kTrials;
  }
  CHECK(std::abs(sum) < 4 * std::sqrt(squares / kTrials));
  CHECK(below > kTrials / 4);
  CHECK(below < 3 * kTrials / 4 + 20);
}

TEST_CASE("classes: agreement by class, and variance within classes") {
  const std::vector<std::uint8_t> wanted{0, 0, 1, 1, 2}, found{0, 1, 1, 1, 0};
  const auto agreement = metrics::class_agreement(wanted, found, 3);
  CHECK(agreement.right == 3);
  CHECK(agreement.samples == 5);
  CHECK(agreement.right_of == std::vector<std::size_t>{1, 2, 0});
  CHECK(agreement.samples_of == std::vector<std::size_t>{2, 2, 1});
  CHECK(error_of([&] { metrics::class_agreement(wanted, found, 2); }) == "class 2 of sample 4, expected 0 to 1");
  // Variances 2 and 8 of classes 0 and 1 against 8 and 8; class 2 has one sample only.
  const Matrix<float> made = line({0, 2, 0, 4, 100}), real = line({0, 4, 10, 14, 7, 9});
  const std::vector<std::uint8_t> of_real{0, 0, 1, 1, 3, 3};
  CHECK(metrics::within_class_variance_ratio(made, wanted, real, of_real) == Approx(10.0 / 16));
  CHECK(metrics::within_class_variance_ratio(real, of_real, real, of_real) == 1);
}

TEST_CASE("neighbours and kernels: what cannot be is named") {
  const Matrix<float> five = normals(5, 2, 9), six = normals(6, 2, 9), other = normals(6, 3, 9);
  CHECK(error_of([&] { metrics::neighbourhoods(six, five, 5); }) ==
        "neighbourhoods of 5 among 6 real and 5 generated samples, expected more samples than neighbours");
  CHECK(error_of([&] { metrics::nearest(six, other); }).find("dimension 2 and 3") != std::string::npos);
  CHECK(error_of([&] { metrics::kernel_distance(six, other); }).find("dimension 2 and 3") != std::string::npos);
  Matrix<float> bad = normals(4, 2, 1);
  bad(3, 1) = HUGE_VALF;
  CHECK(error_of([&] { metrics::kernel_distance(five, bad); }) ==
        "feature 1 of sample 3 is inf, expected a finite number");
}

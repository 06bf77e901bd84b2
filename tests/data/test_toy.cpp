// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "data/fourier_features.hpp"
#include "data/toy.hpp"
#include "support/catch.hpp"

using namespace verigan;

namespace {

constexpr double kPi = 3.14159265358979323846;

// The nearest point of y = x³ − x by brute force: its distance and its x.
std::pair<double, double> nearest_on_line(double x, double y) {
  double best = 1e300, where = 0;
  for (int k = 0; k <= 300000; ++k) {
    const double t = -1.5 + k * 1e-5;
    const double d = std::hypot(t - x, t * t * t - t - y);
    if (d < best) best = d, where = t;
  }
  return {best, where};
}

}  // namespace

TEST_CASE("toy: lengths of the curves") {
  CHECK(data::Curve("circle").length() == Approx(2 * kPi).epsilon(1e-6));
  // mpmath.quad(lambda x: sqrt(1+(3*x*x-1)**2), [-1.5,-1,0,1,1.5])
  CHECK(data::Curve("line").length() == Approx(6.51481552307075).epsilon(1e-6));
}

TEST_CASE("toy: nearest point of the line, against a search over 300,001 points") {
  const data::Curve line("line");
  const random::Stream stream(3, random::Purpose::test);
  for (std::uint64_t i = 0; i < 60; ++i) {
    const double x = 5 * stream.uniform_double(i, 0) - 2.5, y = 6 * stream.uniform_double(i, 1) - 3;
    CAPTURE(x, y);
    CHECK(line.nearest(x, y).distance == Approx(nearest_on_line(x, y).first).margin(2e-5));
  }
}

TEST_CASE("toy: arc length of points on the circle") {
  const data::Curve circle("circle");
  for (int k = 1; k < 100; ++k) {
    const double angle = 2 * kPi * k / 100;
    for (const double radius : {0.5, 1.0, 1.1, 20.0}) {
      const auto at = circle.nearest(radius * std::cos(angle), radius * std::sin(angle));
      CHECK(at.distance == Approx(std::abs(radius - 1)).margin(1e-5));
      CHECK(at.along == Approx(angle).margin(8e-4));  // half a segment
      CHECK(at.u == Approx(angle / (2 * kPi)).margin(1.3e-4));
      CHECK(at.offset == Approx(1 - radius).margin(1e-5));  // the inside is to the left
    }
  }
  CHECK(std::isinf(circle.nearest(std::numeric_limits<double>::quiet_NaN(), 0).distance));
}

TEST_CASE("toy: a curve's frame is its derivatives, and a step along its normal leads nowhere else") {
  for (const std::string& name : data::Curve::names()) {
    const data::Curve curve(name);
    const double h = 1e-5;
    for (double u = 0.013; u < 1; u += 0.07) {
      CAPTURE(name, u);
      const auto before = curve.frame(u - h), at = curve.frame(u), after = curve.frame(u + h);
      const double dx = (after.x - before.x) / (2 * h), dy = (after.y - before.y) / (2 * h);
      CHECK(at.speed == Approx(std::hypot(dx, dy)).epsilon(1e-7));
      CHECK(at.tangent_x == Approx(dx / at.speed).margin(1e-7));
      CHECK(at.tangent_y == Approx(dy / at.speed).margin(1e-7));
      const double turn = at.tangent_x * (after.tangent_y - before.tangent_y) -
                          at.tangent_y * (after.tangent_x - before.tangent_x);
      CHECK(at.curvature == Approx(turn / (2 * h * at.speed)).margin(1e-6));
      std::vector<float> us{static_cast<float>(u)};
      Matrix<float> point(1, 2);
      curve.points(us, point);
      CHECK(static_cast<double>(point(0, 0)) == Approx(at.x).margin(1e-5));
      CHECK(static_cast<double>(point(0, 1)) == Approx(at.y).margin(1e-5));
      for (const double offset : {-0.25, -0.01, 0.1, 0.25}) {
        const auto found = curve.nearest(at.x - offset * at.tangent_y, at.y + offset * at.tangent_x);
        CHECK(found.offset == Approx(offset).margin(1e-5));
        CHECK(found.u == Approx(u).margin(6e-4));
      }
    }
  }
  const data::Curve line("line");
  CHECK(line.nearest(1.6, 2.4).u == 1);
  CHECK(line.nearest(-1.6, -2.4).u == 0);
}

TEST_CASE("toy: samples scatter about the curve as stated") {
  const std::string name = GENERATE("line", "circle");
  data::Toy toy(name, 5);
  Matrix<float> x(20000, 2);
  toy.fill(0, x);
  double squares = 0;
  std::vector<std::size_t> quarter(4, 0);
  for (std::size_t i = 0; i < x.rows(); ++i) {
    const auto px = static_cast<double>(x(i, 0)), py = static_cast<double>(x(i, 1));
    squares += std::pow(toy.curve().nearest(px, py).distance, 2);
    // Equal shares of the parameter: by angle on the circle, by x on the line (whose noise mixes
    // neighbouring quarters in both directions).
    const double u = name == "circle" ? std::atan2(py, px) / (2 * kPi) + 0.5 : (px + 1.5) / 3;
    quarter[static_cast<std::size_t>(std::clamp(u * 4, 0.0, 3.999))]++;
  }
  // The distance is the part of the noise across the curve: sd 0.05, to first order in the curvature.
  CHECK(std::sqrt(squares / 20000) == Approx(0.05).epsilon(0.03));
  for (const std::size_t n : quarter) CHECK(std::abs(static_cast<double>(n) - 5000) < 5 * 61.3);
}

TEST_CASE("toy: a step's samples depend on seed, run and step alone") {
  data::Toy a("line", 1), b("line", 1), other_seed("line", 2), other_run("line", 1, 1);
  Matrix<float> xa(10, 2), xb(10, 2);
  a.fill(7, xa);
  b.fill(3, xb);
  b.fill(7, xb);
  const auto equal = [&](const Matrix<float>& x, const Matrix<float>& y) {
    for (std::size_t i = 0; i < 10; ++i)
      if (x(i, 0) != y(i, 0) || x(i, 1) != y(i, 1)) return false;
    return true;
  };
  CHECK(equal(xa, xb));
  b.fill(8, xb);
  CHECK_FALSE(equal(xa, xb));
  other_seed.fill(7, xb);
  CHECK_FALSE(equal(xa, xb));
  other_run.fill(7, xb);
  CHECK_FALSE(equal(xa, xb));
  CHECK_THROWS_WITH(data::Curve("square"), "toy data set 'square', expected one of line, circle");
}

TEST_CASE("normals in a matrix: element (i, j) is draw i·cols + j, whatever the shape") {
  const random::Stream stream(9, random::Purpose::test);
  for (const std::size_t cols : std::initializer_list<std::size_t>{1, 2, 7, 100, 784}) {
    const std::size_t rows = 2500 / cols + 2;
    Matrix<float> x(rows, cols), y(rows - 1, cols);
    data::fill_normals(stream, 4, x);
    data::fill_normals(stream, 4, y, 1);
    std::vector<float> flat(rows * cols);
    stream.normals(4, flat);
    bool same = true, shifted = true;
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t j = 0; j < cols; ++j) {
        same = same && x(i, j) == flat[i * cols + j];
        shifted = shifted && (i == 0 || y(i - 1, j) == x(i, j));
      }
    CHECK(same);
    CHECK(shifted);
    data::add_normals(stream, 4, x, 1.0F);
    CHECK(x(rows - 1, cols - 1) == 2 * flat.back());
  }
}

TEST_CASE("Fourier features are what is written, of the same points, step after step") {
  const auto points = std::make_shared<data::Toy>("circle", 3);
  data::FourierFeatures features(points, 5, 0.5, 7, 1);
  REQUIRE(features.dimension() == 12);
  Matrix<float> x(4, 2), f(4, 12), b(5, 2), again(4, 12);
  points->fill(2, x);
  features.fill(2, f);
  data::fill_normals(random::Stream(7, random::Purpose::initialise, 1), 0, b);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(f(i, 0) == x(i, 0));
    CHECK(f(i, 1) == x(i, 1));
    for (std::size_t k = 0; k < 5; ++k) {
      const double phase = 2.0 * (static_cast<double>(b(k, 0)) * static_cast<double>(x(i, 0)) +
                                  static_cast<double>(b(k, 1)) * static_cast<double>(x(i, 1)));
      CHECK(static_cast<double>(f(i, 2 + 2 * k)) == Approx(std::sin(phase)).margin(2e-6));
      CHECK(static_cast<double>(f(i, 3 + 2 * k)) == Approx(std::cos(phase)).margin(2e-6));
    }
  }
  features.fill(3, again);
  CHECK(again(0, 0) != f(0, 0));
  CHECK_THROWS_WITH(data::FourierFeatures(points, 5, 0, 7, 1),
                    "scale of Fourier features 0, expected a positive number");
}

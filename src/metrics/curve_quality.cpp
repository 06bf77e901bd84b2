// SPDX-License-Identifier: MIT
#include "metrics/curve_quality.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace verigan::metrics {

namespace {

struct Squares {
  double mean, variance_of_mean;
};

Squares squared_distances(const data::Curve& curve, MatrixView<const float> points) {
  require(points.rows >= 2 && points.cols == 2, "distances of ", points.rows, " points of dimension ",
          points.cols, ", expected at least two points of the plane");
  std::vector<double> squares(points.rows);
  double mean = 0, variance = 0;
  const auto n = static_cast<double>(points.rows);
  for (std::size_t i = 0; i < points.rows; ++i) {
    const double d =
        curve.nearest(static_cast<double>(points(i, 0)), static_cast<double>(points(i, 1))).distance;
    squares[i] = d * d;
    mean += squares[i] / n;
  }
  for (const double square : squares) variance += (square - mean) * (square - mean) / (n - 1);
  return {mean, variance / n};
}

}  // namespace

CurveQuality curve_quality(const data::Curve& curve, MatrixView<const float> points, double noise,
                           std::size_t bins) {
  require(points.rows > 0 && points.cols == 2, "curve quality of ", points.rows, " points of dimension ",
          points.cols, ", expected at least one point of the plane");
  require(bins > 0, "curve quality with 0 bins, expected at least 1");
  require(noise > 0, "curve noise ", noise, ", expected a positive number");
  std::vector<bool> hit(bins, false);
  std::size_t near = 0;
  double squares = 0;
  for (std::size_t i = 0; i < points.rows; ++i) {
    const auto at =
        curve.nearest(static_cast<double>(points(i, 0)), static_cast<double>(points(i, 1)));
    squares += at.distance * at.distance;
    if (!(at.distance <= 3 * noise)) continue;
    ++near;
    const auto bin = static_cast<std::size_t>(at.along / curve.length() * static_cast<double>(bins));
    hit[std::min(bin, bins - 1)] = true;
  }
  const auto hits = static_cast<double>(std::count(hit.begin(), hit.end(), true));
  const auto n = static_cast<double>(points.rows);
  return {static_cast<double>(near) / n, hits / static_cast<double>(bins), std::sqrt(squares / n)};
}

DistanceTest distance_test(const data::Curve& curve, MatrixView<const float> points,
                           MatrixView<const float> fresh) {
  const Squares x = squared_distances(curve, points), y = squared_distances(curve, fresh);
  const double z = (x.mean - y.mean) / std::sqrt(x.variance_of_mean + y.variance_of_mean);
  return {std::sqrt(x.mean), std::sqrt(y.mean), z, std::erfc(std::abs(z) / std::sqrt(2.0))};
}

}  // namespace verigan::metrics

// SPDX-License-Identifier: MIT
#include "metrics/curve_quality.hpp"

#include <algorithm>
#include <vector>

namespace verigan::metrics {

CurveQuality curve_quality(const data::Curve& curve, MatrixView<const float> points, double noise,
                           std::size_t bins) {
  require(points.rows > 0 && points.cols == 2, "curve quality of ", points.rows, " points of dimension ",
          points.cols, ", expected at least one point of the plane");
  require(bins > 0, "curve quality with 0 bins, expected at least 1");
  require(noise > 0, "curve noise ", noise, ", expected a positive number");
  std::vector<bool> hit(bins, false);
  std::size_t near = 0;
  for (std::size_t i = 0; i < points.rows; ++i) {
    const auto [distance, along] =
        curve.nearest(static_cast<double>(points(i, 0)), static_cast<double>(points(i, 1)));
    if (!(distance <= 3 * noise)) continue;
    ++near;
    const auto bin = static_cast<std::size_t>(along / curve.length() * static_cast<double>(bins));
    hit[std::min(bin, bins - 1)] = true;
  }
  const auto hits = static_cast<double>(std::count(hit.begin(), hit.end(), true));
  return {static_cast<double>(near) / static_cast<double>(points.rows),
          hits / static_cast<double>(bins)};
}

}  // namespace verigan::metrics

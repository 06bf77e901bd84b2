// SPDX-License-Identifier: MIT
#include "metrics/modes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"

namespace verigan::metrics {

namespace {

double squared_distance(double x, double y, double u, double v) {
  return (x - u) * (x - u) + (y - v) * (y - v);
}

// Σ h ln(h·K), h the counts over `total`.
double reverse_kl(const std::vector<std::size_t>& counts, double total) {
  double sum = 0;
  for (const std::size_t count : counts) {
    if (count == 0) continue;
    const double share = static_cast<double>(count) / total;
    sum += share * std::log(share * static_cast<double>(counts.size()));
  }
  return sum;
}

}  // namespace

ModeQuality mode_quality(const data::Mixture& mixture, MatrixView<const float> points) {
  const std::size_t modes = mixture.centres.size();
  require(modes > 0, "a mixture of 0 modes, expected at least 1");
  require(points.rows > 0 && points.cols == 2, "mode quality of ", points.rows,
          " points of dimension ", points.cols, ", expected at least one point of the plane");
  const double reach = 3 * static_cast<double>(mixture.deviation);
  ModeQuality quality;
  quality.points.assign(modes, 0);
  quality.good.assign(modes, 0);
  std::size_t good = 0;
  for (std::size_t i = 0; i < points.rows; ++i) {
    const auto x = static_cast<double>(points(i, 0)), y = static_cast<double>(points(i, 1));
    if (!std::isfinite(x) || !std::isfinite(y)) continue;
    double nearest = std::numeric_limits<double>::infinity();
    std::size_t mode = 0;
    for (std::size_t k = 0; k < modes; ++k) {
      const auto& centre = mixture.centres[k];
      const double d =
          squared_distance(x, y, static_cast<double>(centre[0]), static_cast<double>(centre[1]));
      if (d < nearest) nearest = d, mode = k;
    }
    ++quality.points[mode];
    if (nearest > reach * reach) continue;
    ++good;
    ++quality.good[mode];
  }
  const auto n = static_cast<double>(points.rows);
  quality.covered =
      modes - static_cast<std::size_t>(std::ranges::count(quality.good, std::size_t{0}));
  quality.high_quality_share = static_cast<double>(good) / n;
  const auto most = std::ranges::max_element(quality.points);
  quality.dominant = static_cast<std::size_t>(most - quality.points.begin());
  quality.dominant_share = static_cast<double>(*most) / n;
  quality.reverse_kl = reverse_kl(quality.points, n);
  quality.reverse_kl_good = good == 0 ? std::numeric_limits<double>::quiet_NaN()
                                      : reverse_kl(quality.good, static_cast<double>(good));
  return quality;
}

double coincident_share(MatrixView<const float> points, double distance) {
  const std::size_t half = points.rows / 2;
  require(half > 0 && points.cols == 2, "coincidence of ", points.rows,
          " points, expected at least two points of the plane");
  std::size_t near = 0;
  for (std::size_t i = 0; i < half; ++i) {
    const double d = squared_distance(
        static_cast<double>(points(i, 0)), static_cast<double>(points(i, 1)),
        static_cast<double>(points(i + half, 0)), static_cast<double>(points(i + half, 1)));
    near += d <= distance * distance ? 1 : 0;
  }
  return static_cast<double>(near) / static_cast<double>(half);
}

}  // namespace verigan::metrics

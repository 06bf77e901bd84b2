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

namespace {

bool covers(std::size_t good, std::size_t points, std::size_t modes) {
  return 4 * modes * good >= points;
}

/// The leading mode; none is the number of modes.
std::size_t leader(const std::vector<std::size_t>& good, std::size_t points) {
  const auto most = std::max_element(good.begin(), good.end());
  return *most * good.size() >= 2 * points ? static_cast<std::size_t>(most - good.begin())
                                           : good.size();
}

/// Counts a pair of samples in, and returns how many modes one of them alone covers.
double compare(const std::vector<std::size_t>& before, const std::vector<std::size_t>& after,
               std::size_t points, std::size_t& pairs, std::size_t& changes) {
  const std::size_t modes = before.size(), first = leader(before, points),
                    second = leader(after, points);
  if (first < modes && second < modes) {
    ++pairs;
    changes += first != second ? 1 : 0;
  }
  double different = 0;
  for (std::size_t k = 0; k < modes; ++k)
    different += covers(before[k], points, modes) != covers(after[k], points, modes) ? 1 : 0;
  return different;
}

}  // namespace

std::size_t covered_modes(const std::vector<std::size_t>& good, std::size_t points) {
  return static_cast<std::size_t>(std::count_if(good.begin(), good.end(), [&](std::size_t count) {
    return covers(count, points, good.size());
  }));
}

ModeTurnover mode_turnover(const std::vector<ModeSamples>& readings) {
  require(!readings.empty(), "0 readings of modes, expected at least 1");
  const std::size_t modes = readings.front().good.size();
  ModeTurnover turnover;
  for (std::size_t t = 0; t < readings.size(); ++t) {
    const ModeSamples& now = readings[t];
    require(modes > 0 && now.good.size() == modes && now.again.size() == modes, "reading ", t + 1,
            " of ", now.good.size(), " and ", now.again.size(), " modes, expected ", modes);
    turnover.rest_set_change +=
        compare(now.good, now.again, now.points, turnover.rest_pairs, turnover.rest_changes);
    // Two different samples here too, so that chance moves both comparisons alike.
    if (t > 0)
      turnover.set_change += compare(readings[t - 1].again, now.good, now.points, turnover.pairs,
                                     turnover.changes);
  }
  turnover.set_change /= static_cast<double>(std::max<std::size_t>(readings.size() - 1, 1));
  turnover.rest_set_change /= static_cast<double>(readings.size());
  return turnover;
}

}  // namespace verigan::metrics

// SPDX-License-Identifier: MIT
#include "look/moment.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"

namespace verigan::look {
namespace {

double quantile(std::vector<double> values, double level) {
  const auto place = static_cast<std::ptrdiff_t>(level * static_cast<double>(values.size() - 1));
  std::ranges::nth_element(values, values.begin() + place);
  return values[static_cast<std::size_t>(place)];
}

/// At each cell's middle, the kernel density of points up to a factor, and how near the nearest is.
std::vector<double> density(const Field& field, const Points& points, double bandwidth) {
  const double dx = (field.high_x - field.low_x) / static_cast<double>(field.cells),
               dy = (field.high_y - field.low_y) / static_cast<double>(field.cells);
  std::vector<double> out(field.cells * field.cells);
  const auto cells = static_cast<std::ptrdiff_t>(field.cells);
  for (std::size_t i = 0; i < points.x.size(); ++i) {
    if (!std::isfinite(points.x[i]) || !std::isfinite(points.y[i])) continue;
    const auto reach_x = static_cast<std::ptrdiff_t>(4 * bandwidth / dx) + 1,
               reach_y = static_cast<std::ptrdiff_t>(4 * bandwidth / dy) + 1;
    const double at_x = std::clamp((points.x[i] - field.low_x) / dx, -1e6, 1e6),
                 at_y = std::clamp((points.y[i] - field.low_y) / dy, -1e6, 1e6);
    const auto column = static_cast<std::ptrdiff_t>(at_x), row = static_cast<std::ptrdiff_t>(at_y);
    for (auto r = std::max<std::ptrdiff_t>(row - reach_y, 0); r <= std::min(row + reach_y, cells - 1); ++r)
      for (auto c = std::max<std::ptrdiff_t>(column - reach_x, 0); c <= std::min(column + reach_x, cells - 1); ++c) {
        const auto ur = static_cast<std::size_t>(r), uc = static_cast<std::size_t>(c);
        const double u = (field.x(uc) - points.x[i]) / bandwidth, v = (field.y(ur) - points.y[i]) / bandwidth;
        if (u * u + v * v < 16) out[ur * field.cells + uc] += std::exp(-0.5 * (u * u + v * v));
      }
  }
  for (double& value : out) value /= static_cast<double>(points.x.size());
  return out;
}

}  // namespace

double Field::x(std::size_t column) const {
  return low_x + (high_x - low_x) * (static_cast<double>(column) + 0.5) / static_cast<double>(cells);
}
double Field::y(std::size_t row) const {
  return low_y + (high_y - low_y) * (static_cast<double>(row) + 0.5) / static_cast<double>(cells);
}

Field field_about(const Points& real, const Points& generated, std::size_t cells) {
  // All real points; of the generated ones most, for a few may be anywhere.
  double low_x = *std::ranges::min_element(real.x), high_x = *std::ranges::max_element(real.x),
         low_y = *std::ranges::min_element(real.y), high_y = *std::ranges::max_element(real.y);
  const double span = std::max({high_x - low_x, high_y - low_y, 1e-6});
  const auto widen = [&](double& low, double& high, const std::vector<double>& values) {
    const double from = quantile(values, 0.02), to = quantile(values, 0.98);
    if (std::isfinite(from)) low = std::clamp(from, low - 0.5 * span, low);
    if (std::isfinite(to)) high = std::clamp(to, high, high + 0.5 * span);
  };
  widen(low_x, high_x, generated.x);
  widen(low_y, high_y, generated.y);
  const double half = 0.54 * std::max(high_x - low_x, high_y - low_y), x = (low_x + high_x) / 2, y = (low_y + high_y) / 2;
  return {x - half, x + half, y - half, y + half, cells, std::vector<double>(cells * cells)};
}

double bandwidth_of(const Points& real) {
  const std::size_t n = real.x.size(), looked = std::min<std::size_t>(n, 200);
  ensure(n > 5, "a bandwidth of some points");
  std::vector<double> nearest;
  for (std::size_t i = 0; i < looked; ++i) {
    std::vector<double> distances;
    for (std::size_t k = 0; k < n; ++k) distances.push_back(std::hypot(real.x[k] - real.x[i], real.y[k] - real.y[i]));
    std::ranges::nth_element(distances, distances.begin() + 5);
    nearest.push_back(distances[5]);
  }
  return std::max(2 * quantile(nearest, 0.5), 1e-9);
}

Field best_discriminator(Field field, const Points& real, const Points& generated, double alpha, double bandwidth) {
  const std::vector<double> p = density(field, real, bandwidth), q = density(field, generated, bandwidth);
  for (std::size_t i = 0; i < p.size(); ++i) {
    const double mass = alpha * p[i] + (1 - alpha) * q[i];
    field.values[i] = mass > 0 ? alpha * p[i] / mass : std::numeric_limits<double>::quiet_NaN();
  }
  return field;
}

}  // namespace verigan::look

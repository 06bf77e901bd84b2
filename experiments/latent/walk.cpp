// SPDX-License-Identifier: MIT
#include "latent/walk.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "kit/judged.hpp"

namespace verigan::latent {

namespace {

constexpr std::size_t kShown = 9;  // images of a way in the picture

double length(std::span<const double> v) {
  double sum = 0;
  for (const double x : v) sum += x * x;
  return std::sqrt(sum);
}

/// The unit vector half-way between two, along the great circle; empty for opposite ones.
std::vector<double> middle(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> m(a.size());
  for (std::size_t c = 0; c < m.size(); ++c) m[c] = a[c] + b[c];
  const double norm = length(m);
  if (norm < 1e-9) return {};
  for (double& x : m) x /= norm;
  return m;
}

}  // namespace

Matrix<float> path(Route route, std::span<const float> p, std::span<const float> q, std::size_t n) {
  ensure(n > 0 && (n & (n - 1)) == 0 && p.size() == q.size(), "a path of a power of two of steps");
  Matrix<float> out(n + 1, p.size());
  const auto at = [n](std::size_t i) { return static_cast<double>(i) / static_cast<double>(n); };
  for (std::size_t i = 0; i <= n; ++i)
    for (std::size_t c = 0; c < p.size(); ++c)
      out(i, c) = static_cast<float>((1 - at(i)) * static_cast<double>(p[c]) +
                                     at(i) * static_cast<double>(q[c]));
  if (route == Route::linear) return out;
  std::vector<std::vector<double>> way(n + 1);
  way[0].assign(p.begin(), p.end());
  way[n].assign(q.begin(), q.end());
  const double from = length(way[0]), to = length(way[n]);
  if (from == 0 || to == 0) return out;
  for (double& x : way[0]) x /= from;
  for (double& x : way[n]) x /= to;
  for (std::size_t apart = n; apart > 1; apart /= 2)
    for (std::size_t i = 0; i < n; i += apart) {
      way[i + apart / 2] = middle(way[i], way[i + apart]);
      if (way[i + apart / 2].empty()) return out;
    }
  for (std::size_t i = 1; i < n; ++i)
    for (std::size_t c = 0; c < p.size(); ++c)
      out(i, c) = static_cast<float>(((1 - at(i)) * from + at(i) * to) * way[i][c]);
  return out;
}

const run::Schema kWalk{"walk.csv",
                        {run::text("route"), run::whole("way"), run::whole("step"), "distance",
                         "pixel_distance"}};

Walk walk(const Viewer& viewer, Route route, const Matrix<float>& points, std::size_t steps,
          double pair_distance, run::Series& table, record::Picture& picture) {
  const std::size_t ways = points.rows() - 1, classes = viewer.generator().classes(),
                    shown = std::min(kShown - 1, steps);
  Walk sum;
  std::vector<std::uint8_t> pixels;
  for (std::size_t k = 0; k < ways; ++k) {
    const Matrix<float> z = path(route, points.row(k), points.row(k + 1), steps);
    const std::vector<Label> labels(classes > 0 ? steps + 1 : 0,
                                    static_cast<Label>(classes > 0 ? k % classes : 0));
    const View view = viewer.look(z, labels);
    double length = 0, largest = 0;
    for (std::size_t i = 1; i <= steps; ++i) {
      const double step = kit::distance(view.judged.features.row(i - 1), view.judged.features.row(i));
      double squares = 0;
      const auto before = viewer.image(view, i - 1), now = viewer.image(view, i);
      for (std::size_t c = 0; c < now.size(); ++c) {
        const double apart = (static_cast<double>(now[c]) - static_cast<double>(before[c])) / 255;
        squares += apart * apart;
      }
      table.append(kRouteNames[static_cast<std::size_t>(route)], k, i, step, std::sqrt(squares));
      length += step;
      largest = std::max(largest, step);
    }
    for (std::size_t i = 0; i <= shown; ++i) {
      const auto image = viewer.image(view, i * steps / shown);
      pixels.insert(pixels.end(), image.begin(), image.end());
    }
    sum.length += length / pair_distance / static_cast<double>(ways);
    sum.largest += largest / pair_distance / static_cast<double>(ways);
  }
  picture = viewer.grid(pixels, ways, shown + 1);
  return sum;
}

}  // namespace verigan::latent

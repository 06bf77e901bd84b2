// SPDX-License-Identifier: MIT
#include "data/toy.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "core/names.hpp"
#include "simd/vector_math.hpp"

namespace verigan::data {

namespace {

constexpr std::size_t kSegments = 4096;
constexpr std::size_t kCoarse = 32;  // vertices between the ones looked at first
constexpr float kTwoPi = 6.28318530717958647692F;
constexpr double kHalfWidth = 1.5;  // of the line
constexpr float kLineHalfWidth = 1.5F;

using Point = std::array<double, 2>;

double squared_distance(const Point& a, const Point& b) {
  const double dx = a[0] - b[0], dy = a[1] - b[1];
  return dx * dx + dy * dy;
}

// Where between a and b (0 … 1) the point nearest to q lies.
double nearest_fraction(const Point& a, const Point& b, const Point& q) {
  const double ex = b[0] - a[0], ey = b[1] - a[1];
  const double t = ((q[0] - a[0]) * ex + (q[1] - a[1]) * ey) / (ex * ex + ey * ey);
  return std::clamp(t, 0.0, 1.0);
}

}  // namespace

std::vector<std::string> Curve::names() { return {"line", "circle"}; }

Curve::Curve(const std::string& name) : name_(name), closed_(name == "circle") {
  const auto known = names();
  require(std::find(known.begin(), known.end(), name) != known.end(), "toy data set '", name, "'",
          expected_names(name, known));
  std::vector<float> u(kSegments + 1);
  for (std::size_t k = 0; k <= kSegments; ++k)
    u[k] = static_cast<float>(k) / static_cast<float>(kSegments);
  Matrix<float> xy(u.size(), 2);
  points(u, xy);
  for (std::size_t k = 0; k < u.size(); ++k) {
    // Onto the curve in double: a vertex rounded to float would tilt the segments next to it.
    const auto x = static_cast<double>(xy(k, 0)), y = static_cast<double>(xy(k, 1));
    const double r = std::sqrt(x * x + y * y);
    vertices_.push_back(closed_ ? Point{x / r, y / r} : Point{x, x * x * x - x});
  }
  if (closed_) vertices_.back() = vertices_.front();
  along_.assign(1, 0.0);
  for (std::size_t k = 1; k < vertices_.size(); ++k)
    along_.push_back(along_.back() + std::sqrt(squared_distance(vertices_[k - 1], vertices_[k])));
}

void Curve::points(std::span<const float> u, MatrixView<float> out) const {
  ensure(out.rows == u.size() && out.cols == 2, "one row of two for every u");
  for (std::size_t i = 0; i < u.size(); ++i) {
    if (closed_) {
      out(i, 0) = simd::cos(kTwoPi * u[i]);
      out(i, 1) = simd::sin(kTwoPi * u[i]);
    } else {
      const float x = kLineHalfWidth * (2 * u[i] - 1);
      out(i, 0) = x;
      out(i, 1) = x * x * x - x;
    }
  }
}

Curve::Nearest Curve::nearest(double x, double y) const {
  const Point q{x, y};
  if (!std::isfinite(x) || !std::isfinite(y))
    return {std::numeric_limits<double>::infinity(), 0, 0, std::numeric_limits<double>::infinity()};
  // The nearest of every kCoarse-th vertex, then every segment of the stretches on either side of
  // any coarse vertex that could still be beaten.
  std::array<double, kSegments / kCoarse> coarse;
  double best = squared_distance(vertices_.back(), q);
  for (std::size_t k = 0; k < coarse.size(); ++k) {
    coarse[k] = squared_distance(vertices_[k * kCoarse], q);
    best = std::min(best, coarse[k]);
  }
  double reach = std::sqrt(best);
  Nearest nearest{};
  best = std::numeric_limits<double>::infinity();
  for (std::size_t k = 0; k + kCoarse < vertices_.size(); k += kCoarse) {
    // Nothing on a stretch of length s is nearer than (distance of one end) − s.
    const double bound = reach + along_[k + kCoarse] - along_[k];
    if (coarse[k / kCoarse] > bound * bound) continue;
    for (std::size_t s = k; s < k + kCoarse; ++s) {
      const double t = nearest_fraction(vertices_[s], vertices_[s + 1], q);
      const Point foot{vertices_[s][0] + t * (vertices_[s + 1][0] - vertices_[s][0]),
                       vertices_[s][1] + t * (vertices_[s + 1][1] - vertices_[s][1])};
      const double d = squared_distance(foot, q);
      if (d > best) continue;
      best = d;
      const Point &a = vertices_[s], &b = vertices_[s + 1];
      const double left = (b[0] - a[0]) * (y - foot[1]) - (b[1] - a[1]) * (x - foot[0]);
      nearest = {std::sqrt(d), along_[s] + t * (along_[s + 1] - along_[s]),
                 (static_cast<double>(s) + t) / kSegments, std::copysign(std::sqrt(d), left)};
    }
    reach = std::min(reach, nearest.distance);
  }
  return nearest;
}

Curve::Frame Curve::frame(double u) const {
  if (closed_) {
    constexpr double kTurn = 6.28318530717958647692;
    const double c = std::cos(kTurn * u), s = std::sin(kTurn * u);
    return {c, s, -s, c, kTurn, 1};
  }
  const double x = kHalfWidth * (2 * u - 1), slope = 3 * x * x - 1, root = std::hypot(1, slope);
  return {x,           x * x * x - x,         1 / root,
          slope / root, 2 * kHalfWidth * root, 6 * x / (root * root * root)};
}

Toy::Toy(const std::string& curve, std::uint64_t seed, std::uint32_t run, random::Purpose purpose)
    : curve_(curve), stream_(seed, purpose, run) {}

void Toy::fill(std::uint64_t step, Batch batch) {
  const MatrixView<float> out = batch.x;
  u_.resize(out.rows);
  stream_.uniforms(2 * step, u_);
  curve_.points(u_, out);
  add_normals(stream_, 2 * step + 1, out, kNoise);
}

}  // namespace verigan::data

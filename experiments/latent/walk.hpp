// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <vector>

#include "latent/view.hpp"
#include "run/run.hpp"

// From point to point through latent space.
namespace verigan::latent {

/// n + 1 points from p to q, n a power of two, both ends among them. linear: equally spaced on the straight
/// line. spherical: the direction goes along the great circle at even angles, the length from |p| to |q| at an
/// even pace (White 2016, but for the length); by halving again and again, so that no sine is taken and the
/// bits are the same everywhere. Opposite points have no great circle: the way then is the straight line.
enum class Route { linear, spherical };
inline constexpr const char* kRouteNames[] = {"linear", "spherical"};
Matrix<float> path(Route route, std::span<const float> p, std::span<const float> q, std::size_t n);

extern const run::Schema kWalk;

/// How long the ways between nine points are and how far their largest step jumps, in the classifier's
/// features, over the mean distance of two images of random points; means over the eight ways.
struct Walk {
  double length = 0, largest = 0;
};

/// Walks between the rows of `points`, by `steps` steps each, writes every step into `table` and returns the
/// sums; of a conditional generator way i is in class i modulo the classes. `picture` becomes a row for each
/// way and, in it, at most nine images at even distances.
Walk walk(const Viewer& viewer, Route route, const Matrix<float>& points, std::size_t steps,
          double pair_distance, run::Series& table, record::Picture& picture);

}  // namespace verigan::latent

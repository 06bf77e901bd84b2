// SPDX-License-Identifier: MIT
// T60 for the matching statistics of src/gan/matching.cpp.
#include <algorithm>
#include <cmath>
#include <memory>

#include "verification/comparison.hpp"
#include "verification/matching.hpp"

namespace verigan::verification {
namespace {

using theory::Ball;
using theory::RandomInstance;
using theory::Evidence;

/// Statistics whose root is looked at.
constexpr double kRootFrom = 0.05;
static_assert(static_cast<int>(gan::MmdEstimator::root) == 2);

struct Circle {
  double radius, reach;
};

/// Where, and by how much, a statistic moves as one coordinate of x moves by t. Numbers of x and y
/// are within ±2; D is the largest distance of two, d the dimension.
///
/// Gaussians of width s: an exponent moves by at most (2|t|D + |t|²)/2s², which is below 0.63 for
/// |t| ≤ s²/2(D + s), so that a kernel, at most 1, moves by at most 1. Moments: an inner product
/// moves by at most 1 for |t| ≤ scale/(2X + 1), X the largest coordinate, from at most P = dX² to P
/// + 1. In the value a sample's own pairs and those with y have weights of 4/n ≤ 4 in all.
Circle circle(const MatchingDefinition& definition, std::size_t dimension, double value) {
  Circle c{1, 4};
  if (!definition.bandwidths.empty()) {
    for (const double s : definition.bandwidths)
      c.radius = std::min(c.radius, s * s / (2 * (4 + s)));
  } else {
    double largest = 2;
    for (const float centre : definition.units.centre)
      largest = std::max(largest, 2 + std::abs(static_cast<double>(centre)));
    largest /= definition.units.scale;
    const double inner = static_cast<double>(dimension) * largest * largest;
    c.radius = definition.units.scale / (2 * largest + 1);
    double moves = 0;
    for (std::size_t r = 1; r <= definition.order; ++r) {
      const auto power = static_cast<double>(r);
      moves += std::pow(inner + 1, power) + std::pow(inner, power);
    }
    c.reach *= moves;
  }
  // √V where V moves by V/2 at most (Schwarz: by |t|/radius of its reach) moves by √V at most.
  if (definition.estimate == gan::MmdEstimator::root) {
    c.radius *= std::min(1.0, value * value / (2 * c.reach));
    c.reach = value;
  }
  return c;
}

}  // namespace

void check_matching(RandomInstance& draw, Evidence& evidence, Mistake mistake) {
  const std::size_t n = 2 + draw.below(6), m = 2 + draw.below(6),
                    dimension = random_extent(draw, 4);
  const Matrix<float> x = random_matrix(draw, n, dimension, 2),
                      y = random_matrix(draw, m, dimension, 2);
  Table<Single> at(x);
  const Table<Single> others(y);
  MatchingDefinition definition;
  const bool gaussian = draw.chance(0.5);
  if (gaussian) {
    for (std::size_t k = random_extent(draw, 3); k > 0; --k)
      definition.bandwidths.push_back(draw.log_uniform(0.3, 4));
  } else {
    definition.order = random_extent(draw, 4);
    if (draw.chance(0.5)) definition.units = gan::units_of(y);
    definition.units.scale = std::max(1.0, definition.units.scale);  // of near numbers too small
  }
  // The root has a kink where the statistic vanishes.
  const bool near_kink = match(definition, at, others).value.value < kRootFrom;
  definition.estimate = static_cast<gan::MmdEstimator>(draw.below(near_kink ? 2 : 3));
  const auto statistic =
      gaussian ? gan::match_mmd(definition.bandwidths, definition.estimate)
               : gan::match_moments(definition.order, definition.estimate, definition.units);
  Matrix<float> dx(n, dimension);
  const double value = statistic->sample_gradient(x, y, dx);
  const Matched matched = match(definition, at, others);
  evidence.equal(kForward, {value, matched.value.error}, in_double(matched.value));
  if (mistake == Mistake::half_the_pairs)
    for (std::size_t i = 0; i < n; ++i)
      for (float& slope : dx.row(i)) slope /= 2;
  for (std::size_t k = 0; k < at.v.size(); ++k)
    evidence.equal(kFormula, as_ball(dx(k / dimension, k % dimension), matched.dx.v[k]),
                   in_double(matched.dx.v[k]));
  const Circle c = circle(definition, dimension, matched.value.value);
  for (const std::size_t k : some(draw, at.v.size())) {
    const Single before = at.v[k];
    const Ball difference = derivative(
        [&](double step) {
          at.v[k] = before.value + step;
          return in_double(match(definition, at, others).value);
        },
        c.radius, c.reach);
    at.v[k] = before;
    compare(evidence, dx(k / dimension, k % dimension), matched.dx.v[k], difference);
  }
}

}  // namespace verigan::verification

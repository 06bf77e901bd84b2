// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "theory/density.hpp"

namespace verigan::theory {

/// A component of a mixture with its weight, of all 1.
struct MixturePart {
  Exact weight;
  double log_weight;
  DensityPtr density;
  std::size_t rank = 0;  ///< its place in the order of the medians
};

/// Which components of a mixture count where: next to what the others have on all of a stretch of
/// the axis, the rest hold less than e^−45 there, of the density and of its distribution function
/// (apart from masses that lie wholly on one side). A tree of stretches, halved until few count.
class MixtureParts {
 public:
  struct Stretch {
    std::vector<std::uint32_t> of_density, of_cdf;  ///< indices of parts, increasing
    std::vector<std::uint32_t> below;  ///< parts left out of of_cdf whose mass lies to the left
    std::size_t ranks_below = 0;       ///< largest rank in `below`, plus 1
  };

  MixtureParts() = default;
  /// `cuts` increase; beyond the outermost every part counts.
  MixtureParts(std::span<const MixturePart> parts, const std::vector<Point>& cuts);

  const Stretch& at(const Point& x) const;

 private:
  struct Node {
    Point cut;
    std::size_t left = 0, right = 0;  // nodes; both 0: a leaf
    std::size_t stretch = 0;
  };
  std::size_t grow(std::span<const MixturePart> parts, std::span<const Point> cuts,
                   Stretch inherited);
  std::size_t leaf(Stretch stretch);

  std::vector<Node> nodes_;
  std::vector<Stretch> stretches_;
  Point first_, last_;
};

}  // namespace verigan::theory

// SPDX-License-Identifier: MIT
#pragma once

#include "games/game.hpp"

namespace verigan::games {

/// min_x max_y s·xy, the smallest game that rotates: v = s(−y, x), eigenvalues ±i·s. State (x, y),
/// equilibrium (0, 0).
struct Bilinear {
  static constexpr std::size_t kSize = 2, kFirst = 1;
  static constexpr bool kAffine = true;

  double scale = 1;

  Losses losses(const State<2>& z) const { return {scale * z[0] * z[1], -scale * z[0] * z[1]}; }
  State<2> field(const State<2>& z) const { return {-scale * z[1], scale * z[0]}; }
  Square<2> jacobian(const State<2>&) const { return {{{0, -scale}, {scale, 0}}}; }
  State<2> equilibrium() const { return {0, 0}; }
};

}  // namespace verigan::games

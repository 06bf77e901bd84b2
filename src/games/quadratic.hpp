// SPDX-License-Identifier: MIT
#pragma once

#include "games/game.hpp"

namespace verigan::games {

/// min_x max_y ½xᵀAx + xᵀBy − ½yᵀCy with x in ℝᴺ and y in ℝᴹ; A and C symmetric (their symmetric
/// parts count). v = (−Ax − By, Bᵀx − Cy), equilibrium 0. With A, C ≥ 0 neither player is driven
/// away by its own loss; A = C = 0 is the bilinear game.
template <std::size_t N = 1, std::size_t M = 1>
struct Quadratic {
  static constexpr std::size_t kSize = N + M, kFirst = N;
  static constexpr bool kAffine = true;

  std::array<std::array<double, N>, N> a{};
  std::array<std::array<double, M>, N> b{};
  std::array<std::array<double, M>, M> c{};

  Square<kSize> jacobian(const State<kSize>& = {}) const {
    Square<kSize> j{};
    for (std::size_t i = 0; i < N; ++i)
      for (std::size_t k = 0; k < N; ++k) j[i][k] = -(a[i][k] + a[k][i]) / 2;
    for (std::size_t i = 0; i < N; ++i)
      for (std::size_t k = 0; k < M; ++k) j[i][N + k] = -b[i][k], j[N + k][i] = b[i][k];
    for (std::size_t i = 0; i < M; ++i)
      for (std::size_t k = 0; k < M; ++k) j[N + i][N + k] = -(c[i][k] + c[k][i]) / 2;
    return j;
  }
  State<kSize> field(const State<kSize>& z) const {
    const Square<kSize> j = jacobian();
    State<kSize> v{};
    for (std::size_t i = 0; i < kSize; ++i)
      for (std::size_t k = 0; k < kSize; ++k) v[i] += j[i][k] * z[k];
    return v;
  }
  Losses losses(const State<kSize>& z) const {
    double value = 0;
    for (std::size_t i = 0; i < N; ++i)
      for (std::size_t k = 0; k < N; ++k) value += z[i] * a[i][k] * z[k] / 2;
    for (std::size_t i = 0; i < N; ++i)
      for (std::size_t k = 0; k < M; ++k) value += z[i] * b[i][k] * z[N + k];
    for (std::size_t i = 0; i < M; ++i)
      for (std::size_t k = 0; k < M; ++k) value -= z[N + i] * c[i][k] * z[N + k] / 2;
    return {value, -value};
  }
  State<kSize> equilibrium() const { return {}; }
};

}  // namespace verigan::games

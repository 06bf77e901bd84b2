// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>

#include "core/matrix.hpp"

// A game of two players is a small value: the losses, the field along which both descend, and its
// Jacobian. What moves the players (dynamics.hpp) knows nothing else of it.
//
// Sign convention, throughout: every player minimises a loss of its own. Coordinates 0 … kFirst − 1
// of the state belong to the first player (x; the generator), the others to the second (y; the
// discriminator). The field is v(z) = (−∂L₁/∂x, −∂L₂/∂y), so the gradient flow is ż = v(z), a
// simultaneous step is z + h·v(z), and an equilibrium attracts where the eigenvalues of v's Jacobian
// have negative real parts.
namespace verigan::games {

template <std::size_t N>
using State = std::array<double, N>;
/// Row i holds the derivatives of v_i.
template <std::size_t N>
using Square = std::array<std::array<double, N>, N>;

/// The losses of the first and of the second player, which both minimise.
struct Losses {
  double first = 0, second = 0;
};

/// What every game has: kSize coordinates of which kFirst are the first player's, and whether the
/// field is affine (a constant Jacobian, which lets implicit steps be solved once for all).
template <class G>
concept Game = requires(const G& game, const State<G::kSize>& z) {
  { G::kFirst } -> std::convertible_to<std::size_t>;
  { G::kAffine } -> std::convertible_to<bool>;
  { game.losses(z) } -> std::same_as<Losses>;
  { game.field(z) } -> std::same_as<State<G::kSize>>;
  { game.jacobian(z) } -> std::same_as<Square<G::kSize>>;
};

template <class G>
using StateOf = State<G::kSize>;

/// The Jacobian at a place, and how many of its coordinates are the first player's: all that local
/// stability depends on.
struct Linearisation {
  Matrix<double> jacobian;  // (n, n)
  std::size_t first = 0;
};

template <std::size_t N>
Linearisation linearisation(const Square<N>& jacobian, std::size_t first) {
  Linearisation linear{Matrix<double>(N, N), first};
  for (std::size_t i = 0; i < N; ++i)
    for (std::size_t j = 0; j < N; ++j) linear.jacobian(i, j) = jacobian[i][j];
  return linear;
}

template <Game G>
Linearisation linearise(const G& game, const StateOf<G>& at) {
  return linearisation(game.jacobian(at), G::kFirst);
}

/// The Jacobian from the field alone, by the central difference of five points: error about
/// h⁴·max|v⁗′|/30 + 1.5 ε|v|/h, 1e-12 for fields of size 1 and the default step.
template <Game G>
Square<G::kSize> numerical_jacobian(const G& game, const StateOf<G>& at, double step = 1e-3) {
  Square<G::kSize> jacobian{};
  for (std::size_t j = 0; j < G::kSize; ++j) {
    const auto field = [&](double shift) {
      StateOf<G> z = at;
      z[j] += shift;
      return game.field(z);
    };
    const auto near_up = field(step), near_down = field(-step);
    const auto far_up = field(2 * step), far_down = field(-2 * step);
    for (std::size_t i = 0; i < G::kSize; ++i)
      jacobian[i][j] = (8 * (near_up[i] - near_down[i]) - (far_up[i] - far_down[i])) / (12 * step);
  }
  return jacobian;
}

/// The field from the losses alone, by the same rule.
template <Game G>
StateOf<G> numerical_field(const G& game, const StateOf<G>& at, double step = 1e-3) {
  StateOf<G> field{};
  for (std::size_t i = 0; i < G::kSize; ++i) {
    const auto loss = [&](double shift) {
      StateOf<G> z = at;
      z[i] += shift;
      const Losses losses = game.losses(z);
      return i < G::kFirst ? losses.first : losses.second;
    };
    field[i] = -(8 * (loss(step) - loss(-step)) - (loss(2 * step) - loss(-2 * step))) / (12 * step);
  }
  return field;
}

}  // namespace verigan::games

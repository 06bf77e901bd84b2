// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <functional>
#include <span>
#include <vector>

#include "games/game.hpp"

// The continuous flow ż = v(z), what all methods do as their steps become small.
namespace verigan::games {

/// Writes v(z) into `v`; both of the same length.
using Field = std::function<void(std::span<const double> z, std::span<double> v)>;

struct FlowOptions {
  double tolerance = 1e-13;  ///< of a coordinate's error in a step: tolerance·(1 + 2|z|), in (0, 1)
  std::size_t most_steps = 1'000'000;
};

struct Flow {
  std::vector<std::vector<double>> states;  ///< one for each time
  std::size_t steps = 0;                    ///< accepted steps of the integrator
  /// Σ over the steps of what the step control allowed. Of a flow that brings neighbours no farther
  /// apart, such as the bilinear one, it bounds the distance from the true solution.
  double error = 0;
};

/// The flow from `start` at time 0, at each of the increasing `times` ≥ 0: Runge–Kutta–Fehlberg of
/// order 7(8) with step control (Boost.Odeint). Throws Error for times that do not increase, and
/// when `most_steps` are not enough or the state leaves the finite numbers.
Flow flow(const Field& field, std::span<const double> start, std::span<const double> times,
          const FlowOptions& options = {});

template <Game G>
Flow flow(const G& game, const StateOf<G>& start, std::span<const double> times,
          const FlowOptions& options = {}) {
  return flow(
      [&game](std::span<const double> z, std::span<double> v) {
        StateOf<G> at;
        std::copy(z.begin(), z.end(), at.begin());
        const StateOf<G> field = game.field(at);
        std::copy(field.begin(), field.end(), v.begin());
      },
      start, times, options);
}

}  // namespace verigan::games

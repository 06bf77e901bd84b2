// SPDX-License-Identifier: MIT
#pragma once

#include <complex>
#include <span>
#include <vector>

#include "games/dynamics.hpp"
#include "games/game.hpp"

// Local stability: what the Jacobian at an equilibrium says of the flow and of each method near it.
// Coordinates that the Jacobian does not couple are taken apart first. Single coordinates and pairs
// go by closed forms, accurate to rounding; larger blocks through Eigen, whose eigenvalues are
// accurate to about 1e-15‖J‖ times their condition number.
namespace verigan::games {

using Complex = std::complex<double>;

/// The eigenvalues of the flow's Jacobian, by real and then imaginary part. Throws Error if
/// the matrix is not square, or an entry is neither 0 nor of a size from 1e-35 to 1e35.
std::vector<Complex> eigenvalues(const Linearisation& linear);

/// The largest |Im λ|: radians per unit of time.
double rotation_frequency(const Linearisation& linear);

/// The largest modulus of an eigenvalue of the linearised step: by what factor a step multiplies the
/// distance from the equilibrium, in the long run. Optimistic steps depend on two states; theirs is
/// the asymptotic rate.
double contraction_per_step(const Linearisation& linear, const StepRule& rule);

/// The supremum of all H such that orbits stay bounded with every step in (0, H): 0 for none,
/// +∞ for all. (At H itself a marginal orbit may grow like the number of steps.) moves.step is not
/// looked at. Closed forms, or roots of cubics to rounding, except for alternating steps of blocks of
/// three coordinates or more or with several updates: there the first step found unstable, of 400 a
/// decade between 1e-6/‖J‖ and 1e6/‖J‖, refined by bisection.
double largest_stable_step(const Linearisation& linear, const StepRule& rule);

/// The matrix of the linearised step, whole; of an optimistic step, from (z, z⁻) to (z⁺, z).
Matrix<double> step_matrix(const Linearisation& linear, const StepRule& rule);

struct StabilityReport {
  std::vector<Complex> eigenvalues;
  double rotation_frequency = 0, contraction_per_step = 0, largest_stable_step = 0;
};
StabilityReport stability(const Linearisation& linear, const StepRule& rule);

/// contraction_per_step for each regulariser strength (rows) and step (columns):
/// linear_at(strength) is the linearisation there.
template <class LinearAt>
Matrix<double> phase_diagram(LinearAt&& linear_at, std::span<const double> strengths,
                             std::span<const double> steps, StepRule rule) {
  Matrix<double> contraction(strengths.size(), steps.size());
  for (std::size_t i = 0; i < strengths.size(); ++i) {
    const Linearisation linear = linear_at(strengths[i]);
    for (std::size_t k = 0; k < steps.size(); ++k) {
      rule.step = steps[k];
      contraction(i, k) = contraction_per_step(linear, rule);
    }
  }
  return contraction;
}

}  // namespace verigan::games

// SPDX-License-Identifier: MIT
#pragma once

#include "games/dynamics.hpp"

namespace verigan::games {

/// The distance from (0, 0) after `steps` steps of min_x max_y xy from `start`, in closed form:
/// |factor|ᵗ·|start| for the methods that multiply x + iy by a number, Chebyshev's polynomials for
/// alternating steps, A·r₁ᵗ + B·r₂ᵗ for optimistic ones. +∞ or 0 beyond the range of doubles.
/// Relative error about 1e-15·steps; of optimistic steps that over |r₁ − r₂|, so they lose digits
/// as h comes near ½. Throws Error as StepRule::check, for alternating steps of 2 or more, for several
/// updates in turn, and for an optimistic step of exactly ½.
double bilinear_radius(const StepRule& rule, const State<2>& start, std::size_t steps);

}  // namespace verigan::games

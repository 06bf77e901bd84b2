// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/matrix.hpp"

namespace verigan::games::detail {

/// Of the row player's optimal strategies in the game of these payoffs, all in [−1, 1], the one of largest
/// entropy; `optimal` is any of them. Empty where it is not found such that it secures the value to
/// 2.5e-10, and where it is not clear what can be played at all, as where an action can have a probability
/// between 1e-13 and 1e-10 and no more. Actions that no optimal strategy plays with more than 1e-13 (times
/// their number) are left out, which costs an entropy of 1e-11 at most.
std::optional<std::vector<double>> widest_strategy(MatrixView<const double> payoffs,
                                                   std::span<const double> optimal);

}  // namespace verigan::games::detail

// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/matrix.hpp"

namespace verigan::games::detail {

/// Of the row player's optimal strategies in the game of these payoffs, all in [−1, 1], the one of largest
/// entropy; `optimal` is any of them. Empty where it is not found such that it secures the value to
/// 2.5e-10, as where probabilities differ by more than 1e10.
std::optional<std::vector<double>> widest_strategy(MatrixView<const double> payoffs,
                                                   std::span<const double> optimal);

}  // namespace verigan::games::detail

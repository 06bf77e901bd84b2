// SPDX-License-Identifier: MIT
#pragma once

#include <Eigen/Dense>
#include <optional>

namespace verigan::games::detail {

/// Of the row player's optimal strategies in the game b, payoffs in [−1, 1], the one of largest
/// entropy; `optimal` is any of them. Empty where it is not found such that it secures the value to
/// 2.5e-10, as where probabilities differ by more than 1e10.
std::optional<Eigen::VectorXd> widest_strategy(const Eigen::MatrixXd& b,
                                               const Eigen::VectorXd& optimal);

}  // namespace verigan::games::detail

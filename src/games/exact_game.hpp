// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/matrix.hpp"

// Zero-sum games in rational arithmetic. A double is a rational number, so the equilibrium that a
// linear program finds roughly can be found, and proved, without any tolerance. Internal to games.
namespace verigan::games::detail {

struct ExactEquilibrium {
  std::vector<double> row, column;  ///< each probability the double nearest to the exact one
  double value = 0;                 ///< the double nearest to the exact value
  bool several_rows = false, several_columns = false;  ///< exactly
};

/// An equilibrium and whether it is the only one, by exact comparisons alone. Solves the game of the
/// rows and columns that are given, a guess at those played, and adds what does better against its
/// solution, or as well, until nothing is left that does (McMahan, Gordon & Blum 2003, "double
/// oracle"): any guess gives the right answer, a good one soon. Empty where that would take more than
/// about `effort` seconds; one is enough for some 40 actions of each player in play, of payoffs with
/// all their 53 bits. Counts operations, so the answer does not depend on the machine.
std::optional<ExactEquilibrium> solve_exactly(MatrixView<const double> payoffs,
                                              std::vector<std::size_t> rows,
                                              std::vector<std::size_t> columns, double effort = 1);

/// max_i (Ay)_i − min_j (xᵀA)_j of the strategies x/Σx and y/Σy: the double nearest to the exact
/// number, at least 0.
double exact_exploitability(MatrixView<const double> payoffs, std::span<const double> row,
                            std::span<const double> column);

}  // namespace verigan::games::detail

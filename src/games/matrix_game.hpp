// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/matrix.hpp"

// Finite zero-sum games. A(i, j) is what the column player pays the row player when row i meets
// column j; the row player maximises. Von Neumann (1928): in mixed strategies x and y
//   max_x min_j (xᵀA)_j = min_y max_i (Ay)_i = value.
namespace verigan::games {

/// What a pair of mixed strategies proves: the value of the game lies in [lower, upper].
struct Certificate {
  double lower = 0;  ///< min_j (xᵀA)_j, what x secures
  double upper = 0;  ///< max_i (Ay)_i, what y allows
  /// upper − lower: what the two players together could gain by answering each other best.
  double exploitability() const { return upper - lower; }
};
/// Throws Error for sizes that do not fit.
Certificate certify(MatrixView<const double> payoffs, std::span<const double> row,
                    std::span<const double> column);

enum class Selection {
  any,         ///< the vertex that the simplex method ends on
  max_entropy  ///< of each player's optimal strategies the one of largest entropy, which is unique
};
/// "any" or "max-entropy"; throws Error naming the nearest.
Selection selection_of(std::string_view name);

struct MatrixEquilibrium {
  std::vector<double> row, column;  ///< probabilities ≥ 0 with sum 1 to rounding
  double value = 0;                 ///< the middle of the certificate's interval
  double exploitability = 0;        ///< in units of payoff, ≤ 1e-9·max|A|
  /// |value of the row player's program − value of the column player's|, solved apart; ≤ 1e-9·max|A|.
  double disagreement = 0;
  /// Whether a player has other optimal strategies: one that differs by more than 1e-6 in some
  /// probability and passes the same certificate. Which equilibrium of several is returned is up to
  /// the selection.
  bool several_rows = false, several_columns = false;
  bool several() const { return several_rows || several_columns; }
};

/// An equilibrium of the game, by two linear programs, one for each player (CLP). Throws Error for
/// an empty matrix, an entry that is not finite, more than 5000 rows or columns, and should the
/// certificate not be met.
MatrixEquilibrium solve_matrix_game(MatrixView<const double> payoffs,
                                    Selection selection = Selection::any);

}  // namespace verigan::games

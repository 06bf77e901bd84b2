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
  max_entropy  ///< of each player's optimal strategies the one of largest entropy, which is unique; without
               ///< actions that none of them plays with more than some 1e-13
};
/// "any" or "max-entropy"; throws Error naming the nearest.
Selection selection_of(std::string_view name);

struct MatrixEquilibrium {
  std::vector<double> row, column;  ///< probabilities ≥ 0 with sum 1 to rounding
  /// Exact: the double nearest to the value. Otherwise the middle of the certificate's interval.
  double value = 0;
  /// Of these strategies, in units of payoff. Exact: what rounding them to doubles costs, 0 if
  /// nothing. Otherwise ≤ 1e-9 of the range of the payoffs met, plus the rounding of their sums.
  double exploitability = 0;
  /// Whether value, strategies (but those of largest entropy, where there are several) and
  /// uniqueness are proved in rational arithmetic, payoffs being the doubles they are.
  bool exact = false;
  /// Whether a player has other optimal strategies. Known only if exact; false otherwise.
  bool several_rows = false, several_columns = false;
  bool several() const { return several_rows || several_columns; }
  /// The selection asked for; `any` if the strategies of largest entropy were not found to 1e-9.
  Selection selected = Selection::any;
};

/// An equilibrium of the game. Strictly dominated actions are struck out, a linear program (CLP) on
/// scaled payoffs guesses what is played, and rational arithmetic solves and proves the rest, however
/// unlike the payoffs' sizes are. Games with too many actions in play for that (more than about 40
/// each) are certified in doubles. Throws Error for an empty matrix, an entry that is not finite, more
/// than 5000 rows or columns, and should the certificate not be met.
MatrixEquilibrium solve_matrix_game(MatrixView<const double> payoffs,
                                    Selection selection = Selection::any);

}  // namespace verigan::games

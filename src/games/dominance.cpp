// SPDX-License-Identifier: MIT
#include "games/dominance.hpp"

#include <algorithm>
#include <numeric>

namespace verigan::games::detail {
namespace {

using Indices = std::vector<std::size_t>;

/// Strikes out of `mine` what another of mine beats against all of `theirs`; beats(a, b, c) says if a
/// is better than b against c. True if something went.
template <class Beats>
bool strike(Indices& mine, const Indices& theirs, const Beats& beats, double& comparisons) {
  const std::size_t before = mine.size();
  for (std::size_t k = 0; k < mine.size();) {
    const bool dominated = std::any_of(mine.begin(), mine.end(), [&](std::size_t other) {
      if (other == mine[k] || comparisons <= 0) return false;
      return std::all_of(theirs.begin(), theirs.end(), [&](std::size_t against) {
        --comparisons;
        return beats(other, mine[k], against);
      });
    });
    if (dominated) mine.erase(mine.begin() + static_cast<std::ptrdiff_t>(k));
    else ++k;
  }
  return mine.size() < before;
}

}  // namespace

Undominated undominated(MatrixView<const double> payoffs) {
  Undominated left{Indices(payoffs.rows), Indices(payoffs.cols)};
  std::iota(left.rows.begin(), left.rows.end(), 0);
  std::iota(left.columns.begin(), left.columns.end(), 0);
  double comparisons = 1e9;
  const auto better_row = [&](std::size_t a, std::size_t b, std::size_t column) {
    return payoffs(a, column) > payoffs(b, column);
  };
  const auto better_column = [&](std::size_t a, std::size_t b, std::size_t row) {
    return payoffs(row, a) < payoffs(row, b);
  };
  for (bool rows = true, columns = true; rows || columns;) {  // both in every turn
    rows = strike(left.rows, left.columns, better_row, comparisons);
    columns = strike(left.columns, left.rows, better_column, comparisons);
  }
  return left;
}

}  // namespace verigan::games::detail

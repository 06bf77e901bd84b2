// SPDX-License-Identifier: MIT
#include "games/integer_game.hpp"

#include <algorithm>

#include "core/check.hpp"

namespace verigan::games::detail {
double bits_of(const Integer& x) { return x == 0 ? 0 : 1 + static_cast<double>(msb(abs(x))); }

namespace {

/// maximise Σy with By ≤ 1, y ≥ 0, for a B of positive integers, as Tucker's tableau: the basic
/// variable of row i is (t(i, last) − Σ_j t(i, j)·variable of column j)/denominator, and likewise Σy
/// in the last row. Variable j is y_j, variable n + i the slack of row i. Pivots keep all integers and
/// divide without remainder (Edmonds 1967).
class Tableau {
 public:
  explicit Tableau(const Grid& positive)
      : m_(positive.rows), n_(positive.cols), t_(m_ + 1, n_ + 1), basic_(m_), nonbasic_(n_) {
    for (std::size_t i = 0; i < m_; ++i) {
      for (std::size_t j = 0; j < n_; ++j) t_(i, j) = positive(i, j);
      t_(i, n_) = 1;
      basic_[i] = n_ + i;
    }
    for (std::size_t j = 0; j < n_; ++j) t_(m_, j) = -1, nonbasic_[j] = j;
  }

  /// As many of the first `rows` constraints tight and of the first `columns` variables basic as go
  /// together; then least-index pivots until the vertex is optimal, from wherever that led (the
  /// criss-cross method, Terlaky 1985). False if the budget ends first.
  bool optimise(std::size_t rows, std::size_t columns, Budget& budget) {
    const double bits = bits_of(*std::max_element(t_.entries.begin(), t_.entries.end()));
    if (!budget.affords(t_.entries.size(), std::min(rows, columns), bits)) return false;
    for (std::size_t j = 0; j < columns; ++j)
      for (std::size_t i = 0; i < rows; ++i)
        if (basic_[i] >= n_ && t_(i, j) != 0) {
          if (!pivot(i, j, budget)) return false;
          break;
        }
    for (;;) {
      const auto [row, column] = next_pivot();
      if (row == m_) return true;
      if (!pivot(row, column, budget)) return false;
    }
  }

  const Integer& denominator() const { return denominator_; }
  const Integer& total() const { return t_(m_, n_); }  // Σy, times the denominator
  const Integer& right(std::size_t row) const { return t_(row, n_); }
  const Integer& cost(std::size_t column) const { return t_(m_, column); }
  const Integer& entry(std::size_t row, std::size_t column) const { return t_(row, column); }
  std::size_t rows() const { return m_; }
  std::size_t columns() const { return n_; }
  std::size_t basic(std::size_t row) const { return basic_[row]; }
  std::size_t nonbasic(std::size_t column) const { return nonbasic_[column]; }

 private:
  /// Of the variable of least number that is infeasible; row = m_ where there is none.
  std::pair<std::size_t, std::size_t> next_pivot() const {
    const std::size_t none = m_ + n_;
    std::size_t row = m_, column = n_, least = none;
    for (std::size_t i = 0; i < m_; ++i)
      if (t_(i, n_) < 0 && basic_[i] < least) least = basic_[i], row = i;
    for (std::size_t j = 0; j < n_; ++j)
      if (t_(m_, j) < 0 && nonbasic_[j] < least) least = nonbasic_[j], column = j, row = m_;
    if (least == none) return {m_, n_};
    std::size_t partner = none;
    if (row < m_) {
      for (std::size_t j = 0; j < n_; ++j)
        if (t_(row, j) < 0 && nonbasic_[j] < partner) partner = nonbasic_[j], column = j;
    } else {
      for (std::size_t i = 0; i < m_; ++i)
        if (t_(i, column) > 0 && basic_[i] < partner) partner = basic_[i], row = i;
    }
    ensure(partner < none, "a positive game is feasible and bounded");
    return {row, column};
  }

  bool pivot(std::size_t row, std::size_t column, Budget& budget) {
    const Integer p = t_(row, column);
    if (!budget.spend(t_.entries.size(), bits_of(p))) return false;
    Integer product;
    for (std::size_t i = 0; i <= m_; ++i) {
      if (i == row) continue;
      const Integer factor = t_(i, column);
      for (std::size_t j = 0; j <= n_; ++j) {
        if (j == column) continue;
        Integer& entry = t_(i, j);
        entry *= p;
        if (factor != 0) entry -= product = factor * t_(row, j);
        if (denominator_ != 1) entry /= denominator_;
      }
      t_(i, column) = -factor;
    }
    t_(row, column) = denominator_;
    denominator_ = p;
    std::swap(basic_[row], nonbasic_[column]);
    if (denominator_ < 0) {
      denominator_ = -denominator_;
      for (Integer& entry : t_.entries) entry = -entry;
    }
    return true;
  }

  std::size_t m_, n_;
  Grid t_;
  Integer denominator_ = 1;
  Indices basic_, nonbasic_;
};

}  // namespace

std::optional<Vertex> solve_integers(Grid game, std::size_t rows, std::size_t columns,
                                     Budget& budget) {
  // One more than the least payoff below 0 makes all positive: B = A + raise.
  const Integer raise = 1 - *std::min_element(game.entries.begin(), game.entries.end());
  for (Integer& payoff : game.entries) payoff += raise;
  if (!budget.spend(game.entries.size(), bits_of(raise))) return {};
  Tableau tableau(game);
  if (!tableau.optimise(rows, columns, budget)) return {};
  Vertex vertex;
  vertex.row.resize(game.rows);
  vertex.column.resize(game.cols);
  vertex.total = tableau.total();
  vertex.value = tableau.denominator() - raise * vertex.total;
  Indices zero_rows, zero_columns;
  for (std::size_t i = 0; i < game.rows; ++i) {
    if (tableau.right(i) == 0) zero_rows.push_back(i);
    if (tableau.basic(i) >= game.cols) continue;
    vertex.column[tableau.basic(i)] = tableau.right(i);
    vertex.basic_columns.push_back(tableau.basic(i));
  }
  for (std::size_t j = 0; j < game.cols; ++j) {
    if (tableau.cost(j) == 0) zero_columns.push_back(j);
    if (tableau.nonbasic(j) < game.cols) continue;
    vertex.row[tableau.nonbasic(j) - game.cols] = tableau.cost(j);
    vertex.tight_rows.push_back(tableau.nonbasic(j) - game.cols);
  }
  vertex.degenerate = Grid(zero_rows.size(), zero_columns.size());
  for (std::size_t i = 0; i < zero_rows.size(); ++i)
    for (std::size_t j = 0; j < zero_columns.size(); ++j)
      vertex.degenerate(i, j) = tableau.entry(zero_rows[i], zero_columns[j]);
  return vertex;
}

std::optional<std::pair<bool, bool>> several(const Grid& degenerate, Budget& budget) {
  if (degenerate.rows == 0 || degenerate.cols == 0)
    return std::pair(degenerate.rows > 0, degenerate.cols > 0);
  const auto vertex = solve_integers(degenerate, 0, 0, budget);
  if (!vertex) return {};
  return std::pair(vertex->value >= 0, vertex->value <= 0);
}

}  // namespace verigan::games::detail

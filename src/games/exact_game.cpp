// SPDX-License-Identifier: MIT
#include "games/exact_game.hpp"

#include <algorithm>
#include <bit>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include "core/check.hpp"

namespace verigan::games::detail {
namespace {

using Integer = boost::multiprecision::cpp_int;
using Indices = std::vector<std::size_t>;

// Doubles and integers --------------------------------------------------------------------------

/// x = whole·2^exponent with `whole` odd, or 0.
struct Dyadic {
  std::int64_t whole = 0;
  int exponent = 0;
};
Dyadic dyadic(double x) {
  if (x == 0) return {};
  int exponent = 0;
  const auto whole = static_cast<std::int64_t>(std::ldexp(std::frexp(x, &exponent), 53));
  const int zeros = std::countr_zero(static_cast<std::uint64_t>(whole));
  return {whole / (std::int64_t{1} << zeros), exponent - 53 + zeros};
}

/// The largest power of two that all the numbers are multiples of.
template <class Numbers>
int unit_of(const Numbers& numbers) {
  int unit = std::numeric_limits<int>::max();
  for (const double x : numbers)
    if (x != 0) unit = std::min(unit, dyadic(x).exponent);
  return unit;
}

Integer in_units(double x, int unit) {
  const Dyadic number = dyadic(x);
  if (number.whole == 0) return 0;
  return Integer(number.whole) << (number.exponent - unit);
}

/// The double nearest to over/under·2^unit, ties to even; under > 0.
double nearest(const Integer& over, const Integer& under, int unit = 0) {
  if (over == 0) return 0;
  const Integer size = abs(over);
  const auto scaled = [](const Integer& x, int shift) -> Integer {
    if (shift <= 0) return x;
    return x << shift;
  };
  int power = static_cast<int>(msb(size)) - static_cast<int>(msb(under));
  if (scaled(size, -power) < scaled(under, power)) --power;  // 2^power ≤ size/under < 2^(power+1)
  const int last = std::max(power + unit - 52, -1074) - unit;
  Integer quotient, rest;
  const Integer part = scaled(under, last);
  divide_qr(scaled(size, -last), part, quotient, rest);
  rest *= 2;
  if (rest > part || (rest == part && bit_test(quotient, 0))) ++quotient;
  const double rounded = std::ldexp(quotient.convert_to<double>(), last + unit);  // both exact
  return over < 0 ? -rounded : rounded;
}

// Linear programs in integers -------------------------------------------------------------------

/// Counts what the arithmetic costs, in units of about 20 ns, so that it ends after the same step everywhere.
class Budget {
 public:
  explicit Budget(double seconds) : left_(5e7 * seconds) {}
  /// Whether `count` products of numbers of so many bits may be spent.
  bool spend(std::size_t count, double bits) {
    left_ -= cost(count, bits);
    return left_ > 0;
  }
  /// Whether elimination along `steps` rows and columns of payoffs of so many bits can be paid for;
  /// after k steps numbers are determinants of k rows, whose size Hadamard's bound gives.
  bool affords(std::size_t entries, std::size_t steps, double bits) const {
    double sum = 0;
    for (std::size_t k = 1; k <= steps && sum < left_; ++k) {
      const auto rows = static_cast<double>(k);
      sum += cost(entries, rows * (bits + std::log2(rows) / 2));
    }
    return sum < left_;
  }

 private:
  static double cost(std::size_t count, double bits) {
    const double limbs = 1 + std::floor(bits / 64);
    return static_cast<double>(count) * (10 + limbs * (6 + limbs / 4));
  }
  double left_;
};

double bits_of(const Integer& x) { return x == 0 ? 0 : 1 + static_cast<double>(msb(abs(x))); }

struct Grid {
  Grid(std::size_t rows_, std::size_t cols_) : rows(rows_), cols(cols_), entries(rows_ * cols_) {}
  Integer& operator()(std::size_t i, std::size_t j) { return entries[i * cols + j]; }
  const Integer& operator()(std::size_t i, std::size_t j) const { return entries[i * cols + j]; }

  std::size_t rows, cols;
  std::vector<Integer> entries;
};

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

// Games in integers -----------------------------------------------------------------------------

/// Strategies x/total and y/total, the value's numerator over total, and what vanishes at this vertex.
struct Vertex {
  std::vector<Integer> row, column;
  Integer total, value;
  Grid degenerate{0, 0};  // the tableau's rows of basic variables 0 and columns of prices 0
  Indices tight_rows, basic_columns;
};

/// The equilibrium of a game; `rows` and `columns` as for Tableau::optimise.
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

/// Whether the row player and the column player can leave the vertex without a loss. Call M the
/// degenerate part. The column player can move along t ≥ 0, t ≠ 0, if Mt ≤ 0; the row player along
/// u ≥ 0, u ≠ 0, if uᵀM ≥ 0. So M is a game once more, and the sign of its value decides.
std::optional<std::pair<bool, bool>> several(const Grid& degenerate, Budget& budget) {
  if (degenerate.rows == 0 || degenerate.cols == 0)
    return std::pair(degenerate.rows > 0, degenerate.cols > 0);
  const auto vertex = solve_integers(degenerate, 0, 0, budget);
  if (!vertex) return {};
  return std::pair(vertex->value >= 0, vertex->value <= 0);
}

// The actions that matter -----------------------------------------------------------------------

/// A game's payoffs in units of one power of two.
class Payoffs {
 public:
  explicit Payoffs(MatrixView<const double> payoffs)
      : payoffs_(payoffs), unit_(std::numeric_limits<int>::max()) {
    for (std::size_t i = 0; i < payoffs.rows; ++i)
      unit_ = std::min(unit_, unit_of(payoffs.row(i)));
    if (unit_ == std::numeric_limits<int>::max()) unit_ = 0;
  }
  int unit() const { return unit_; }
  std::size_t rows() const { return payoffs_.rows; }
  std::size_t columns() const { return payoffs_.cols; }
  Integer operator()(std::size_t i, std::size_t j) const { return in_units(payoffs_(i, j), unit_); }

  Grid part(const Indices& rows, const Indices& columns) const {
    Grid grid(rows.size(), columns.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
      for (std::size_t j = 0; j < columns.size(); ++j) grid(i, j) = (*this)(rows[i], columns[j]);
    return grid;
  }

 private:
  MatrixView<const double> payoffs_;
  int unit_;
};

/// What one player's actions outside `used` gain beyond the value, best first among those that do.
struct Outside {
  std::size_t best = 0;
  Integer gain;   // of the best; 0 if none gains
  Indices equal;  // those that neither gain nor lose
};

template <class Gain>  // Integer(std::size_t action)
Outside look_outside(std::size_t actions, const Indices& used, const Gain& gain_of) {
  std::vector<bool> inside(actions);
  for (const std::size_t action : used) inside[action] = true;
  Outside outside;
  for (std::size_t action = 0; action < actions; ++action) {
    if (inside[action]) continue;
    Integer gain = gain_of(action);
    if (gain == 0) outside.equal.push_back(action);
    if (gain > outside.gain) outside.gain = std::move(gain), outside.best = action;
  }
  return outside;
}

/// Moves the elements of `chosen`, places in `indices`, to the front.
void bring_forward(Indices& indices, Indices chosen) {
  std::sort(chosen.begin(), chosen.end());
  for (std::size_t k = 0; k < chosen.size(); ++k) std::swap(indices[k], indices[chosen[k]]);
}

std::vector<double> spread(std::size_t actions, const Indices& used,
                           const std::vector<Integer>& weights, const Integer& total) {
  std::vector<double> strategy(actions);
  for (std::size_t k = 0; k < used.size(); ++k) strategy[used[k]] = nearest(weights[k], total);
  return strategy;
}

}  // namespace

std::optional<ExactEquilibrium> solve_exactly(MatrixView<const double> view, Indices rows,
                                              Indices columns, double effort) {
  ensure(!rows.empty() && !columns.empty(), "a guess at what is played");
  const Payoffs payoffs(view);
  Budget budget(effort);
  std::size_t tight = rows.size(), basic = columns.size();
  for (;;) {
    if (!budget.spend(rows.size() * columns.size(), 1)) return {};
    const auto vertex = solve_integers(payoffs.part(rows, columns), tight, basic, budget);
    if (!vertex) return {};
    if (!budget.spend(view.rows * columns.size() + view.cols * rows.size(),
                      bits_of(vertex->total)))
      return {};
    const Outside more_rows = look_outside(view.rows, rows, [&](std::size_t i) {
      Integer gain = -vertex->value;
      for (std::size_t k = 0; k < columns.size(); ++k)
        if (vertex->column[k] != 0) gain += payoffs(i, columns[k]) * vertex->column[k];
      return gain;
    });
    const Outside more_columns = look_outside(view.cols, columns, [&](std::size_t j) {
      Integer gain = vertex->value;
      for (std::size_t k = 0; k < rows.size(); ++k)
        if (vertex->row[k] != 0) gain -= payoffs(rows[k], j) * vertex->row[k];
      return gain;
    });
    const bool optimal = more_rows.gain == 0 && more_columns.gain == 0;
    if (optimal && more_rows.equal.empty() && more_columns.equal.empty()) {
      const auto others = several(vertex->degenerate, budget);
      if (!others) return {};
      return ExactEquilibrium{spread(view.rows, rows, vertex->row, vertex->total),
                              spread(view.cols, columns, vertex->column, vertex->total),
                              nearest(vertex->value, vertex->total, payoffs.unit()), others->first,
                              others->second};
    }
    // The next game begins at this one's vertex.
    tight = vertex->tight_rows.size();
    basic = vertex->basic_columns.size();
    bring_forward(rows, vertex->tight_rows);
    bring_forward(columns, vertex->basic_columns);
    const auto join = [optimal](Indices& used, const Outside& outside) {
      if (optimal) used.insert(used.end(), outside.equal.begin(), outside.equal.end());
      else if (outside.gain > 0) used.push_back(outside.best);
    };
    join(rows, more_rows);
    join(columns, more_columns);
  }
}

double exact_exploitability(MatrixView<const double> view, std::span<const double> row,
                            std::span<const double> column) {
  const Payoffs payoffs(view);
  const auto weights = [](std::span<const double> strategy) {
    std::vector<Integer> whole;
    const int unit = unit_of(strategy);
    for (const double p : strategy) whole.push_back(in_units(p, unit));
    return whole;
  };
  const std::vector<Integer> x = weights(row), y = weights(column);
  Integer x_total, y_total, upper, lower;
  for (const Integer& weight : x) x_total += weight;
  for (const Integer& weight : y) y_total += weight;
  for (std::size_t i = 0; i < view.rows; ++i) {
    Integer paid;
    for (std::size_t j = 0; j < view.cols; ++j)
      if (y[j] != 0) paid += payoffs(i, j) * y[j];
    if (i == 0 || paid > upper) upper = paid;
  }
  for (std::size_t j = 0; j < view.cols; ++j) {
    Integer received;
    for (std::size_t i = 0; i < view.rows; ++i)
      if (x[i] != 0) received += payoffs(i, j) * x[i];
    if (j == 0 || received < lower) lower = received;
  }
  return nearest(upper * x_total - lower * y_total, x_total * y_total, payoffs.unit());
}

}  // namespace verigan::games::detail

// SPDX-License-Identifier: MIT
#include "games/exact_game.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include "core/check.hpp"
#include "games/integer_game.hpp"

namespace verigan::games::detail {
namespace {

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
  Integer units = number.whole;
  if (number.whole != 0) units <<= number.exponent - unit;
  return units;
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

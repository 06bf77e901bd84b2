// SPDX-License-Identifier: MIT
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

// A linear program over integers, solved by pivots that stay integers, and the way from doubles to
// integers and back. Internal to games (exact_game.hpp).
namespace verigan::games::detail {

using Integer = boost::multiprecision::cpp_int;
using Indices = std::vector<std::size_t>;

/// The exponent of the largest power of two that all the numbers are multiples of; the largest int if
/// all are 0.
int unit_of(std::span<const double> numbers);

/// x/2^unit, where that is an integer.
Integer in_units(double x, int unit);

/// The double nearest to over/under·2^unit, ties to even; under > 0.
double nearest(const Integer& over, const Integer& under, int unit = 0);

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

/// How many binary digits; 0 for 0.
double bits_of(const Integer& x);

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
  explicit Tableau(const Grid& positive);

  /// As many of the first `rows` constraints tight and of the first `columns` variables basic as go
  /// together; then least-index pivots until the vertex is optimal, from wherever that led (the
  /// criss-cross method, Terlaky 1985). False if the budget ends first.
  bool optimise(std::size_t rows, std::size_t columns, Budget& budget);

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
  std::pair<std::size_t, std::size_t> next_pivot() const;
  bool pivot(std::size_t row, std::size_t column, Budget& budget);

  std::size_t m_, n_;
  Grid t_;
  Integer denominator_ = 1;
  Indices basic_, nonbasic_;
};

}  // namespace verigan::games::detail

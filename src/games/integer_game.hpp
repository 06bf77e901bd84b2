// SPDX-License-Identifier: MIT
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

// Zero-sum games of integers, solved without a rounding. Internal to games.
namespace verigan::games::detail {

using Integer = boost::multiprecision::cpp_int;
using Indices = std::vector<std::size_t>;

/// How many bits |x| has.
double bits_of(const Integer& x);

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

struct Grid {
  Grid(std::size_t rows_, std::size_t cols_) : rows(rows_), cols(cols_), entries(rows_ * cols_) {}
  Integer& operator()(std::size_t i, std::size_t j) { return entries[i * cols + j]; }
  const Integer& operator()(std::size_t i, std::size_t j) const { return entries[i * cols + j]; }

  std::size_t rows, cols;
  std::vector<Integer> entries;
};

/// Strategies x/total and y/total, the value's numerator over total, and what vanishes at this vertex.
struct Vertex {
  std::vector<Integer> row, column;
  Integer total, value;
  Grid degenerate{0, 0};  // the tableau's rows of basic variables 0 and columns of prices 0
  Indices tight_rows, basic_columns;
};

/// The equilibrium of a game; `rows` and `columns` a guess at those played, by which the way there is short. Empty where the
/// budget ends first.
std::optional<Vertex> solve_integers(Grid game, std::size_t rows, std::size_t columns,
                                     Budget& budget);

/// Whether the row player and the column player can leave the vertex without a loss. Call M the
/// degenerate part. The column player can move along t ≥ 0, t ≠ 0, if Mt ≤ 0; the row player along
/// u ≥ 0, u ≠ 0, if uᵀM ≥ 0. So M is a game once more, and the sign of its value decides.
std::optional<std::pair<bool, bool>> several(const Grid& degenerate, Budget& budget);

}  // namespace verigan::games::detail

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "core/constants.hpp"

// Linear programs, solved by COIN-OR's CLP.
namespace verigan::games {

/// maximise Σ objective·x subject to row_lower ≤ Ax ≤ row_upper and lower ≤ x ≤ upper. Bounds may be
/// infinite. Entries should be of size 1: tolerances are absolute.
class LinearProgram {
 public:
  /// A variable; returns its number.
  std::size_t variable(double objective, double lower = 0, double upper = kInfinity);
  /// A constraint; returns its number.
  std::size_t row(double lower, double upper);
  /// Adds a coefficient; zeros are left out.
  void set(std::size_t row, std::size_t variable, double coefficient);

  struct Solution {
    std::vector<double> x;  // a vertex
    std::vector<double> duals;  // of the rows: by how much the optimum rises with the row's bound
    double value = 0;
  };
  /// What CLP is run with.
  struct Care {
    double tolerance = 1e-9;  // of constraints and of prices
    bool scaled = false;      // rows and columns multiplied until their entries are of like size
  };
  /// Throws Error if the program is infeasible or unbounded, or CLP gives up. Deterministic.
  Solution solve() const;
  /// Empty in those cases.
  std::optional<Solution> attempt(const Care& care) const;

 private:
  /// CLP's status, 0 if solved.
  std::pair<int, Solution> run(const Care& care) const;

  struct Entry {
    std::size_t row;
    double coefficient;
  };
  std::vector<double> objective_, lower_, upper_, row_lower_, row_upper_;
  std::vector<std::vector<Entry>> columns_;
};

}  // namespace verigan::games

// SPDX-License-Identifier: MIT
#include "games/matrix_game.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/check.hpp"
#include "core/names.hpp"
#include "games/linear_program.hpp"
#include "games/separable.hpp"

namespace verigan::games {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double kInfinity = LinearProgram::kInfinity;
constexpr std::size_t kMostActions = 5000;
constexpr double kCertified = 1e-9;   // of the payoffs' size
constexpr double kDifferent = 1e-6;   // of probabilities
constexpr double kTight = 1e-9;       // a probability or a slack that counts as 0

/// The game with payoffs brought to [0, 1]: A = low + 2·half·B. Twice half may overflow.
struct Scaled {
  MatrixXd b;
  double half = 1, size = 0;
};

Scaled scaled(MatrixView<const double> payoffs) {
  require(payoffs.rows > 0 && payoffs.cols > 0, "a game of ", payoffs.rows, " rows and ",
          payoffs.cols, " columns, expected at least one of each");
  require(payoffs.rows <= kMostActions && payoffs.cols <= kMostActions, "a game of ", payoffs.rows,
          " rows and ", payoffs.cols, " columns, expected at most ", kMostActions, " of each");
  Scaled game;
  double low = kInfinity, high = -kInfinity;
  for (std::size_t i = 0; i < payoffs.rows; ++i)
    for (std::size_t j = 0; j < payoffs.cols; ++j) {
      const double payoff = payoffs(i, j);
      require(std::isfinite(payoff), "payoff ", payoff, " in row ", i + 1, ", column ", j + 1,
              ", expected a finite number");
      low = std::min(low, payoff);
      high = std::max(high, payoff);
    }
  game.size = std::max(std::abs(low), std::abs(high));
  if (high / 2 - low / 2 > 0) game.half = high / 2 - low / 2;
  game.b.resize(static_cast<Index>(payoffs.rows), static_cast<Index>(payoffs.cols));
  for (Index i = 0; i < game.b.rows(); ++i)
    for (Index j = 0; j < game.b.cols(); ++j) {
      const double payoff = payoffs(static_cast<std::size_t>(i), static_cast<std::size_t>(j));
      game.b(i, j) = (payoff / 2 - low / 2) / game.half;
    }
  return game;
}

/// Probabilities without the last bits below 0, with sum 1.
VectorXd tidied(const VectorXd& x) {
  VectorXd clean = x.cwiseMax(0.0);
  return clean / clean.sum();
}

/// One player's side: what it can secure against every column of b.
struct Side {
  VectorXd strategy;
  double value = 0;
};

/// max v with bᵀx ≥ v, x a strategy.
Side best_strategy(const MatrixXd& b) {
  LinearProgram program;
  const std::size_t value = program.variable(1, -kInfinity);
  const std::size_t sum = program.row(1, 1);
  std::vector<std::size_t> columns;
  for (Index j = 0; j < b.cols(); ++j) {
    columns.push_back(program.row(0, kInfinity));
    program.set(columns.back(), value, -1);
  }
  for (Index i = 0; i < b.rows(); ++i) {
    const std::size_t x = program.variable(0);
    program.set(sum, x, 1);
    for (Index j = 0; j < b.cols(); ++j) program.set(columns[static_cast<std::size_t>(j)], x, b(i, j));
  }
  const auto solution = program.solve();
  Side side{VectorXd(b.rows()), 0};
  for (Index i = 0; i < b.rows(); ++i)
    side.strategy[i] = solution.x[static_cast<std::size_t>(i) + 1];
  side.strategy = tidied(side.strategy);
  side.value = (side.strategy.transpose() * b).minCoeff();
  return side;
}

/// Another strategy that secures the value, as far as possible from the vertex given: the optimal
/// strategy with the largest sum of what is 0 at the vertex, probabilities and slacks. A vertex is
/// the only point where all that is 0 at it is 0, so the sum is 0 only if there is no other
/// (Mangasarian 1979, "Uniqueness of solution in linear programming").
VectorXd another_strategy(const MatrixXd& b, const Side& vertex) {
  const VectorXd slack = (vertex.strategy.transpose() * b).array() - vertex.value;
  LinearProgram program;
  const std::size_t sum = program.row(1, 1);
  std::vector<std::size_t> columns;
  for (Index j = 0; j < b.cols(); ++j) columns.push_back(program.row(vertex.value, kInfinity));
  for (Index i = 0; i < b.rows(); ++i) {
    double weight = vertex.strategy[i] <= kTight ? 1 : 0;
    for (Index j = 0; j < b.cols(); ++j)
      if (slack[j] <= kTight) weight += b(i, j);
    const std::size_t x = program.variable(weight);
    program.set(sum, x, 1);
    for (Index j = 0; j < b.cols(); ++j) program.set(columns[static_cast<std::size_t>(j)], x, b(i, j));
  }
  const auto solution = program.solve();
  return tidied(VectorXd::Map(solution.x.data(), b.rows()));
}

bool has_another(const MatrixXd& b, const Side& vertex) {
  const VectorXd other = another_strategy(b, vertex);
  const double secured = (other.transpose() * b).minCoeff();
  return (other - vertex.strategy).cwiseAbs().maxCoeff() > kDifferent &&
         secured >= vertex.value - kCertified;
}

/// Which probabilities can be positive in some optimal strategy, which columns can be left strictly
/// better than the value, and a strategy where all of them are so at once.
struct Interior {
  std::vector<Index> support, slack, equal;
  VectorXd point;
};

/// One linear program over the cone of multiples s·x of optimal strategies: t ≤ what shall be
/// positive, t ≤ 1, Σt largest (Freund, Roundy & Todd 1985).
Interior interior_of(const MatrixXd& b, double value) {
  constexpr double kLargestMultiple = 1e6, kPositive = 1e-4;
  LinearProgram program;
  const std::size_t multiple = program.variable(0, 0, kLargestMultiple);
  const std::size_t sum = program.row(0, 0);
  program.set(sum, multiple, -1);
  std::vector<std::size_t> columns, slack_marks, x_marks, xs;
  for (Index j = 0; j < b.cols(); ++j) {
    columns.push_back(program.row(0, kInfinity));
    program.set(columns.back(), multiple, -value);
    slack_marks.push_back(program.variable(1, 0, 1));
    program.set(columns.back(), slack_marks.back(), -1);
  }
  for (Index i = 0; i < b.rows(); ++i) {
    xs.push_back(program.variable(0));
    program.set(sum, xs.back(), 1);
    for (Index j = 0; j < b.cols(); ++j)
      program.set(columns[static_cast<std::size_t>(j)], xs.back(), b(i, j));
    const std::size_t above = program.row(0, kInfinity);
    x_marks.push_back(program.variable(1, 0, 1));
    program.set(above, xs.back(), 1);
    program.set(above, x_marks.back(), -1);
  }
  const auto solution = program.solve();
  Interior interior;
  for (Index i = 0; i < b.rows(); ++i)
    if (solution.x[x_marks[static_cast<std::size_t>(i)]] > kPositive) interior.support.push_back(i);
  for (Index j = 0; j < b.cols(); ++j)
    (solution.x[slack_marks[static_cast<std::size_t>(j)]] > kPositive ? interior.slack
                                                                      : interior.equal)
        .push_back(j);
  interior.point = VectorXd(static_cast<Index>(interior.support.size()));
  for (Index k = 0; k < interior.point.size(); ++k)
    interior.point[k] = solution.x[xs[static_cast<std::size_t>(
        interior.support[static_cast<std::size_t>(k)])]];
  interior.point /= interior.point.sum();
  return interior;
}

/// The optimal strategy of largest entropy.
VectorXd widest_strategy(const MatrixXd& b, const Side& vertex) {
  const Interior interior = interior_of(b, vertex.value);
  const auto n = static_cast<Index>(interior.support.size());
  const auto equal = static_cast<Index>(interior.equal.size());
  const auto loose = static_cast<Index>(interior.slack.size());
  const MatrixXd kept = b(interior.support, Eigen::all);
  // Σx = 1 and, for the columns that no optimal strategy leaves worse off, (bᵀx)_j = value.
  MatrixXd equations(equal + 1, n);
  VectorXd wanted = VectorXd::Constant(equal + 1, vertex.value);
  equations.topRows(equal) = kept(Eigen::all, interior.equal).transpose();
  equations.row(equal).setOnes();
  wanted[equal] = 1;
  Eigen::CompleteOrthogonalDecomposition<MatrixXd> decomposition;
  decomposition.setThreshold(1e-9);
  decomposition.compute(equations);
  VectorXd x = interior.point;
  x += decomposition.solve(wanted - equations * x);
  Eigen::FullPivLU<MatrixXd> elimination;
  elimination.setThreshold(1e-9);
  elimination.compute(equations);
  if (elimination.dimensionOfKernel() > 0 && x.minCoeff() > 0) {
    const MatrixXd directions = elimination.kernel();
    // Forms: the probabilities, with entropy, then the slacks, with a barrier.
    MatrixXd forms(n + loose, directions.cols());
    VectorXd offsets(n + loose);
    const MatrixXd slacks = kept(Eigen::all, interior.slack).transpose();
    forms << directions, slacks * directions;
    offsets << x, slacks * x - VectorXd::Constant(loose, vertex.value);
    if (offsets.minCoeff() > 0) {
      const std::vector<double> shift = detail::minimise_separable(
          {forms.data(), static_cast<std::size_t>(forms.size())},
          {offsets.data(), static_cast<std::size_t>(offsets.size())},
          [&interior](std::size_t i, double u, double barrier) -> detail::Bend {
            if (!(u > 0)) return {kInfinity, 0, 0};
            if (i < interior.support.size()) return {u * std::log(u), std::log(u) + 1, 1 / u};
            return {-barrier * std::log(u), -barrier / u, barrier / (u * u)};
          });
      x += directions * VectorXd::Map(shift.data(), directions.cols());
    }
  }
  VectorXd all = VectorXd::Zero(b.rows());
  for (Index k = 0; k < n; ++k) all[interior.support[static_cast<std::size_t>(k)]] = x[k];
  all = tidied(all);
  // Never worse than the vertex it started from.
  return (all.transpose() * b).minCoeff() >= vertex.value - kCertified / 4 ? all : vertex.strategy;
}

std::vector<double> as_vector(const VectorXd& x) { return {x.data(), x.data() + x.size()}; }

}  // namespace

Certificate certify(MatrixView<const double> payoffs, std::span<const double> row,
                    std::span<const double> column) {
  require(row.size() == payoffs.rows && column.size() == payoffs.cols, "strategies of ", row.size(),
          " and ", column.size(), " probabilities for a game of ", payoffs.rows, " rows and ",
          payoffs.cols, " columns");
  Certificate certificate{kInfinity, -kInfinity};
  std::vector<double> received(payoffs.cols);
  for (std::size_t i = 0; i < payoffs.rows; ++i) {
    double paid = 0;
    for (std::size_t j = 0; j < payoffs.cols; ++j) {
      paid += payoffs(i, j) * column[j];
      received[j] += payoffs(i, j) * row[i];
    }
    certificate.upper = std::max(certificate.upper, paid);
  }
  certificate.lower = *std::min_element(received.begin(), received.end());
  return certificate;
}

Selection selection_of(std::string_view name) {
  constexpr std::array<std::string_view, 2> names{"any", "max-entropy"};
  return index_of_name("selection", name, names) == 0 ? Selection::any : Selection::max_entropy;
}

MatrixEquilibrium solve_matrix_game(MatrixView<const double> payoffs, Selection selection) {
  const Scaled game = scaled(payoffs);
  // The column player is the row player of the transposed, negated game, brought to [0, 1] again.
  const MatrixXd turned = 1 - game.b.transpose().array();
  const Side rows = best_strategy(game.b), columns = best_strategy(turned);
  MatrixEquilibrium equilibrium;
  equilibrium.several_rows = has_another(game.b, rows);
  equilibrium.several_columns = has_another(turned, columns);
  const bool widest = selection == Selection::max_entropy;
  equilibrium.row = as_vector(widest && equilibrium.several_rows ? widest_strategy(game.b, rows)
                                                                 : rows.strategy);
  equilibrium.column = as_vector(
      widest && equilibrium.several_columns ? widest_strategy(turned, columns) : columns.strategy);
  const Certificate certificate = certify(payoffs, equilibrium.row, equilibrium.column);
  equilibrium.value = certificate.lower / 2 + certificate.upper / 2;
  // Rounding can make what x secures exceed what y allows by a last bit.
  equilibrium.exploitability = std::max(0.0, certificate.exploitability());
  equilibrium.disagreement = 2 * std::abs(rows.value - (1 - columns.value)) * game.half;
  require(equilibrium.exploitability <= kCertified * game.size &&
              equilibrium.disagreement <= kCertified * game.size,
          "the game of ", payoffs.rows, " rows and ", payoffs.cols,
          " columns was solved to an exploitability of ", equilibrium.exploitability,
          " only, expected at most ", kCertified * game.size);
  return equilibrium;
}

}  // namespace verigan::games

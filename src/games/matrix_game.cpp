// SPDX-License-Identifier: MIT
#include "games/matrix_game.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "core/check.hpp"
#include "core/constants.hpp"
#include "core/names.hpp"
#include "games/dominance.hpp"
#include "games/exact_game.hpp"
#include "games/linear_program.hpp"
#include "games/widest_strategy.hpp"

namespace verigan::games {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using Indices = std::vector<std::size_t>;

constexpr std::size_t kMostActions = 5000;
constexpr double kCertified = 1e-9;  // of the payoffs' range
constexpr double kSoon = 0.7, kLate = 40;  // seconds

void check(MatrixView<const double> payoffs) {
  require(payoffs.rows > 0 && payoffs.cols > 0, "a game of ", payoffs.rows, " rows and ",
          payoffs.cols, " columns, expected at least one of each");
  require(payoffs.rows <= kMostActions && payoffs.cols <= kMostActions, "a game of ", payoffs.rows,
          " rows and ", payoffs.cols, " columns, expected at most ", kMostActions, " of each");
  for (std::size_t i = 0; i < payoffs.rows; ++i)
    for (std::size_t j = 0; j < payoffs.cols; ++j)
      require(std::isfinite(payoffs(i, j)), "payoff ", payoffs(i, j), " in row ", i + 1,
              ", column ", j + 1, ", expected a finite number");
}

Matrix<double> part(MatrixView<const double> payoffs, const Indices& rows, const Indices& columns) {
  Matrix<double> kept(rows.size(), columns.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = 0; j < columns.size(); ++j) kept(i, j) = payoffs(rows[i], columns[j]);
  return kept;
}

/// The payoffs' distance from their median, brought to [−1, 1]: what most payoffs share is gone, and
/// a few huge ones do not drown it. Rounded, so good for guesses and searches alone.
MatrixXd scaled(const Matrix<double>& payoffs) {
  MatrixXd b(static_cast<Index>(payoffs.rows()), static_cast<Index>(payoffs.cols()));
  for (Index i = 0; i < b.rows(); ++i)
    for (Index j = 0; j < b.cols(); ++j)
      b(i, j) = payoffs(static_cast<std::size_t>(i), static_cast<std::size_t>(j));
  const auto to_unit = [&b] {
    int exponent = 0;
    (void)std::frexp(b.cwiseAbs().maxCoeff(), &exponent);
    b = b.unaryExpr([exponent](double x) { return std::ldexp(x, -exponent); });
  };
  to_unit();
  std::vector<double> sorted(b.data(), b.data() + b.size());
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  b.array() -= *middle;
  to_unit();
  return b;
}

Matrix<double> as_rows(const MatrixXd& b) {
  Matrix<double> rows(static_cast<std::size_t>(b.rows()), static_cast<std::size_t>(b.cols()));
  for (std::size_t i = 0; i < rows.rows(); ++i)
    for (std::size_t j = 0; j < rows.cols(); ++j)
      rows(i, j) = b(static_cast<Index>(i), static_cast<Index>(j));
  return rows;
}

/// Probabilities without the last bits below 0, with sum 1.
VectorXd tidied(const VectorXd& x) {
  VectorXd clean = x.cwiseMax(0.0);
  return clean / clean.sum();
}

struct Strategies {
  VectorXd row, column;
};

/// max v with bᵀx ≥ v, x a strategy; the duals are the other player's. Should CLP give up, the pure
/// strategies that are best by themselves.
Strategies best_strategies(const MatrixXd& b) {
  LinearProgram program;
  const std::size_t value = program.variable(1, -kInfinity);
  const std::size_t sum = program.row(1, 1);
  for (Index j = 0; j < b.cols(); ++j) program.set(program.row(0, kInfinity), value, -1);
  for (Index i = 0; i < b.rows(); ++i) {
    const std::size_t x = program.variable(0);
    program.set(sum, x, 1);
    for (Index j = 0; j < b.cols(); ++j) program.set(sum + 1 + static_cast<std::size_t>(j), x, b(i, j));
  }
  if (const auto solution = program.attempt({.scaled = true})) {
    Strategies found{tidied(VectorXd::Map(solution->x.data() + 1, b.rows())),
                     tidied(-VectorXd::Map(solution->duals.data() + 1, b.cols()))};
    if (found.row.allFinite() && found.column.allFinite()) return found;
  }
  Index row = 0, column = 0;
  b.rowwise().minCoeff().maxCoeff(&row);
  b.colwise().maxCoeff().minCoeff(&column);
  return {VectorXd::Unit(b.rows(), row), VectorXd::Unit(b.cols(), column)};
}

std::vector<double> as_vector(const VectorXd& x) { return {x.data(), x.data() + x.size()}; }

Indices played(const VectorXd& strategy) {
  Indices actions;
  for (Index i = 0; i < strategy.size(); ++i)
    if (strategy[i] > 0) actions.push_back(static_cast<std::size_t>(i));
  return actions;
}

/// What a strategy can be exploited by and still count as optimal: 1e-9 of the range of the payoffs
/// that are met, and the rounding of their sums.
double tolerance(const Matrix<double>& payoffs, const MatrixEquilibrium& found) {
  double low = kInfinity, high = -kInfinity;
  for (std::size_t i = 0; i < payoffs.rows(); ++i)
    for (std::size_t j = 0; j < payoffs.cols(); ++j)
      if (found.row[i] > 0 && found.column[j] > 0) {
        low = std::min(low, payoffs(i, j));
        high = std::max(high, payoffs(i, j));
      }
  const double terms = static_cast<double>(payoffs.rows() + payoffs.cols());
  return kCertified * (high / 2 - low / 2) * 2 + terms * 1e-16 * std::max(-low, high);
}

/// What a pair of strategies proves, in doubles.
MatrixEquilibrium certified(const Matrix<double>& payoffs, const Strategies& pair) {
  MatrixEquilibrium found;
  found.row = as_vector(pair.row);
  found.column = as_vector(pair.column);
  const Certificate certificate = certify(payoffs, found.row, found.column);
  found.value = certificate.lower / 2 + certificate.upper / 2;
  // Rounding can make what x secures exceed what y allows by a last bit.
  found.exploitability = std::max(0.0, certificate.exploitability());
  return found;
}

/// The strategies that make the other indifferent between all that it plays, free of CLP's tolerance.
std::optional<Strategies> refined(const MatrixXd& b, const Strategies& guess) {
  const Indices rows = played(guess.row), columns = played(guess.column);
  const auto n = static_cast<Index>(rows.size());
  if (rows.size() != columns.size()) return {};
  MatrixXd equations = MatrixXd::Zero(n + 1, n + 1);
  equations.topLeftCorner(n, n) = b(rows, columns);
  equations.topRightCorner(n, 1).setConstant(-1);
  equations.bottomLeftCorner(1, n).setOnes();
  VectorXd x = VectorXd::Unit(n + 1, n), y = x;
  y = equations.partialPivLu().solve(y);
  equations.topLeftCorner(n, n).transposeInPlace();
  x = equations.partialPivLu().solve(x);
  if (!(x.head(n).minCoeff() >= 0 && y.head(n).minCoeff() >= 0)) return {};
  Strategies better{VectorXd::Zero(b.rows()), VectorXd::Zero(b.cols())};
  better.row(rows) = x.head(n) / x.head(n).sum();
  better.column(columns) = y.head(n) / y.head(n).sum();
  return better;
}

/// The equilibrium that CLP found, for games too large for exact arithmetic.
MatrixEquilibrium rough(const Matrix<double>& payoffs, const MatrixXd& b, const Strategies& guess) {
  MatrixEquilibrium found = certified(payoffs, guess);
  if (const auto better = refined(b, guess)) {
    MatrixEquilibrium again = certified(payoffs, *better);
    if (again.exploitability < found.exploitability) return again;
  }
  return found;
}

/// The equilibrium in rational arithmetic, if `effort` seconds are enough.
std::optional<MatrixEquilibrium> exact(const Matrix<double>& payoffs, const Strategies& guess,
                                       double effort) {
  const auto found =
      detail::solve_exactly(payoffs, played(guess.row), played(guess.column), effort);
  if (!found) return {};
  return MatrixEquilibrium{
      .row = found->row,
      .column = found->column,
      .value = found->value,
      .exploitability = detail::exact_exploitability(payoffs, found->row, found->column),
      .exact = true,
      .several_rows = found->several_rows,
      .several_columns = found->several_columns};
}

/// Exact if that is soon done or doubles do not do.
MatrixEquilibrium either(const Matrix<double>& payoffs, const MatrixXd& b,
                         const Strategies& guess) {
  if (const auto found = exact(payoffs, guess, kSoon)) return *found;
  const MatrixEquilibrium found = rough(payoffs, b, guess);
  const double allowed = tolerance(payoffs, found);
  if (found.exploitability <= allowed) return found;
  if (const auto late = exact(payoffs, guess, kLate)) return *late;
  throw Error(message("the game of ", payoffs.rows(), " rows and ", payoffs.cols(),
                      " columns without dominated ones was solved to an exploitability of ",
                      found.exploitability, " only, expected at most ", allowed));
}

/// Exchanges the strategies of players who have or may have several for those of largest entropy, if
/// they are found and pass the same certificate.
void select_widest(MatrixEquilibrium& found, const Matrix<double>& payoffs, const MatrixXd& b) {
  MatrixEquilibrium wide = found;
  const auto widest = [](const MatrixXd& game, std::vector<double>& strategy) {
    auto best = detail::widest_strategy(as_rows(game), strategy);
    if (best) strategy = std::move(*best);
    return best.has_value();
  };
  if (!(found.exact && !found.several_rows) && !widest(b, wide.row)) return;
  if (!(found.exact && !found.several_columns) && !widest(-b.transpose(), wide.column)) return;
  wide.exploitability =
      found.exact
          ? detail::exact_exploitability(payoffs, wide.row, wide.column)
          : std::max(0.0, certify(payoffs, wide.row, wide.column).exploitability());
  if (!(wide.exploitability <= tolerance(payoffs, wide))) return;
  found = std::move(wide);
  found.selected = Selection::max_entropy;
}

/// The equilibrium of a game without dominated actions.
MatrixEquilibrium solve_undominated(const Matrix<double>& payoffs, Selection selection) {
  const MatrixXd b = scaled(payoffs);
  MatrixEquilibrium found = either(payoffs, b, best_strategies(b));
  if (selection == Selection::any) return found;
  if (found.exact && !found.several()) found.selected = selection;
  else select_widest(found, payoffs, b);
  return found;
}

std::vector<double> spread(const std::vector<double>& strategy, const Indices& actions,
                           std::size_t count) {
  std::vector<double> all(count);
  for (std::size_t k = 0; k < actions.size(); ++k) all[actions[k]] = strategy[k];
  return all;
}

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
  check(payoffs);
  const detail::Undominated left = detail::undominated(payoffs);
  MatrixEquilibrium found =
      solve_undominated(part(payoffs, left.rows, left.columns), selection);
  found.row = spread(found.row, left.rows, payoffs.rows);
  found.column = spread(found.column, left.columns, payoffs.cols);
  return found;
}

}  // namespace verigan::games

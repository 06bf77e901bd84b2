// SPDX-License-Identifier: MIT
#include "games/widest_strategy.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "core/constants.hpp"
#include "games/linear_program.hpp"
#include "games/separable.hpp"

namespace verigan::games::detail {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double kCertified = 2.5e-10;  // what the strategy may secure less than the value

/// Which probabilities can be positive in some optimal strategy, which columns can be left strictly
/// better than the value, and a strategy where all of them are so at once.
struct Interior {
  std::vector<Index> support, slack, equal;
  VectorXd point;
  bool sure = true;  // no mark lies between what counts as positive and what rounding makes of 0
};

/// One linear program over the cone of multiples s·x of optimal strategies: t ≤ what shall be
/// positive, t ≤ 1, Σt largest (Freund, Roundy & Todd 1985).
Interior interior_of(const MatrixXd& b, double value) {
  constexpr double kLargestMultiple = 1e6, kPositive = 1e-4, kZero = 1e-7;
  constexpr double kPrice = 1e6;  // of a mark: a gain below 1e-9 of it a step is none to CLP
  LinearProgram program;
  const std::size_t multiple = program.variable(0, 0, kLargestMultiple);
  const std::size_t sum = program.row(0, 0);
  program.set(sum, multiple, -1);
  std::vector<std::size_t> columns, slack_marks, x_marks, xs;
  for (Index j = 0; j < b.cols(); ++j) {
    columns.push_back(program.row(0, kInfinity));
    program.set(columns.back(), multiple, -value);
    slack_marks.push_back(program.variable(kPrice, 0, 1));
    program.set(columns.back(), slack_marks.back(), -1);
  }
  for (Index i = 0; i < b.rows(); ++i) {
    xs.push_back(program.variable(0));
    program.set(sum, xs.back(), 1);
    for (Index j = 0; j < b.cols(); ++j)
      program.set(columns[static_cast<std::size_t>(j)], xs.back(), b(i, j));
    const std::size_t above = program.row(0, kInfinity);
    x_marks.push_back(program.variable(kPrice, 0, 1));
    program.set(above, xs.back(), 1);
    program.set(above, x_marks.back(), -1);
  }
  const auto solution = program.solve();
  Interior interior;
  const auto positive = [&](std::size_t mark) {
    const double t = solution.x[mark];
    interior.sure = interior.sure && (t > kPositive || t <= kZero);
    return t > kPositive;
  };
  for (Index i = 0; i < b.rows(); ++i)
    if (positive(x_marks[static_cast<std::size_t>(i)])) interior.support.push_back(i);
  for (Index j = 0; j < b.cols(); ++j)
    (positive(slack_marks[static_cast<std::size_t>(j)]) ? interior.slack : interior.equal).push_back(j);
  interior.point = VectorXd(static_cast<Index>(interior.support.size()));
  for (Index k = 0; k < interior.point.size(); ++k)
    interior.point[k] = solution.x[xs[static_cast<std::size_t>(
        interior.support[static_cast<std::size_t>(k)])]];
  interior.point /= interior.point.sum();
  return interior;
}

}  // namespace

std::optional<std::vector<double>> widest_strategy(MatrixView<const double> payoffs,
                                                   std::span<const double> optimal) {
  MatrixXd b(static_cast<Index>(payoffs.rows), static_cast<Index>(payoffs.cols));
  for (Index i = 0; i < b.rows(); ++i)
    for (Index j = 0; j < b.cols(); ++j)
      b(i, j) = payoffs(static_cast<std::size_t>(i), static_cast<std::size_t>(j));
  const double value =
      (VectorXd::Map(optimal.data(), static_cast<Index>(optimal.size())).transpose() * b).minCoeff();
  const Interior interior = interior_of(b, value);
  const auto n = static_cast<Index>(interior.support.size());
  if (n == 0 || !interior.sure) return {};
  const auto equal = static_cast<Index>(interior.equal.size());
  const auto loose = static_cast<Index>(interior.slack.size());
  const MatrixXd kept = b(interior.support, Eigen::all);
  // Σx = 1 and, for the columns that no optimal strategy leaves worse off, (bᵀx)_j = value.
  MatrixXd equations(equal + 1, n);
  VectorXd wanted = VectorXd::Constant(equal + 1, value);
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
  if (elimination.dimensionOfKernel() > 0) {
    const MatrixXd directions = elimination.kernel();
    // Forms: the probabilities, with entropy, then the slacks, with a barrier.
    MatrixXd forms(n + loose, directions.cols());
    VectorXd offsets(n + loose);
    const MatrixXd slacks = kept(Eigen::all, interior.slack).transpose();
    forms << directions, slacks * directions;
    offsets << x, slacks * x - VectorXd::Constant(loose, value);
    if (!(offsets.minCoeff() > 0)) return {};
    const std::vector<double> shift = minimise_separable(
        {forms.data(), static_cast<std::size_t>(forms.size())},
        {offsets.data(), static_cast<std::size_t>(offsets.size())},
        [&interior](std::size_t i, double u, double barrier) -> Derivatives {
          if (!(u > 0)) return {kInfinity, 0, 0};
          if (i < interior.support.size()) return {u * std::log(u), std::log(u) + 1, 1 / u};
          return {-barrier * std::log(u), -barrier / u, barrier / (u * u)};
        });
    x += directions * VectorXd::Map(shift.data(), directions.cols());
  }
  VectorXd all = VectorXd::Zero(b.rows());
  for (Index k = 0; k < n; ++k) all[interior.support[static_cast<std::size_t>(k)]] = std::max(x[k], 0.0);
  all /= all.sum();
  if (!((all.transpose() * b).minCoeff() >= value - kCertified)) return {};
  return std::vector<double>(all.begin(), all.end());
}

}  // namespace verigan::games::detail

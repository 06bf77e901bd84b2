// SPDX-License-Identifier: MIT
#include "games/linear_program.hpp"

#include <Clp_C_Interface.h>

#include <memory>

#include "core/check.hpp"

namespace verigan::games {
namespace {

constexpr int kGeometric = 2;  // of Clp_scaling

}  // namespace

std::size_t LinearProgram::variable(double objective, double lower, double upper) {
  objective_.push_back(objective);
  lower_.push_back(lower);
  upper_.push_back(upper);
  columns_.emplace_back();
  return columns_.size() - 1;
}

std::size_t LinearProgram::row(double lower, double upper) {
  row_lower_.push_back(lower);
  row_upper_.push_back(upper);
  return row_lower_.size() - 1;
}

void LinearProgram::set(std::size_t row, std::size_t variable, double coefficient) {
  if (coefficient != 0) columns_[variable].push_back({row, coefficient});
}

std::pair<int, LinearProgram::Solution> LinearProgram::run(const Care& care) const {
  std::vector<CoinBigIndex> starts{0};
  std::vector<int> rows;
  std::vector<double> coefficients;
  for (const auto& column : columns_) {
    for (const Entry& entry : column) {
      rows.push_back(static_cast<int>(entry.row));
      coefficients.push_back(entry.coefficient);
    }
    starts.push_back(static_cast<CoinBigIndex>(rows.size()));
  }
  const std::unique_ptr<Clp_Simplex, void (*)(Clp_Simplex*)> model(Clp_newModel(),
                                                                   Clp_deleteModel);
  Clp_setLogLevel(model.get(), 0);
  const int n = static_cast<int>(columns_.size()), m = static_cast<int>(row_lower_.size());
  Clp_loadProblem(model.get(), n, m, starts.data(), rows.data(), coefficients.data(), lower_.data(),
                  upper_.data(), objective_.data(), row_lower_.data(), row_upper_.data());
  Clp_setObjSense(model.get(), -1);  // maximise
  Clp_scaling(model.get(), care.scaled ? kGeometric : 0);
  Clp_setPrimalTolerance(model.get(), care.tolerance);
  Clp_setDualTolerance(model.get(), care.tolerance);
  Clp_dual(model.get(), 0);
  // Where the dual simplex cycled or lost its way, the primal one continues from where it stopped.
  if (Clp_status(model.get()) != 0) Clp_primal(model.get(), 0);
  const double* x = Clp_primalColumnSolution(model.get());
  const double* duals = Clp_dualRowSolution(model.get());
  return {Clp_status(model.get()),
          {{x, x + n}, {duals, duals + m}, Clp_objectiveValue(model.get())}};
}

LinearProgram::Solution LinearProgram::solve() const {
  auto [status, solution] = run({});
  require(status != 1, "the linear program has no solution");
  require(status != 2, "the linear program is unbounded");
  require(status == 0, "the linear program of ", row_lower_.size(), " rows and ", columns_.size(),
          " variables was given up by CLP with status ", status);
  return std::move(solution);
}

std::optional<LinearProgram::Solution> LinearProgram::attempt(const Care& care) const {
  auto [status, solution] = run(care);
  if (status != 0) return {};
  return std::move(solution);
}

}  // namespace verigan::games

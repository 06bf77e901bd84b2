// SPDX-License-Identifier: MIT
#include "games/learning.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"

namespace verigan::games {
namespace {

void check(MatrixView<const double> payoffs, std::size_t iterations) {
  require(payoffs.rows > 0 && payoffs.cols > 0, "a game of ", payoffs.rows, " rows and ",
          payoffs.cols, " columns, expected at least one of each");
  for (std::size_t i = 0; i < payoffs.rows; ++i)
    for (const double payoff : payoffs.row(i))
      require(std::isfinite(payoff), "payoff ", payoff, " in row ", i + 1,
              ", expected a finite number");
  require(iterations > 0, "iterations 0, expected at least 1");
}

/// What is the same for both ways to learn: payoffs so far, averages, and the record of them.
class Table {
 public:
  Table(MatrixView<const double> payoffs, std::span<const std::size_t> checkpoints)
      : row_payoff(payoffs.rows),
        column_cost(payoffs.cols),
        row_sum(payoffs.rows),
        column_sum(payoffs.cols),
        checkpoints_(checkpoints) {}

  std::vector<double> row_payoff, column_cost;  // of each action against the other's past
  std::vector<double> row_sum, column_sum;      // of the strategies played

  void played(std::size_t iteration) {
    while (next_ < checkpoints_.size() && checkpoints_[next_] <= iteration) {
      if (checkpoints_[next_++] == iteration)
        history_.push_back({iteration, exploitability(iteration)});
    }
  }
  Learning result(std::size_t iterations) && {
    const auto average = [iterations](std::vector<double> sum) {
      for (double& x : sum) x /= static_cast<double>(iterations);
      return sum;
    };
    return {average(row_sum), average(column_sum), exploitability(iterations), std::move(history_)};
  }

 private:
  double exploitability(std::size_t iteration) const {
    const double gap = *std::max_element(row_payoff.begin(), row_payoff.end()) -
                       *std::min_element(column_cost.begin(), column_cost.end());
    return std::max(0.0, gap / static_cast<double>(iteration));
  }
  std::span<const std::size_t> checkpoints_;
  std::size_t next_ = 0;
  std::vector<LearningPoint> history_;
};

/// Weights e^{rate·(payoff − best)}, normalised.
void weigh(const std::vector<double>& payoff, double rate, std::vector<double>& strategy) {
  double best = -INFINITY, sum = 0;
  for (const double x : payoff) best = std::max(best, rate * x);
  for (std::size_t i = 0; i < payoff.size(); ++i) sum += strategy[i] = std::exp(rate * payoff[i] - best);
  for (double& p : strategy) p /= sum;
}

}  // namespace

Learning fictitious_play(MatrixView<const double> payoffs, std::size_t iterations,
                         std::span<const std::size_t> checkpoints) {
  check(payoffs, iterations);
  Table table(payoffs, checkpoints);
  std::size_t row = 0, column = 0;
  for (std::size_t t = 1; t <= iterations; ++t) {
    ++table.row_sum[row];
    ++table.column_sum[column];
    for (std::size_t i = 0; i < payoffs.rows; ++i) table.row_payoff[i] += payoffs(i, column);
    for (std::size_t j = 0; j < payoffs.cols; ++j) table.column_cost[j] += payoffs(row, j);
    const auto& rows = table.row_payoff;
    const auto& columns = table.column_cost;
    row = static_cast<std::size_t>(std::max_element(rows.begin(), rows.end()) - rows.begin());
    column =
        static_cast<std::size_t>(std::min_element(columns.begin(), columns.end()) - columns.begin());
    table.played(t);
  }
  return std::move(table).result(iterations);
}

Learning multiplicative_weights(MatrixView<const double> payoffs, std::size_t iterations,
                                std::span<const std::size_t> checkpoints) {
  check(payoffs, iterations);
  Table table(payoffs, checkpoints);
  const double range = std::max(payoff_range(payoffs), 1e-300);
  const auto rate = [&](std::size_t actions) {
    return std::sqrt(8 * std::log(static_cast<double>(actions)) / static_cast<double>(iterations)) /
           range;
  };
  const double row_rate = rate(payoffs.rows), column_rate = rate(payoffs.cols);
  std::vector<double> x(payoffs.rows), y(payoffs.cols);
  for (std::size_t t = 1; t <= iterations; ++t) {
    weigh(table.row_payoff, row_rate, x);
    weigh(table.column_cost, -column_rate, y);
    for (std::size_t j = 0; j < payoffs.cols; ++j) table.column_sum[j] += y[j];
    for (std::size_t i = 0; i < payoffs.rows; ++i) {
      table.row_sum[i] += x[i];
      double paid = 0;
      for (std::size_t j = 0; j < payoffs.cols; ++j) {
        paid += payoffs(i, j) * y[j];
        table.column_cost[j] += payoffs(i, j) * x[i];
      }
      table.row_payoff[i] += paid;
    }
    table.played(t);
  }
  return std::move(table).result(iterations);
}

double multiplicative_weights_bound(std::size_t rows, std::size_t columns, std::size_t iterations,
                                    double range) {
  const auto regret = [iterations](std::size_t actions) {
    return std::sqrt(std::log(static_cast<double>(actions)) / (2 * static_cast<double>(iterations)));
  };
  return range * (regret(rows) + regret(columns));
}

double payoff_range(MatrixView<const double> payoffs) {
  double low = INFINITY, high = -INFINITY;
  for (std::size_t i = 0; i < payoffs.rows; ++i)
    for (const double payoff : payoffs.row(i)) low = std::min(low, payoff), high = std::max(high, payoff);
  return high - low;
}

}  // namespace verigan::games

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/matrix.hpp"

// Two players of a finite zero-sum game (matrix_game.hpp) who learn by playing it over and over.
namespace verigan::games {

struct LearningPoint {
  std::size_t iteration = 0;
  double exploitability = 0;  ///< of the strategies averaged over all iterations so far
};

struct Learning {
  std::vector<double> row, column;  ///< averages over time
  double exploitability = 0;
  std::vector<LearningPoint> history;  ///< at the iterations asked for
};

/// Each player answers the other's past frequencies best, the first action of several as good ones;
/// both begin with their first action. Brown (1951); converges (Robinson 1951), but not
/// monotonically. `checkpoints` ascend. Throws Error for 0 iterations and what matrix games refuse.
Learning fictitious_play(MatrixView<const double> payoffs, std::size_t iterations,
                         std::span<const std::size_t> checkpoints = {});

/// Each player weighs action i by e^{η·(its payoff so far)}, with η = √(8 ln n/T)/R for n actions,
/// T iterations and payoffs of range R; both see each other's mixed strategies (Freund & Schapire
/// 1999). Throws as fictitious_play.
Learning multiplicative_weights(MatrixView<const double> payoffs, std::size_t iterations,
                                std::span<const std::size_t> checkpoints = {});

/// What the exploitability of those averages cannot exceed:
/// R·(√(ln n/(2T)) + √(ln m/(2T))), by Hoeffding's lemma.
double multiplicative_weights_bound(std::size_t rows, std::size_t columns, std::size_t iterations,
                                    double range);

/// max A − min A.
double payoff_range(MatrixView<const double> payoffs);

}  // namespace verigan::games

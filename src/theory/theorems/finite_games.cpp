// SPDX-License-Identifier: MIT
// T47–T49: finite zero-sum games, learning in them, and the GAN as one.
#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "games/finite_gan.hpp"
#include "games/learning.hpp"
#include "games/matrix_game.hpp"
#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

using Payoffs = Matrix<double>;

double size_of(const Payoffs& payoffs) {
  double size = 0;
  for (std::size_t i = 0; i < payoffs.rows(); ++i)
    for (const double x : payoffs.row(i)) size = std::max(size, std::abs(x));
  return size;
}

/// Matching pennies, rock–paper–scissors, games of few integers (degenerate) and of random numbers.
struct RandomGame {
  Payoffs payoffs;
  bool fair = false;  // its value is 0
};
RandomGame random_game(RandomInstance& draw) {
  const double scale = draw.log_uniform(1e-3, 1e3), kind = draw.uniform();
  if (kind < 0.1) {
    RandomGame pennies{Payoffs(2, 2), true};
    pennies.payoffs(0, 0) = pennies.payoffs(1, 1) = scale;
    pennies.payoffs(0, 1) = pennies.payoffs(1, 0) = -scale;
    return pennies;
  }
  if (kind < 0.2) {
    const std::size_t n = 3 + 2 * draw.below(3);  // rock–paper–scissors of 3, 5 or 7 signs
    RandomGame scissors{Payoffs(n, n), true};
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t k = 1; k <= n / 2; ++k) {
        scissors.payoffs(i, (i + k) % n) = -scale;
        scissors.payoffs((i + k) % n, i) = scale;
      }
    return scissors;
  }
  RandomGame game{Payoffs(1 + draw.below(8), 1 + draw.below(8)), false};
  for (std::size_t i = 0; i < game.payoffs.rows(); ++i)
    for (double& x : game.payoffs.row(i))
      x = kind < 0.5 ? static_cast<double>(draw.below(3)) - 1 : scale * draw.uniform(-1, 1);
  return game;
}

/// The value, known up to half the certificate's interval and the rounding of its sums.
Ball value_of(const games::MatrixEquilibrium& equilibrium, const Payoffs& payoffs) {
  const double terms = static_cast<double>(payoffs.rows() + payoffs.cols());
  return {equilibrium.value,
          equilibrium.exploitability / 2 + 2 * terms * kRounding * size_of(payoffs)};
}

// T47 ------------------------------------------------------------------------------------------

Payoffs turned(const Payoffs& payoffs, double sign) {
  Payoffs other(payoffs.cols(), payoffs.rows());
  for (std::size_t i = 0; i < payoffs.rows(); ++i)
    for (std::size_t j = 0; j < payoffs.cols(); ++j) other(j, i) = sign * payoffs(i, j);
  return other;
}

/// Exploitability by its definition.
Ball gain(const Payoffs& payoffs, const std::vector<double>& row,
          const std::vector<double>& column) {
  Ball best_row = -INFINITY, best_column = INFINITY;
  for (std::size_t i = 0; i < payoffs.rows(); ++i) {
    Ball sum = 0;
    for (std::size_t j = 0; j < payoffs.cols(); ++j) sum += Ball(payoffs(i, j)) * column[j];
    best_row = i == 0 ? sum : max(best_row, sum);
  }
  for (std::size_t j = 0; j < payoffs.cols(); ++j) {
    Ball sum = 0;
    for (std::size_t i = 0; i < payoffs.rows(); ++i) sum += Ball(payoffs(i, j)) * row[i];
    best_column = j == 0 ? sum : min(best_column, sum);
  }
  return best_row - best_column;
}

Check matrix_games_with(double sign, bool even) {
  return [sign, even](RandomInstance& draw, Evidence& evidence) {
    const RandomGame game = random_game(draw);
    const Payoffs& payoffs = game.payoffs;
    const Payoffs other = turned(payoffs, sign);
    auto found = games::solve_matrix_game(payoffs);
    const auto back = games::solve_matrix_game(other);
    evidence.equal("value = −value of the transposed negated game", value_of(found, payoffs),
                   -value_of(back, other));
    if (even) {
      std::fill(found.row.begin(), found.row.end(), 1.0 / static_cast<double>(payoffs.rows()));
      std::fill(found.column.begin(), found.column.end(),
                1.0 / static_cast<double>(payoffs.cols()));
    }
    evidence.at_most("exploitability ≤ 1e-9·max|A|", gain(payoffs, found.row, found.column),
                     1e-9 * Ball(size_of(payoffs)));
    if (game.fair) evidence.equal("a fair game is worth 0", value_of(found, payoffs), 0);
  };
}

// T48 ------------------------------------------------------------------------------------------

using Bound = Ball (*)(double actions, double iterations);
Ball hoeffding(double n, double t) { return sqrt(ln(Ball(n)) / (2 * Ball(t))); }
Ball without_root(double n, double t) { return ln(Ball(n)) / (2 * Ball(t)); }

/// How fictitious players count the past: they forget nothing, or everything but the last play.
enum class Memory { whole, last };

/// Fictitious play of whole payoffs by its definition: at every play the payoffs of each action
/// against how often the other has taken his, counted afresh. Sums of whole numbers are exact.
struct Players {
  Matrix<long> payoffs;
  std::vector<long> rows, columns;  // how often each action was taken
  std::size_t row = 0, column = 0;  // the next to be taken
  Memory memory;

  Players(const Matrix<long>& game, Memory past)
      : payoffs(game), rows(game.rows()), columns(game.cols()), memory(past) {}

  /// What row i earns against the columns taken, what column j costs against the rows.
  long earns(std::size_t i) const {
    long sum = 0;
    for (std::size_t j = 0; j < columns.size(); ++j) sum += payoffs(i, j) * columns[j];
    return sum;
  }
  long costs(std::size_t j) const {
    long sum = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) sum += payoffs(i, j) * rows[i];
    return sum;
  }
  /// One play of both, and the exploitability of all so far times their number.
  long play() {
    ++rows[row], ++columns[column];
    const std::size_t last_row = row, last_column = column;
    long most = earns(0), least = costs(0);
    row = column = 0;
    for (std::size_t i = 1; i < rows.size(); ++i)
      if (const long x = earns(i); x > most) most = x, row = i;
    for (std::size_t j = 1; j < columns.size(); ++j)
      if (const long x = costs(j); x < least) least = x, column = j;
    if (memory == Memory::last) answer(last_row, last_column);
    return most - least;
  }
  void answer(std::size_t last_row, std::size_t last_column) {
    row = column = 0;
    for (std::size_t i = 1; i < rows.size(); ++i)
      if (payoffs(i, last_column) > payoffs(row, last_column)) row = i;
    for (std::size_t j = 1; j < columns.size(); ++j)
      if (payoffs(last_row, j) < payoffs(last_row, column)) column = j;
  }
};

/// Whole payoffs for two to four actions, one in ten rock–paper–scissors.
Matrix<long> whole_game(RandomInstance& draw) {
  const bool scissors = draw.chance(0.1);
  const auto some = [&] { return scissors ? 3 : static_cast<std::size_t>(2 + draw.below(3)); };
  Matrix<long> game(some(), some());
  for (std::size_t i = 0; i < game.rows(); ++i)
    for (std::size_t j = 0; j < game.cols(); ++j)
      game(i, j) = scissors ? (j == (i + 1) % 3) - (i == (j + 1) % 3)
                            : static_cast<long>(draw.below(41)) - 20;
  return game;
}

/// The library's play against the definition's, play by play; it falls by 2 in ten times as many
/// plays, but rises on the way.
void check_fictitious_play(RandomInstance& draw, Evidence& evidence, Memory memory) {
  constexpr std::size_t kPlays = 500;
  static const std::vector<std::size_t> every = [] {
    std::vector<std::size_t> all(10 * kPlays);
    for (std::size_t t = 0; t < all.size(); ++t) all[t] = t + 1;
    return all;
  }();
  Players players(whole_game(draw), memory);
  Payoffs payoffs(players.payoffs.rows(), players.payoffs.cols());
  for (std::size_t i = 0; i < payoffs.rows(); ++i)
    std::ranges::copy(players.payoffs.row(i), payoffs.row(i).begin());
  const auto played = games::fictitious_play(payoffs, every.size(), every);

  bool as_defined = true;
  double early = 0, late = 0;
  for (const auto& [t, exploitability] : played.history) {
    const auto time = static_cast<double>(t);
    as_defined = as_defined && exploitability == static_cast<double>(players.play()) / time;
    if (t > kPlays / 2 && t <= kPlays) early = std::max(early, exploitability);
    if (t > 5 * kPlays) late = std::max(late, exploitability);
  }
  const auto frequencies = [](const std::vector<long>& counts) {
    std::vector<double> shares;
    for (const long count : counts) shares.push_back(static_cast<double>(count) / (10 * kPlays));
    return shares;
  };
  evidence.holds("fictitious play is its definition, play by play", as_defined);
  evidence.holds("and so are its averages", played.row == frequencies(players.rows) &&
                                                played.column == frequencies(players.columns));
  evidence.at_most("half as exploitable after ten times as many plays", 2 * late, early);
  const Ball value = value_of(games::solve_matrix_game(payoffs), payoffs);
  const auto proof = games::certify(payoffs, played.row, played.column);
  const double rounding = 16 * kRounding * size_of(payoffs);
  evidence.at_most("the value is above what the row player's average secures",
                   {proof.lower, rounding}, value);
  evidence.at_most("and below what the column player's allows", value, {proof.upper, rounding});
  Payoffs pennies(2, 2);
  pennies(0, 0) = pennies(1, 1) = 1, pennies(0, 1) = pennies(1, 0) = -1;
  const auto tossed = games::fictitious_play(pennies, 20, std::span(every).first(20)).history;
  const bool rises = std::ranges::adjacent_find(tossed, [](const auto& now, const auto& next) {
                       return next.exploitability > now.exploitability;
                     }) != tossed.end();
  evidence.holds("not monotonically: of matching pennies it rises", rises);
}

Check learning_with(Bound bound, Memory players = Memory::whole) {
  return [bound, players](RandomInstance& draw, Evidence& evidence) {
    const auto some = [&] { return static_cast<std::size_t>(2 + draw.below(6)); };
    Payoffs payoffs(some(), some());
    const double range = draw.log_uniform(0.1, 10);
    for (std::size_t i = 0; i < payoffs.rows(); ++i)
      for (double& x : payoffs.row(i)) x = range * draw.uniform();
    const auto rows = static_cast<double>(payoffs.rows()),
               columns = static_cast<double>(payoffs.cols());
    const std::size_t iterations = 1 + draw.below(400);
    const auto learnt = games::multiplicative_weights(payoffs, iterations);
    const auto time = static_cast<double>(iterations);
    const double rounding = 8 * kRounding * (time + rows + columns) * range;
    evidence.at_most(
        "multiplicative weights' averages",
        gain(payoffs, learnt.row, learnt.column) + Ball(0, rounding),
        Ball(games::payoff_range(payoffs)) * (bound(rows, time) + bound(columns, time)));

    check_fictitious_play(draw, evidence, players);
  };
}

// T49 ------------------------------------------------------------------------------------------

std::vector<double> random_masses(RandomInstance& draw, std::size_t bins) {
  std::vector<double> masses(bins);
  double sum = 0;
  for (double& mass : masses) sum += mass = -std::log(draw.uniform());
  for (double& mass : masses) mass /= sum;
  return masses;
}

/// Answers symmetric about ½; the nearest to it are ½ ± gap, or ½ itself where gap = 0.
std::vector<double> symmetric_answers(RandomInstance& draw, double gap) {
  std::vector<double> answers;
  if (gap == 0) answers.push_back(0.5);
  const std::uint32_t count = 1 + draw.below(5);
  for (std::uint32_t k = 0; k < count; ++k) {
    const double apart = k == 0 && gap > 0 ? gap : draw.uniform(gap + 0.01, 0.49);
    answers.push_back(0.5 - apart);
    answers.push_back(0.5 + apart);
  }
  std::sort(answers.begin(), answers.end());
  answers.erase(std::unique(answers.begin(), answers.end()), answers.end());
  return answers;
}

struct GanFormula {
  Ball (*reached)(Ball gap);  // what ½ ± gap costs
  double divergences;         // of the value out of reach: −ln 4 + divergences·JSD
};
Ball quadruple(Ball gap) { return ln(1 - 4 * gap * gap); }
Ball twice(Ball gap) { return ln(1 - 2 * gap * gap); }
Ball nothing(Ball) { return 0; }

/// Σ (p_b + q_b)·min_g kl(D*_b‖g): what the coarse answers cost the discriminator against q.
Ball coarseness(const games::FiniteGan& game, const std::vector<double>& weights) {
  Ball sum = 0;
  for (std::size_t b = 0; b < game.data.size(); ++b) {
    Ball q = 0;
    for (std::size_t k = 0; k < weights.size(); ++k) q += Ball(weights[k]) * game.generators(k, b);
    const Ball p = game.data[b], both = p + q, d = p / both;
    Ball least = INFINITY;
    for (const double g : game.answers) {
      const Ball lost = x_ln_ratio(d, g) + x_ln_ratio(q / both, 1 - Ball(g));
      least = least.value < lost.value ? least : lost;
    }
    sum += both * least;
  }
  return sum;
}

Check finite_gan_with(const GanFormula& formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) {
    const std::size_t bins = 2 + draw.below(5), generators = 1 + draw.below(4);
    games::FiniteGan game{std::vector<double>(bins), Payoffs(generators, bins), {}};
    for (std::size_t k = 0; k < generators; ++k) {
      const auto masses = random_masses(draw, bins);
      std::copy(masses.begin(), masses.end(), game.generators.row(k).begin());
    }
    const auto weights = random_masses(draw, generators);
    for (std::size_t k = 0; k < generators; ++k)
      for (std::size_t b = 0; b < bins; ++b) game.data[b] += weights[k] * game.generators(k, b);
    const double gap = draw.chance(0.4) ? 0 : draw.uniform(0.01, 0.4);
    game.answers = symmetric_answers(draw, gap);
    // Data and mixtures sum to 1 but for rounding, each unit of which costs at most |ln answer|.
    const auto value_of_gan = [bins](const games::FiniteGanSolution& solution) {
      const double rounding = 64 * kRounding * static_cast<double>(bins);
      return Ball{solution.value, solution.exploitability / 2 + rounding};
    };
    const Ball ln4 = ln(Ball(4)), value = value_of_gan(games::solve_finite_gan(game));
    evidence.equal("p in reach: −ln 4 + ln(1−4δ²)", value,
                   -ln4 + (gap == 0 ? Ball(0) : formula.reached(gap)));
    evidence.at_most("approached from below", value, -ln4);

    // Data out of reach: never above −ln 4 + 2 JSD, and below it by what coarse answers cost.
    game.data = random_masses(draw, bins);
    game.answers = games::even_answers(1 + draw.below(60));
    const auto nearest = games::nearest_mixture(game.data, game.generators);
    const Ball jsd{nearest.jsd, nearest.gap + 64 * kRounding};
    const Ball limit = -ln4 + formula.divergences * jsd;
    const auto solution = games::solve_finite_gan(game);
    evidence.at_most("p out of reach: at most −ln 4 + 2 JSD", value_of_gan(solution), limit);
    evidence.at_most("p out of reach: within the answers' coarseness",
                     limit - coarseness(game, solution.mixture), value_of_gan(solution));
  };
}

}  // namespace

Theorem matrix_games() {
  return {.id = "T47",
          .title = "Finite zero-sum games",
          .statement = "the value is −(the value of the transposed negated game); linear programs "
                       "give mixed strategies of exploitability ≤ 1e-9·max|A|, in degenerate games "
                       "too",
          .source = "LC",
          .check = matrix_games_with(-1, false),
          .mutants = {{"transposed, not negated", 0.6, matrix_games_with(1, false)},
                      {"even strategies", 0.6, matrix_games_with(-1, true)}},
          .chosen = "the bound 1e-9·max|A| of exploitability",
          .exercises = "games::solve_matrix_game"};
}

Theorem learning_in_games() {
  return {.id = "T48",
          .title = "Learning in games",
          .statement = "multiplicative weights, payoffs of range R, η = √(8 ln n/T)/R: the "
                       "time-averaged strategies' exploitability ≤ R(√(ln n/2T) + √(ln m/2T)); "
                       "fictitious play (play by play its definition) converges, at least half as "
                       "exploitable after ten times as many plays, but not monotonically",
          .source = "lit",
          .check = learning_with(hoeffding),
          .mutants = {{"ln n/2T without the root", 0.5, learning_with(without_root)},
                      {"players who remember the last play alone", 0.5,
                       learning_with(hoeffding, Memory::last)}},
          .chosen = "500 and 5,000 plays, and the factor 2 between them",
          .exercises = "games::multiplicative_weights, games::fictitious_play"};
}

Theorem finite_gan() {
  return {.id = "T49",
          .title = "The GAN as a finite game",
          .statement = "p in the generators' hull: value −ln 4 if ½ is an answer of D, "
                       "−ln 4 + ln(1−4δ²) if the nearest are ½ ± δ, symmetric; out of reach it "
                       "tends to −ln 4 + 2·(least binned JSD over mixtures)",
          .source = "LC, lit (GANGs), ours",
          .check = finite_gan_with({quadruple, 2}),
          .mutants = {{"ln(1−2δ²)", 0.5, finite_gan_with({twice, 2})},
                      {"−ln 4 for any answers", 0.5, finite_gan_with({nothing, 2})},
                      {"one JSD for two", 0.5, finite_gan_with({quadruple, 1})}},
          .exercises = "games::solve_finite_gan"};
}

}  // namespace verigan::theory::rows

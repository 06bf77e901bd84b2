// SPDX-License-Identifier: MIT
// finite_game: finite zero-sum games, solved and learnt, and the GAN as one of them.
//
//   exploitability = max_i (Ay)_i − min_j (xᵀA)_j ≥ 0, and 0 at equilibrium
//   multiplicative weights, T iterations: exploitability of the averages ≤ R(√(ln n/2T)+√(ln m/2T))
//   finite GAN with k even answers of D: −ln 4 (k odd) or −ln 4 + ln(1−1/k²) (k even) where the
//   generators' hull holds the data; otherwise it tends to −ln 4 + 2·min JSD
// (Brown 1951; Freund & Schapire 1999; Oliehoek et al. 2018).
//
// Sample runs:
//   finite_game --preset smoke
//   finite_game --preset smoke --actions 5 --iterations 100 --bins 6 --answers 8
#include <algorithm>
#include <cmath>

#include "core/numeric.hpp"
#include "games/finite_gan.hpp"
#include "games/learning.hpp"
#include "games/matrix_game.hpp"
#include "random/stream.hpp"
#include "run/experiment.hpp"

namespace {

using namespace verigan;

constexpr const char* kScience =
    R"(Every finite game has an equilibrium in mixed strategies. A linear program finds it; players who
only react to each other come near it, in the average over time. learning.csv follows how much the
averaged strategies can still be exploited, in a square game of uniform random payoffs in [0, 1] and
in rock, paper, scissors with stakes 1, 2 and 3: fictitious play at growing times, multiplicative weights after so many
iterations with the rate that suits them, next to the bound.

A GAN whose data, generators and answers of D are finitely many is such a game. grid.csv has its value
for 1, 2, 3, … evenly spaced answers of D, for data that a mixture of the generators meets and for
data out of reach, compared with what theory says. The generators are normals on a line, cut into bins.
All in nats.
)";

constexpr run::Rounding kRounding{8, 1e-11};  // of linear programs and of long averages
const run::Schema kLearning{"learning.csv",
                            {run::text("game"), run::text("method"), run::whole("iterations"),
                             "exploitability", "bound"},
                            kRounding};
const run::Schema kGrid{
    "grid.csv",
    {run::whole("answers"), "value_within", "theory_within", "value_beyond", "limit_beyond"},
    kRounding};

class FiniteGame final : public run::Experiment {
 public:
  std::string name() const override { return "finite_game"; }
  std::string title() const override { return "Finite games: learning to play, and the GAN as one"; }
  std::string science() const override { return kScience; }

  void declare(run::Options& options, run::Preset preset) override {
    actions_ = 20;
    iterations_ = run::pick<std::uint64_t>(preset, 1000, 30000, 300000);
    bins_ = 16;
    generators_ = 5;
    answers_ = run::pick<std::uint64_t>(preset, 16, 64, 256);
    options.whole("actions", actions_, 2, 200, "actions of each player of the random game");
    options.whole("iterations", iterations_, 1, 100000000, "iterations of learning");
    options.whole("bins", bins_, 2, 200, "bins of the finite GAN");
    options.whole("generators", generators_, 2, 50, "pure strategies of its generator");
    options.whole("answers", answers_, 1, 1000, "largest number of answers of its discriminator");
    options.never("checkpoint-every", run::kNoCheckpoints);
  }

  std::vector<run::Planned> plan(run::Preset preset) override {
    std::vector<run::Planned> runs;
    for (int seed = 1; seed <= run::pick(preset, 1, 3, 20); ++seed)
      runs.push_back({"seed " + std::to_string(seed), {"--seed", std::to_string(seed)}, iterations_});
    return runs;
  }

  std::vector<run::Schema> tables() const override { return {kLearning, kGrid}; }

  void run(run::Run& run, const run::Common& common) override {
    learning(run, common.seed);
    grid(run, common.seed);
    run.summary(summary_);
  }

 private:
  /// 1, 2, 3, 5, 7, 10, … up to the largest: eight a decade, each once.
  static std::vector<std::size_t> spaced(std::uint64_t largest) {
    std::vector<std::size_t> values;
    for (int k = 0;; ++k) {
      const auto value = static_cast<std::size_t>(std::llround(std::pow(10, k / 8.0)));
      if (value >= largest) break;
      if (values.empty() || value > values.back()) values.push_back(value);
    }
    values.push_back(static_cast<std::size_t>(largest));
    return values;
  }

  // 1. Two games, learnt in two ways.
  void learning(run::Run& run, std::uint64_t seed) {
    run::Series& table = run.table(kLearning);
    const random::Stream stream(seed, random::Purpose::sample);
    Matrix<double> payoffs(actions_, actions_), scissors(3, 3);
    for (std::size_t i = 0; i < actions_; ++i)
      for (std::size_t j = 0; j < actions_; ++j)
        payoffs(i, j) = stream.uniform_double(0, i * actions_ + j);
    for (std::size_t i = 0; i < 3; ++i) {  // rock, paper, scissors; i + 1 beats i for a stake
      scissors(i, (i + 1) % 3) = -static_cast<double>(i + 1);
      scissors((i + 1) % 3, i) = static_cast<double>(i + 1);
    }
    const auto times = spaced(iterations_);
    run.progress().begin(0, 2 * times.size());
    std::uint64_t done = 0;
    for (const auto& [name, game] : {std::pair<const char*, const Matrix<double>&>{"random", payoffs},
                                     {"rock-paper-scissors", scissors}}) {
      for (const auto& point : games::fictitious_play(game, times.back(), times).history)
        table.append(name, "fictitious-play", point.iteration, point.exploitability, std::nan(""));
      // Each length has its own rate, and so is a game of its own.
      for (const std::size_t time : times) {
        const double bound = games::multiplicative_weights_bound(game.rows(), game.cols(), time,
                                                                 games::payoff_range(game));
        table.append(name, "multiplicative-weights", time,
                     games::multiplicative_weights(game, time).exploitability, bound);
        run.progress().update(++done, std::string(name) + ", " + std::to_string(time));
      }
    }
    const auto solved = games::solve_matrix_game(payoffs);
    summary_["random_value"] = record::rounded(solved.value, 9);
    summary_["random_certified"] = solved.exploitability <= 1e-9;
  }

  // 2. The finite GAN: normals of width 1 on [−5, 5], and data that are a mixture of two of them, or
  // a narrower normal.
  void grid(run::Run& run, std::uint64_t seed) {
    games::FiniteGan within{{}, Matrix<double>(generators_, bins_), {}};
    for (std::size_t k = 0; k < generators_; ++k) {
      const double mean = -3 + 6 * static_cast<double>(k) / static_cast<double>(generators_ - 1);
      const auto law = binned(mean, 1);
      std::copy(law.begin(), law.end(), within.generators.row(k).begin());
    }
    games::FiniteGan beyond = within;
    const random::Stream stream(seed, random::Purpose::data);
    const double share = stream.uniform_double(0, 0), centre = 4 * stream.uniform_double(0, 1) - 2;
    for (std::size_t b = 0; b < bins_; ++b)
      within.data.push_back(share * within.generators(0, b) +
                            (1 - share) * within.generators(generators_ - 1, b));
    beyond.data = binned(centre, 0.5);
    const games::NearestMixture nearest = games::nearest_mixture(beyond.data, beyond.generators);
    const double limit = -kLn4 + 2 * nearest.jsd;
    run::Series& table = run.table(kGrid);
    bool agrees = true;
    for (const std::size_t k : spaced(answers_)) {
      within.answers = beyond.answers = games::even_answers(k);
      const double theory =
          -kLn4 + (k % 2 == 0 ? std::log1p(-1 / static_cast<double>(k * k)) : 0.0);
      const double value = games::solve_finite_gan(within).value;
      agrees = agrees && std::abs(value - theory) <= 1e-9;
      table.append(k, value, theory, games::solve_finite_gan(beyond).value, limit);
    }
    summary_["limit_beyond"] = record::rounded(limit, 9);
    summary_["values_agree"] = agrees;
  }

  /// A normal law's masses on equal bins of [−5, 5], normalised.
  std::vector<double> binned(double mean, double sd) const {
    const auto above = [&](std::size_t edge) {
      const double x = -5 + 10 * static_cast<double>(edge) / static_cast<double>(bins_);
      return std::erfc((x - mean) / (sd * std::sqrt(2.0))) / 2;
    };
    std::vector<double> masses;
    double sum = 0;
    for (std::size_t b = 0; b < bins_; ++b) {
      masses.push_back(std::max(above(b) - above(b + 1), 0.0));
      sum += masses.back();
    }
    for (double& mass : masses) mass /= sum;
    return masses;
  }

  record::Object summary_;
  std::uint64_t actions_ = 0, iterations_ = 0, bins_ = 0, generators_ = 0, answers_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  FiniteGame experiment;
  return verigan::run::run_program(experiment, argc, argv);
}

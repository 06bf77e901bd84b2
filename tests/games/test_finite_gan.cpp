// SPDX-License-Identifier: MIT
#include "games/finite_gan.hpp"

#include <cmath>

#include "games/matrix_game.hpp"
#include "support/catch.hpp"
#include "support/draws.hpp"
#include "support/error_of.hpp"

using namespace verigan;
using namespace verigan::games;

namespace {

const double kMinusLn4 = -std::log(4.0);

std::vector<double> random_law(Draws& draw, std::size_t bins) {
  std::vector<double> law(bins);
  double sum = 0;
  for (double& p : law) sum += p = draw.exponential();
  for (double& p : law) p /= sum;
  return law;
}

/// Generators, the data one of their mixtures or not.
FiniteGan random_gan(Draws& draw, std::size_t bins, std::size_t generators, bool reached,
                     std::size_t answers) {
  FiniteGan game{std::vector<double>(bins), Matrix<double>(generators, bins),
                 even_answers(answers)};
  for (std::size_t k = 0; k < generators; ++k) {
    const auto law = random_law(draw, bins);
    std::copy(law.begin(), law.end(), game.generators.row(k).begin());
  }
  const auto weights = random_law(draw, generators);
  for (std::size_t k = 0; k < generators; ++k)
    for (std::size_t b = 0; b < bins; ++b) game.data[b] += weights[k] * game.generators(k, b);
  if (!reached) game.data = random_law(draw, bins);
  return game;
}

}  // namespace

TEST_CASE("data within reach: −ln 4 with ½ among the answers, −ln 4 + ln(1−1/k²) for even k") {
  Draws draw(1);
  for (int i = 0; i < 10; ++i)
    for (const std::size_t k : {1u, 2u, 3u, 6u, 11u, 40u}) {
      const FiniteGan game = random_gan(draw, 7, 4, true, k);
      const double expected =
          k % 2 == 1 ? kMinusLn4 : kMinusLn4 + std::log1p(-1.0 / static_cast<double>(k * k));
      CAPTURE(k);
      const FiniteGanSolution solution = solve_finite_gan(game);
      CHECK(std::abs(solution.value - expected) < 1e-9);
      CHECK(solution.exploitability <= 1e-9);
    }
}

TEST_CASE("the small program and the whole matrix of pure strategies have one value") {
  Draws draw(2);
  for (int i = 0; i < 40; ++i) {
    const std::size_t bins = 3, answers = 2 + static_cast<std::size_t>(i % 4), generators = 3;
    FiniteGan game = random_gan(draw, bins, generators, i % 2 == 0, answers);
    if (i >= 20) {  // masses of unlike size, answers next to certain
      for (std::size_t k = 0; k < generators; ++k) {
        const double little = std::pow(10, draw.whole(-300, -1)), all = game.generators(k, 1) +
                                                                        game.generators(k, 2);
        game.generators(k, 0) = little;
        for (const std::size_t b : {1u, 2u}) game.generators(k, b) *= (1 - little) / all;
      }
      game.answers.front() = std::pow(10, draw.whole(-300, -1));
      game.answers.back() = 1 - std::pow(10, draw.whole(-15, -1));
    }
    Matrix<double> payoffs(answers * answers * answers, generators);  // D maximises
    for (std::size_t d = 0; d < payoffs.rows(); ++d) {
      const std::size_t answer[] = {d % answers, d / answers % answers, d / answers / answers};
      for (std::size_t k = 0; k < generators; ++k)
        for (std::size_t b = 0; b < bins; ++b)
          payoffs(d, k) += game.data[b] * std::log(game.answers[answer[b]]) +
                           game.generators(k, b) * std::log1p(-game.answers[answer[b]]);
    }
    CHECK(std::abs(solve_matrix_game(payoffs).value - solve_finite_gan(game).value) < 1e-9);
  }
}

TEST_CASE("data out of reach: the value tends to −ln 4 + 2·(least JSD) from below") {
  Draws draw(3);
  for (int i = 0; i < 5; ++i) {
    const FiniteGan coarse = random_gan(draw, 6, 3, false, 3);
    const NearestMixture nearest = nearest_mixture(coarse.data, coarse.generators);
    CHECK(nearest.gap < 1e-10);
    const double limit = kMinusLn4 + 2 * nearest.jsd;
    double before = 1;
    for (const std::size_t k : {5u, 25u, 125u, 625u}) {
      FiniteGan game = coarse;
      game.answers = even_answers(k);
      const double missing = limit - solve_finite_gan(game).value;
      CAPTURE(k, missing);
      CHECK(missing >= -1e-9);
      // Answers 1/k apart: a best answer is missed by at most 1/(2k), and V is flat there.
      CHECK(missing < before / 4);
      before = std::max(missing, 1e-7);
    }
  }
}

TEST_CASE("the nearest mixture against a search") {
  Draws draw(4);
  for (int i = 0; i < 10; ++i) {
    const FiniteGan game = random_gan(draw, 5, 2, false, 1);
    const NearestMixture nearest = nearest_mixture(game.data, game.generators);
    double least = 1;
    for (int step = 0; step <= 20000; ++step) {
      const double w = step / 20000.0;
      double jsd = 0;
      for (std::size_t b = 0; b < 5; ++b) {
        const double p = game.data[b],
                     q = w * game.generators(0, b) + (1 - w) * game.generators(1, b);
        jsd += p * std::log(2 * p / (p + q)) / 2 + q * std::log(2 * q / (p + q)) / 2;
      }
      least = std::min(least, jsd);
    }
    CHECK(nearest.jsd <= least + 1e-12);
    CHECK(nearest.jsd >= least - 1e-8);
  }
  // Disjoint from all: ln 2. Alone: its own JSD.
  Matrix<double> away(1, 2);
  away(0, 1) = 1;
  const NearestMixture apart = nearest_mixture({1, 0}, away);
  CHECK(apart.jsd == Approx(std::log(2)));
  CHECK(apart.weights == std::vector<double>{1});
}

TEST_CASE("finite GANs that are none are refused in one line") {
  Matrix<double> law(1, 2);
  law(0, 0) = law(0, 1) = 0.5;
  const auto complaint = [&](FiniteGan game) {
    const std::string text = error_of([&] { solve_finite_gan(game); });
    CHECK(is_one_line(text));
    return text;
  };
  CHECK(complaint({{}, law, {0.5}}).find("no bins") != std::string::npos);
  complaint({{0.5, 0.6}, law, {0.5}});
  complaint({{1.5, -0.5}, law, {0.5}});
  complaint({{1, 0, 0}, law, {0.5}});
  complaint({{1, 0}, Matrix<double>(), {0.5}});
  for (const std::vector<double>& answers :
       {std::vector<double>{}, {0}, {1}, {0.5, 0.5}, {0.7, 0.2}, {std::nan("")}})
    complaint({{1, 0}, law, answers});
}

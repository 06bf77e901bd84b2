// SPDX-License-Identifier: MIT
#include "games/learning.hpp"

#include <cmath>

#include "games/matrix_game.hpp"
#include "support/catch.hpp"
#include "support/draws.hpp"
#include "support/error_of.hpp"

using namespace verigan;
using namespace verigan::games;

namespace {

Matrix<double> random_game(std::size_t n, std::size_t m, unsigned seed) {
  Draws draw(seed);
  Matrix<double> a(n, m);
  for (std::size_t i = 0; i < n; ++i)
    for (double& x : a.row(i)) x = draw.uniform(-3, 5);
  return a;
}

}  // namespace

TEST_CASE("multiplicative weights stay below their bound, and the averages are what they say") {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    const Matrix<double> a = random_game(2 + seed % 5, 3 + seed % 7, seed);
    for (const std::size_t iterations : {1u, 10u, 300u}) {
      const Learning learnt = multiplicative_weights(a, iterations);
      const double bound = multiplicative_weights_bound(a.rows(), a.cols(), iterations,
                                                        payoff_range(a));
      CAPTURE(seed, iterations);
      CHECK(learnt.exploitability <= bound);
      const Certificate certificate = certify(a, learnt.row, learnt.column);
      CHECK(std::abs(certificate.exploitability() - learnt.exploitability) < 1e-12);
      CHECK(certificate.lower <= solve_matrix_game(a).value + 1e-12);
      CHECK(certificate.upper >= solve_matrix_game(a).value - 1e-12);
    }
  }
  // n = m: √(2 ln n/T) for payoffs in [0, 1].
  CHECK(multiplicative_weights_bound(4, 4, 50, 1) == Approx(std::sqrt(2 * std::log(4) / 50)));
}

TEST_CASE("the first round of multiplicative weights is even, the second by the formula") {
  Matrix<double> a(2, 2);
  a(0, 0) = 1;  // [[1, 0], [0, 0]]
  const Learning two = multiplicative_weights(a, 2);
  // Payoffs after the even round: rows ½, 0; columns ½, 0. η = √(4 ln 2), R = 1.
  const double eta = std::sqrt(4 * std::log(2)), w = std::exp(eta / 2);
  CHECK(two.row[0] == Approx((0.5 + w / (w + 1)) / 2).epsilon(1e-14));
  CHECK(two.column[0] == Approx((0.5 + 1 / (w + 1)) / 2).epsilon(1e-14));
}

TEST_CASE("fictitious play converges, not monotonically") {
  Matrix<double> scissors(3, 3);
  for (std::size_t i = 0; i < 3; ++i)
    scissors(i, (i + 1) % 3) = -1, scissors(i, (i + 2) % 3) = 1;
  std::vector<std::size_t> every;
  for (std::size_t t = 1; t <= 20000; ++t) every.push_back(t);
  const Learning learnt = fictitious_play(scissors, 20000, every);
  REQUIRE(learnt.history.size() == 20000);
  CHECK(learnt.exploitability < 0.03);
  CHECK(learnt.exploitability > 0);
  int rises = 0;
  for (std::size_t t = 1; t < learnt.history.size(); ++t) {
    CHECK(learnt.history[t].iteration == t + 1);
    rises += learnt.history[t].exploitability > learnt.history[t - 1].exploitability + 1e-12;
  }
  CHECK(rises > 50);
  const Certificate certificate = certify(scissors, learnt.row, learnt.column);
  CHECK(certificate.exploitability() == Approx(learnt.exploitability).margin(1e-12));
  // By hand: (1,1), then rows answer column 1 with row 2 … the first four rounds of pennies.
  Matrix<double> pennies(2, 2);
  pennies(0, 0) = pennies(1, 1) = 1, pennies(0, 1) = pennies(1, 0) = -1;
  const Learning four = fictitious_play(pennies, 4);
  CHECK(four.row == std::vector<double>{0.75, 0.25});
  CHECK(four.column == std::vector<double>{0.25, 0.75});
}

TEST_CASE("learning without a game or without time is refused") {
  CHECK(is_one_line(error_of([] { fictitious_play(Matrix<double>(), 5); })));
  CHECK(is_one_line(error_of([] { multiplicative_weights(random_game(2, 2, 1), 0); })));
  Matrix<double> wrong = random_game(2, 2, 1);
  wrong(1, 0) = NAN;
  CHECK(is_one_line(error_of([&] { multiplicative_weights(wrong, 3); })));
}

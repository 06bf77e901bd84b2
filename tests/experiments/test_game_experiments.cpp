// SPDX-License-Identifier: MIT
// What the experiments about games write, against closed forms worked out here.
#include <algorithm>
#include <cmath>

#include "experiments/bench.hpp"
#include "record/csv.hpp"
#include "support/catch.hpp"

using namespace verigan;

TEST_CASE("bilinear_game: every radius is the one of theory") {
  const Bench bench;
  const auto outcome = bench.run("bilinear_game", {"--preset", "smoke", "--eta", "0.3"});
  REQUIRE(outcome.code == 0);
  const record::Table table = record::read_csv(outcome.folder() / "radius.csv");
  const auto step = table.numbers("step");
  REQUIRE(step.back() == 1000);
  for (std::size_t i = 0; i < step.size(); ++i) {
    const auto holds = [&](const char* method, double factor) {
      const double expected = std::pow(factor, step[i]);
      INFO(method << " after " << step[i]);
      CHECK(table.numbers(method)[i] == Approx(expected).epsilon(1e-8));
      CHECK(table.numbers(std::string(method) + "_theory")[i] == Approx(expected).epsilon(1e-8));
    };
    holds("simultaneous", std::sqrt(1.09));
    holds("extragradient", std::sqrt(1 - 0.09 + 0.0081));
    holds("proximal", 1 / std::sqrt(1.09));
    holds("consensus", std::hypot(0.7, 0.3));
    // x² + y² − ηxy is kept, and lies between (1 ∓ η/2) times the squared radius.
    CHECK(table.numbers("alternating")[i] <= std::sqrt(1.15 / 0.85) + 1e-9);
    CHECK(table.numbers("alternating")[i] >= std::sqrt(0.85 / 1.15) - 1e-9);
    CHECK(table.numbers("alternating")[i] ==
          Approx(table.numbers("alternating_theory")[i]).epsilon(1e-8));
  }
  const auto optimistic = table.numbers("optimistic");
  const double rate = std::pow(optimistic.back() / optimistic[optimistic.size() / 2],
                               1 / (step.back() - step[step.size() / 2]));
  CHECK(rate == Approx(std::sqrt((1 + 0.8) / 2)).epsilon(1e-6));  // √(1 − 4·0.09) = 0.8
  const auto again = bench.run("bilinear_game", {"--preset", "smoke", "--eta", "0.3", "--seed", "2"});
  CHECK(again.hash() != outcome.hash());
  // Another step size starts elsewhere, so that runs of one seed say something each.
  const auto other = bench.run("bilinear_game", {"--preset", "smoke", "--eta", "0.31"});
  const auto start = [](const auto& of) {
    return record::read_csv(of.folder() / "orbits.csv").numbers("x").front();
  };
  CHECK(std::abs(start(other) - start(outcome)) > 1e-3);
}

TEST_CASE("dirac_gan: frequencies in closed form, and what becomes of the orbits") {
  const Bench bench;
  const auto outcome = bench.run("dirac_gan", {"--preset", "smoke"});
  REQUIRE(outcome.code == 0);
  const record::Table table = record::read_csv(outcome.folder() / "eigenvalues.csv");
  const auto alpha = table.numbers("alpha"), omega = table.numbers("omega"),
             numeric = table.numbers("omega_numeric"), pair = table.numbers("pair_light"),
             heavy_pair = table.numbers("pair_heavy"),
             light = table.numbers("settling_light"), heavy = table.numbers("settling_heavy");
  int waits = 0;
  const auto loss = table.texts("loss");
  REQUIRE(alpha.size() == 3 * 19);
  for (std::size_t i = 0; i < alpha.size(); ++i) {
    const double a = alpha[i], b = 1 - a;
    const double expected = loss[i] == "minimax"         ? a * b
                            : loss[i] == "non-saturating" ? b * std::sqrt(a)
                                                         : b * std::sqrt(a * b);
    CHECK(omega[i] == Approx(expected).epsilon(1e-9));
    CHECK(std::abs(numeric[i] - expected) < 1e-9);
    const auto settling = [&](double gamma) {
      const double d = a * gamma / 2;
      return d < expected ? d : d - std::sqrt(d * d - expected * expected);
    };
    CHECK(pair[i] == Approx(settling(0.5)).epsilon(1e-6));
    CHECK(light[i] == Approx(std::min(settling(0.5), a * b)).epsilon(1e-6));
    CHECK(heavy[i] == Approx(std::min(settling(5), a * b)).epsilon(1e-6));
    CHECK(heavy_pair[i] == Approx(settling(5)).epsilon(1e-6));
    waits += heavy[i] < heavy_pair[i];
  }
  CHECK(waits >= 5);  // near α = 0 the heavily damped game waits for the bias
  // The bare minimax flow moves on a circle: v = f′(ψθ)·(−ψ, θ).
  const record::Table orbits = record::read_csv(outcome.folder() / "orbits.csv");
  const auto names = orbits.texts("orbit");
  const auto theta = orbits.numbers("theta"), psi = orbits.numbers("psi");
  double r1 = 0;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const double radius = std::hypot(theta[i], psi[i]);
    if (names[i] == "flow") CHECK(radius == Approx(std::sqrt(2)).epsilon(1e-6));
    if (names[i] == "r1") r1 = radius;
  }
  CHECK(r1 < 0.2);
}

TEST_CASE("finite_game: below the bound, and the finite GAN's values") {
  const Bench bench;
  const auto outcome = bench.run("finite_game", {"--preset", "smoke"});
  REQUIRE(outcome.code == 0);
  const record::Table learning = record::read_csv(outcome.folder() / "learning.csv");
  const auto game = learning.texts("game"), method = learning.texts("method");
  const auto iterations = learning.numbers("iterations"),
             exploitability = learning.numbers("exploitability"), bound = learning.numbers("bound");
  for (std::size_t i = 0; i < game.size(); ++i) {
    CHECK(exploitability[i] >= 0);
    if (method[i] != "multiplicative-weights") continue;
    CHECK(exploitability[i] <= bound[i]);
    if (game[i] == "rock-paper-scissors")  // stakes up to 3: payoffs of range 6
      CHECK(bound[i] == Approx(6 * std::sqrt(2 * std::log(3) / iterations[i])).epsilon(1e-6));
  }
  const record::Table grid = record::read_csv(outcome.folder() / "grid.csv");
  const auto answers = grid.numbers("answers"), within = grid.numbers("value_within"),
             beyond = grid.numbers("value_beyond"), limit = grid.numbers("limit_beyond");
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const double k = answers[i], even = std::fmod(k, 2) == 0 ? std::log1p(-1 / (k * k)) : 0;
    CHECK(within[i] == Approx(-std::log(4) + even).epsilon(1e-7));
    CHECK(beyond[i] <= limit[i] + 1e-7);
  }
  CHECK(beyond.back() > limit.back() - 0.02);
}

TEST_CASE("games that make no sense are one line and exit code 2") {
  const Bench bench;
  for (const auto& [program, options] :
       {std::pair<std::string, std::vector<std::string>>{"bilinear_game", {"--eta", "0"}},
        {"bilinear_game", {"--eta", "0.5"}},
        {"bilinear_game", {"--eta", "nan"}},
        {"bilinear_game", {"--eta", "0.6", "--steps", "100000"}},
        {"dirac_gan", {"--gamma", "-1"}},
        {"dirac_gan", {"--time", "0"}},
        {"finite_game", {"--actions", "1"}},
        {"finite_game", {"--answers", "x"}}}) {
    const auto outcome = bench.run(program, options);
    INFO(program << outcome.err);
    CHECK(outcome.code == 2);
    CHECK(std::count(outcome.err.begin(), outcome.err.end(), '\n') == 1);
  }
}

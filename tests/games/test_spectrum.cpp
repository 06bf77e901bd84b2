// SPDX-License-Identifier: MIT
#include "games/spectrum.hpp"

#include <cmath>

#include "games/bilinear.hpp"
#include "games/quadratic.hpp"
#include "support/catch.hpp"
#include "support/draws.hpp"
#include "support/error_of.hpp"
#include "theory/dirac.hpp"

using namespace verigan;
using namespace verigan::games;

namespace {

Linearisation bilinear() { return linearise(Bilinear{}, {0, 0}); }

double largest(const Linearisation& linear, Method method) {
  return largest_stable_step(linear, {.method = method});
}

/// The factor by which `steps` late steps of a real run shrink the state, per step.
template <Game G>
double observed_rate(const G& game, const StepRule& rule, StateOf<G> z) {
  const auto size = [](const StateOf<G>& state) {
    double sum = 0;
    for (const double x : state) sum += x * x;
    return std::sqrt(sum);
  };
  // Geometric mean over many steps, so that rotation averages out.
  const auto states = trajectory(game, rule, z, 6000, 1);
  return std::pow(size(states[6000]) / size(states[3000]), 1.0 / 3000);
}

template <std::size_t N, std::size_t M>
Quadratic<N, M> random_game(unsigned seed) {
  Draws draw(seed);
  Quadratic<N, M> game;
  for (std::size_t i = 0; i < N; ++i) game.a[i][i] = 0.02 + 0.1 * std::abs(draw.normal());
  for (std::size_t i = 0; i < M; ++i) game.c[i][i] = 0.02 + 0.1 * std::abs(draw.normal());
  for (auto& row : game.b)
    for (double& b : row) b = draw.normal();
  return game;
}

}  // namespace

TEST_CASE("the bilinear game: every number of the report in closed form") {
  const auto values = eigenvalues(bilinear());
  CHECK(values[0] == Complex(0, -1));
  CHECK(values[1] == Complex(0, 1));
  CHECK(rotation_frequency(bilinear()) == 1);
  for (const double h : {0.01, 0.2, 0.5, std::sqrt(0.5), 0.7, 1.0, 1.5, 1.999}) {
    const auto rate = [&](Method method) {
      return contraction_per_step(bilinear(), {.method = method, .step = h});
    };
    CAPTURE(h);
    CHECK(std::abs(rate(Method::simultaneous) - std::sqrt(1 + h * h)) < 1e-15);
    CHECK(rate(Method::alternating) == 1);
    CHECK(std::abs(rate(Method::extragradient) - std::sqrt(1 - h * h + h * h * h * h)) < 1e-14);
    CHECK(std::abs(rate(Method::proximal) - 1 / std::sqrt(1 + h * h)) < 1e-15);
    const double root = std::sqrt(std::abs(1 - 4 * h * h));
    const double optimistic = h <= 0.5
                                  ? std::sqrt((1 + root) / 2)
                                  : std::sqrt(1 + (2 * h + root) * (2 * h + root)) / 2;
    CHECK(std::abs(rate(Method::optimistic) - optimistic) < 1e-12);
  }
  CHECK(contraction_per_step(bilinear(), {.method = Method::optimistic, .step = 0.5}) ==
        Approx(std::sqrt(0.5)).epsilon(1e-15));
  CHECK(largest(bilinear(), Method::simultaneous) == 0);
  CHECK(largest(bilinear(), Method::alternating) == 2);
  CHECK(largest(bilinear(), Method::extragradient) == 1);
  CHECK(largest(bilinear(), Method::optimistic) == Approx(1 / std::sqrt(3)).epsilon(1e-15));
  CHECK(std::isinf(largest(bilinear(), Method::proximal)));
  CHECK(largest(bilinear(), Method::consensus) == Approx(1).epsilon(1e-15));
}

TEST_CASE("alternating Dirac: modulus 1 up to √(n_g n_d)·h/2 = 2") {
  const theory::DiracGan game({});
  const Linearisation linear = linearise(game, game.equilibrium());
  CHECK(largest_stable_step(linear, {.method = Method::alternating}) == 4);
  CHECK(contraction_per_step(linear, {.method = Method::alternating, .step = 3.9}) == 1);
  CHECK(contraction_per_step(linear, {.method = Method::alternating, .step = 4.1}) > 1.1);
  for (const int n : {2, 5})
    CHECK(largest_stable_step(
              linear, {.method = Method::alternating, .first_updates = 1, .second_updates = n}) ==
          Approx(4 / std::sqrt(n)).epsilon(1e-6));
}

TEST_CASE("contraction is what runs of the game show, and the spectral radius of the whole step") {
  const auto two = random_game<1, 1>(3);
  const auto five = random_game<2, 3>(4);
  for (const Method method : kMethods) {
    const StepRule rule{.method = method, .step = 0.11, .consensus = 0.4};
    CAPTURE(method_name(method));
    const double small = contraction_per_step(linearise(two, {}), rule);
    CHECK(observed_rate(two, rule, {1, 0.3}) == Approx(small).epsilon(2e-4));
    const double large = contraction_per_step(linearise(five, {}), rule);
    CHECK(observed_rate(five, rule, {1, 0.3, -1, 0.5, 2}) == Approx(large).epsilon(2e-3));
    // By powers of the matrix: ‖M^(2^k)‖^(1/2^k).
    const Matrix<double> whole = step_matrix(linearise(five, {}), rule);
    Matrix<double> power = whole;
    double log_scale = 0;
    constexpr int kSquarings = 20;
    for (int s = 0; s < kSquarings; ++s) {
      Matrix<double> square(whole.rows(), whole.rows());
      double norm = 0;
      for (std::size_t i = 0; i < whole.rows(); ++i)
        for (std::size_t j = 0; j < whole.rows(); ++j) {
          for (std::size_t k = 0; k < whole.rows(); ++k) square(i, j) += power(i, k) * power(k, j);
          norm = std::max(norm, std::abs(square(i, j)));
        }
      for (std::size_t i = 0; i < whole.rows(); ++i)
        for (std::size_t j = 0; j < whole.rows(); ++j) square(i, j) /= norm;
      log_scale = 2 * log_scale + std::log(norm);
      power = square;
    }
    CHECK(large == Approx(std::exp(log_scale / (1 << kSquarings))).epsilon(1e-5));
  }
}

TEST_CASE("orbits are bounded just below the largest stable step and grow just above it") {
  for (unsigned seed = 1; seed <= 30; ++seed) {
    const auto two = random_game<1, 1>(seed);
    const auto three = random_game<2, 1>(seed);
    for (const Linearisation& linear : {linearise(two, {}), linearise(three, {})})
      for (const Method method : kMethods) {
        StepRule rule{.method = method, .consensus = 0.2};
        const double step = largest_stable_step(linear, rule);
        CAPTURE(seed, method_name(method), linear.jacobian.rows(), step);
        CHECK(step > 0);
        if (std::isinf(step)) {
          CHECK(method == Method::proximal);
          continue;
        }
        rule.step = step * (1 - 1e-6);
        CHECK(contraction_per_step(linear, rule) <= 1 + 1e-9);
        rule.step = step * (1 + 1e-4);
        CHECK(contraction_per_step(linear, rule) > 1);
        for (double share = 0.02; share < 1; share += 0.02) {
          rule.step = share * step;
          CHECK(contraction_per_step(linear, rule) <= 1 + 1e-9);
        }
      }
  }
}

TEST_CASE("damped games against 40 digits") {
  // mpmath, 40 digits: with λ = −0.3 + 0.4i the smallest positive root of
  //   |1 + hλ + h²λ²|² = 1, of |1 + hλ|² = 1, and of max|r| = 1, r² − (1+2hλ)r + hλ = 0.
  const theory::DiracGan game({.regulariser = theory::Regulariser::r1, .gamma = 0.6});
  const Linearisation linear = linearise(game, game.equilibrium());
  CHECK(largest(linear, Method::simultaneous) == Approx(2.4).epsilon(1e-14));
  CHECK(largest(linear, Method::extragradient) == Approx(2.922029976530928651330006695690).epsilon(1e-14));
  CHECK(largest(linear, Method::optimistic) == Approx(1.304082935199266349633739410074).epsilon(1e-14));
}

TEST_CASE("fields that repel, drift or do nothing") {
  const auto of = [](double a, double b, double c, double d) {
    return linearisation(Square<2>{{{a, b}, {c, d}}}, 1);
  };
  for (const Method method : kMethods) {
    CAPTURE(method_name(method));
    if (method != Method::consensus) {
      CHECK(largest(of(0.1, -1, 1, 0), method) == 0);
      CHECK(largest(of(0.5, 0, 0, -1), method) == 0);
    }
    CHECK(largest(of(0, 1, 0, 0), method) == 0);  // a drift
    CHECK(std::isinf(largest(of(0, 0, 0, 0), method)));
  }
  // A saddle: negative determinant.
  CHECK(largest(of(-0.1, 1, 1, -0.1), Method::alternating) == 0);
  // Two players apart, each descending: h ≤ 2/a.
  CHECK(largest(of(-0.5, 0, 0, -0.25), Method::alternating) == 4);
  CHECK(largest(of(-0.5, 0, 0, -0.25), Method::simultaneous) == 4);
  // Slow next to fast: λ² + γλ + ¼ with γ = 10¹², whose slow root is −1/(4γ)·(1 + 1/(4γ²) + …).
  const auto stiff = eigenvalues(of(0, -0.5, 0.5, -1e12));
  CHECK(stiff[0].real() == Approx(-1e12).epsilon(1e-15));
  CHECK(stiff[1].real() == Approx(-2.5e-13).epsilon(1e-15));
  for (const double extreme : {1e200, 1e-200}) {
    CHECK(is_one_line(error_of([&] { eigenvalues(of(0, -extreme, extreme, 0)); })));
    const StepRule far{.step = 1e200};
    CHECK(is_one_line(error_of([&] { contraction_per_step(bilinear(), far); })));
  }
  CHECK(error_of([&] { eigenvalues(of(NAN, 0, 0, 1)); }).find("finite") != std::string::npos);
  CHECK(error_of([] { eigenvalues(Linearisation{}); }) != "");
}

TEST_CASE("a phase diagram is the contraction at every pair") {
  const std::vector<double> strengths{0, 0.5, 2}, steps{0.1, 1, 3};
  const auto at = [](double gamma) {
    return linearise(theory::DiracGan({.regulariser = theory::Regulariser::r1, .gamma = gamma}), {0, 0});
  };
  const Matrix<double> diagram =
      phase_diagram(at, strengths, steps, {.method = Method::simultaneous});
  // |1 + hλ|² with λ = −γ/2 ± i√(1−γ²)/2: 1 − hγ + h²/4 while γ < 1.
  for (std::size_t k = 0; k < 3; ++k) {
    const double h = steps[k];
    CHECK(diagram(0, k) == Approx(std::sqrt(1 + h * h / 4)).epsilon(1e-14));
    CHECK(diagram(1, k) == Approx(std::sqrt(1 - h / 2 + h * h / 4)).epsilon(1e-14));
  }
  CHECK(diagram(2, 0) == Approx(1 - 0.1 * (1 - std::sqrt(0.75))).epsilon(1e-14));
}

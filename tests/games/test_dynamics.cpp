// SPDX-License-Identifier: MIT
#include "games/dynamics.hpp"

#include <cmath>
#include <numbers>

#include "games/bilinear.hpp"
#include "games/bilinear_theory.hpp"
#include "games/flow.hpp"
#include "games/quadratic.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "theory/dirac.hpp"

using namespace verigan;
using namespace verigan::games;

namespace {

double radius(const State<2>& z) { return std::hypot(z[0], z[1]); }

/// The factor a step multiplies the radius by, measured over many steps.
double measured_rate(Method method, double step, std::size_t steps) {
  const State<2> end = play(Bilinear{}, {.method = method, .step = step}, {0.6, -0.8}, steps);
  return std::pow(radius(end), 1.0 / static_cast<double>(steps));
}

}  // namespace

TEST_CASE("the bilinear radius grows or shrinks by the closed forms of theory, to 1e-12") {
  for (const double h : {0.01, 0.1, 0.3, 0.5, std::sqrt(0.5), 0.9, 1.0, 1.4}) {
    CAPTURE(h);
    CHECK(std::abs(measured_rate(Method::simultaneous, h, 200) - std::sqrt(1 + h * h)) < 1e-12);
    CHECK(std::abs(measured_rate(Method::extragradient, h, 200) -
                   std::sqrt(1 - h * h + h * h * h * h)) < 1e-12);
    CHECK(std::abs(measured_rate(Method::proximal, h, 200) - 1 / std::sqrt(1 + h * h)) < 1e-12);
    // Consensus of strength 1: the eigenvalues of J − JᵀJ are −1 ± i.
    CHECK(std::abs(measured_rate(Method::consensus, h, 200) - std::hypot(1 - h, h)) < 1e-12);
  }
}

TEST_CASE("the optimistic rate is reached after many steps") {
  // |z_t| behaves like t·rate^t at worst, so the ratio of two late states has the rate.
  for (const double h : {0.1, 0.3, 0.45, 0.55}) {
    const auto states =
        trajectory(Bilinear{}, {.method = Method::optimistic, .step = h}, {1, 0}, 2000, 1000);
    const double rate = std::pow(radius(states[2]) / radius(states[1]), 1e-3);
    const double root = std::sqrt(std::abs(1 - 4 * h * h));
    const double expected = h <= 0.5 ? std::sqrt((1 + root) / 2)
                                     : std::sqrt(1 + (2 * h + root) * (2 * h + root)) / 2;
    CAPTURE(h, rate, expected);
    CHECK(std::abs(rate - expected) < 1e-3);
  }
}

TEST_CASE("alternating steps keep x² + y² − ηxy and stay bounded for η < 2") {
  for (const double h : {0.05, 0.7, 1.3, 1.99}) {
    const auto kept = [h](const State<2>& z) { return z[0] * z[0] + z[1] * z[1] - h * z[0] * z[1]; };
    const State<2> start{0.3, 0.9};
    const State<2> end =
        play(Bilinear{}, {.method = Method::alternating, .step = h}, start, 100000);
    CAPTURE(h);
    CHECK(kept(end) == Approx(kept(start)).epsilon(1e-9));
  }
  CHECK(radius(play(Bilinear{}, {.method = Method::alternating, .step = 2.01}, {0.3, 0.9}, 500)) >
        1e10);
}

TEST_CASE("the closed-form radius is the run's, for every method") {
  for (const Method method : kMethods)
    for (const double h : {0.03, 0.3, 0.55, 1.2})
      for (const std::size_t steps : {0u, 1u, 2u, 37u, 600u}) {
        const StepRule rule{.method = method, .step = h, .consensus = 0.7};
        const State<2> start{0.3, -0.9};
        CAPTURE(method_name(method), h, steps);
        CHECK(radius(play(Bilinear{}, rule, start, steps)) ==
              Approx(bilinear_radius(rule, start, steps)).epsilon(1e-10));
      }
  CHECK(std::isinf(bilinear_radius({.step = 2}, {1, 0}, 10000)));
  const StepRule far{.method = Method::alternating, .step = 2};
  CHECK(is_one_line(error_of([&] { bilinear_radius(far, {1, 0}, 1); })));
}

TEST_CASE("several alternating updates are several") {
  const Quadratic<> game{.a = {{{0.5}}}, .b = {{{1}}}, .c = {{{0.25}}}};
  State<2> z{1, 2};
  z = play(game, {.method = Method::alternating, .step = 0.1, .first_updates = 2,
                  .second_updates = 3},
           z, 1);
  double x = 1, y = 2;
  for (int i = 0; i < 2; ++i) x += 0.1 * (-0.5 * x - y);
  for (int i = 0; i < 3; ++i) y += 0.1 * (x - 0.25 * y);
  CHECK(z[0] == Approx(x).epsilon(1e-15));
  CHECK(z[1] == Approx(y).epsilon(1e-15));
}

TEST_CASE("proximal steps solve their equation in a game that is not affine") {
  const theory::DiracGan game({.loss = &theory::game_loss("non-saturating")});
  for (const double h : {0.1, 1.0, 5.0}) {
    const State<2> z{1.3, -0.7};
    const State<2> next = play(game, {.method = Method::proximal, .step = h}, z, 1);
    const State<2> v = game.field(next);
    for (std::size_t i = 0; i < 2; ++i)
      CHECK(next[i] == Approx(z[i] + h * v[i]).margin(1e-13));
  }
}

TEST_CASE("the trajectory holds every stride-th state") {
  const StepRule rule{.method = Method::extragradient, .step = 0.2};
  const auto states = trajectory(Bilinear{}, rule, {1, 1}, 10, 3);
  REQUIRE(states.size() == 4);
  CHECK(states[0] == State<2>{1, 1});
  CHECK(states[3] == play(Bilinear{}, rule, {1, 1}, 9));
}

TEST_CASE("the flow of the bilinear game is a rotation") {
  const std::vector<double> times{0, 0.5, 2, 40};
  const Flow found = flow(Bilinear{.scale = 1.5}, {1, 0}, times);
  REQUIRE(found.states.size() == 4);
  CHECK(found.error < 1e-9);
  for (std::size_t i = 0; i < times.size(); ++i) {
    CHECK(std::abs(found.states[i][0] - std::cos(1.5 * times[i])) <= found.error);
    CHECK(std::abs(found.states[i][1] - std::sin(1.5 * times[i])) <= found.error);
  }
  // Damped: θ̈ + θ̇ + θ = 0 has the solution e^{−t/2}(cos ωt + sin ωt/(2ω)) with ω = √¾.
  const Quadratic<> damped{.a = {}, .b = {{{1}}}, .c = {{{1}}}};
  const Flow slow = flow(damped, {1, 0}, std::vector<double>{7});
  const double w = std::sqrt(0.75);
  CHECK(slow.states[0][0] == Approx(std::exp(-3.5) * (std::cos(7 * w) + std::sin(7 * w) / (2 * w)))
                                 .margin(1e-11));
}

TEST_CASE("mistakes in methods and flows are one line") {
  CHECK(error_of([] { method_of("extra"); }).find("did you mean 'extragradient'") !=
        std::string::npos);
  CHECK(error_of([] { method_of("simultanous"); }).find("'simultaneous'?") != std::string::npos);
  CHECK(method_of("Proximal") == Method::proximal);
  for (const double step : {0.0, -1.0, std::nan(""), double{INFINITY}})
    CHECK(error_of([&] { play(Bilinear{}, {.step = step}, {1, 0}, 1); }).starts_with("step "));
  CHECK(error_of([] {
          play(Bilinear{}, {.method = Method::alternating, .first_updates = 0}, {1, 0}, 1);
        }) != "");
  CHECK(error_of([] { flow(Bilinear{}, {1, 0}, std::vector<double>{1, 0.5}); }) != "");
  CHECK(error_of([] { flow(Bilinear{}, {NAN, 0}, std::vector<double>{1}); }) != "");
  CHECK(error_of([] { flow(Bilinear{}, {1, 0}, std::vector<double>{1}, {.tolerance = 0}); }) != "");
}

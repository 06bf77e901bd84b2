// SPDX-License-Identifier: MIT
#include <cmath>
#include <limits>

#include "random/transform.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"

using namespace verigan;
using random::DiscreteLaw;
using random::MixedLaw;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

const random::Stream& stream() {
  static const random::Stream of_tests(11, random::Purpose::test);
  return of_tests;
}

double unit(double x) { return x < 0 ? 0 : x > 1 ? 1 : x; }
double same(double u) { return u; }

}  // namespace

TEST_CASE("a draw is the quantile of the uniform at its address") {
  for (const std::uint64_t index : {0u, 1u, 77u}) {
    const double u = stream().uniform_double(3, index);
    CHECK(random::inverse_transform(stream(), 3, index, [](double v) { return 2 * v - 1; }) ==
          2 * u - 1);
  }
}

TEST_CASE("the generalised inverse is the least double with F(x) >= u") {
  // A step at 0.3, a straight line, a line with a jump of ½ at 0, a constant stretch.
  const auto step = [](double x) { return x >= 0.3 ? 1.0 : 0.0; };
  CHECK(random::generalised_inverse(step, 1e-12, -1, 1) == 0.3);
  CHECK(random::generalised_inverse(step, 0.999, -1, 1) == 0.3);
  CHECK(random::generalised_inverse(unit, 0.625, -1e300, 1e300) == 0.625);
  const auto jump = [](double x) { return x < 0 ? 0.25 * unit(x + 1) : 0.75 + 0.25 * unit(x); };
  CHECK(random::generalised_inverse(jump, 0.5, -9, 9) == 0);
  CHECK(random::generalised_inverse(jump, 0.75, -9, 9) == 0);
  CHECK(random::generalised_inverse(jump, 0.125, -9, 9) == -0.5);
  CHECK(random::generalised_inverse(jump, 0.875, -9, 9) == Approx(0.5).epsilon(1e-15));
  CHECK(error_of([&] { random::generalised_inverse(step, 0.5, -1, 0); }) ==
        "F(0) = 0, expected at least u = 0.5");
  CHECK(is_one_line(error_of([&] { random::generalised_inverse(step, 1, -1, 1); })));
  CHECK(is_one_line(error_of([&] { random::generalised_inverse(step, kNan, -1, 1); })));
  CHECK(is_one_line(error_of([&] { random::generalised_inverse(step, 0.5, 1, -1); })));
}

TEST_CASE("a discrete law: steps, left limits, values of weight 0") {
  const DiscreteLaw law({-1, 0, 2, 5}, {0.25, 0, 0.5, 0.25});
  CHECK(law.quantile(1e-300) == -1);
  CHECK(law.quantile(0.25) == -1);  // inf{x : F(x) ≥ ¼}
  CHECK(law.quantile(0.2500001) == 2);
  CHECK(law.quantile(0.75) == 2);
  CHECK(law.quantile(1 - 0x1p-53) == 5);
  CHECK(law.cdf(-1.5) == 0);
  CHECK(law.cdf(-1) == 0.25);
  CHECK(law.cdf_left(-1) == 0);
  CHECK(law.cdf(1) == 0.25);
  CHECK(law.cdf_left(2) == 0.25);
  CHECK(law.cdf(2) == 0.75);
  CHECK(law.cdf(9) == 1);
}

TEST_CASE("a mixed law: half uniform on (0, 1), an atom inside and one outside") {
  const MixedLaw law(0.5, unit, same, {0.5, 3}, {0.25, 0.25});
  CHECK(law.quantile(0.125) == 0.25);
  CHECK(law.quantile(0.25) == 0.5);
  CHECK(law.quantile(0.4) == 0.5);  // inside the jump from ¼ to ½
  CHECK(law.quantile(0.5) == 0.5);
  CHECK(law.quantile(0.625) == 0.75);
  CHECK(law.quantile(0.8) == 3);
  CHECK(law.cdf_left(0.5) == 0.25);
  CHECK(law.cdf(0.5) == 0.5);
  CHECK(law.cdf(0.75) == 0.625);
  CHECK(law.cdf_left(3) == 0.75);
  CHECK(law.cdf(3) == 1);
  const MixedLaw atoms_alone(0, unit, same, {1, 2}, {0.5, 0.5});
  CHECK(atoms_alone.quantile(0.5) == 1);
  CHECK(atoms_alone.quantile(0.51) == 2);
  const MixedLaw no_atoms(1, unit, same, {}, {});
  CHECK(no_atoms.quantile(0.3) == 0.3);
}

TEST_CASE("laws that make no sense are named") {
  using Weights = std::vector<double>;
  CHECK(error_of([] {
          DiscreteLaw({1, 2}, {0.5, 0.49});
        }) == "weights sum to 0.99, expected 1 within 1e-9");
  CHECK(error_of([] { DiscreteLaw({1, 2}, {0.5, 0.5 + 5e-10}); }).empty());
  CHECK(error_of([] {
          DiscreteLaw({2, 1}, {0.5, 0.5});
        }) == "value 1 is not above the one before, 2");
  for (const Weights& weights : {Weights{-0.5, 1.5}, {kNan, 1}, {1}}) {
    CHECK(is_one_line(error_of([&] { DiscreteLaw({1, 2}, weights); })));
  }
  CHECK(is_one_line(error_of([] { DiscreteLaw({}, {}); })));
  CHECK(is_one_line(error_of([] { DiscreteLaw({kNan}, {1}); })));
  CHECK(is_one_line(error_of([] { MixedLaw(1.5, unit, same, {}, {}); })));
  CHECK(is_one_line(error_of([] { MixedLaw(kNan, unit, same, {}, {}); })));
  CHECK(is_one_line(error_of([] { MixedLaw(0.5, unit, same, {1}, {0.4}); })));
  const DiscreteLaw fine({1}, {1});
  CHECK(is_one_line(error_of([&] { fine.quantile(0); })));
  CHECK(is_one_line(error_of([&] { fine.quantile(kNan); })));
}

TEST_CASE("rejection: a half of the uniform, addressed, and a wrong M refused") {
  const random::Rejection lower(same, [](double x) { return x < 0.5 ? 1.0 : 0.0; });
  double tries = 0;
  for (std::uint64_t i = 0; i < 4000; ++i) {
    const auto [value, count] = lower.draw(stream(), 0, i);
    CHECK(value < 0.5);
    tries += count;
  }
  CHECK(tries / 4000 == Approx(2).margin(5 * std::sqrt(2.0 / 4000)));  // geometric: variance 2
  CHECK(lower.draw(stream(), 0, 17).value == lower.draw(stream(), 0, 17).value);
  CHECK(lower.draw(stream(), 0, 17).value != lower.draw(stream(), 1, 17).value);
  const random::Rejection wrong(same, [](double) { return 1.5; });
  CHECK(error_of([&] { wrong.draw(stream(), 0, 0); }).find("target/(M proposal) = 1.5 at x = ") ==
        0);
  const random::Rejection nothing(same, [](double) { return 0.0; });
  CHECK(is_one_line(error_of([&] { nothing.draw(stream(), 0, 0); })));
  const random::Rejection broken(same, [](double) { return kNan; });
  CHECK(is_one_line(error_of([&] { broken.draw(stream(), 0, 0); })));
}

TEST_CASE("Metropolis–Hastings: a normal from a random walk, addressed by time and chain") {
  const random::MetropolisHastings chain(
      [](double x) { return std::exp(-x * x / 2); },
      [](double from, double u) {
        return random::MetropolisHastings::Candidate{from + 6 * (u - 0.5)};
      });
  constexpr int kChains = 4000;
  double sum = 0, squares = 0, accepted = 0;
  for (std::uint64_t c = 0; c < kChains; ++c) {
    auto state = chain.start(1);
    for (std::uint64_t t = 0; t < 40; ++t) {
      state = chain.move(state, stream(), t, c);
      accepted += state.accepted;
    }
    sum += state.x;
    squares += state.x * state.x;
  }
  CHECK(std::abs(sum / kChains) < 5 / std::sqrt(kChains));
  CHECK(squares / kChains == Approx(1).margin(5 * std::sqrt(2.0 / kChains)));
  CHECK(accepted / (40 * kChains) > 0.4);
  CHECK(accepted / (40 * kChains) < 0.8);
  const auto start = chain.start(0);
  CHECK(chain.move(start, stream(), 5, 9).x == chain.move(start, stream(), 5, 9).x);
  CHECK(is_one_line(error_of([&] { chain.start(1e9); })));  // density 0
  CHECK(is_one_line(error_of([&] { chain.start(kNan); })));
  const random::MetropolisHastings broken(
      [](double x) { return x == 0 ? 1 : kNan; },
      [](double, double u) { return random::MetropolisHastings::Candidate{u}; });
  CHECK(is_one_line(error_of([&] { broken.move(broken.start(0), stream(), 0); })));
}

// SPDX-License-Identifier: MIT
#include "diagnosis/sample_verdict.hpp"

#include <cmath>

#include "diagnosis/histories.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "support/text.hpp"

using namespace verigan;
using namespace verigan::diagnosis;
using gan::Outcome;
using tests::Chance;
using tests::contains;

namespace {

/// Points of a ring of eight modes, of those up to `modes`, moved by `shift`.
Matrix<float> ring(unsigned seed, std::size_t n, std::size_t modes, double shift = 0, double sd = 0.1) {
  Chance chance(seed);
  Matrix<float> out(n, 2);
  for (std::size_t i = 0; i < n; ++i) {
    const double angle = 6.28318530718 / 8 * static_cast<double>(chance.whole(0, modes - 1));
    out.row(i)[0] = static_cast<float>(2 * std::cos(angle) + sd * chance.normal() + shift);
    out.row(i)[1] = static_cast<float>(2 * std::sin(angle) + sd * chance.normal());
  }
  return out;
}

}  // namespace

TEST_CASE("samples: of the same law, of a part of it, and of another") {
  const Matrix<float> real = ring(1, 1200, 8);
  const auto judged = [&](const Matrix<float>& generated) { return judge_samples(real, generated).verdict; };
  CHECK(judged(ring(2, 700, 8)).outcome == Outcome::learnt);
  const gan::Verdict one = judged(ring(3, 700, 1)), three = judged(ring(4, 700, 3));
  CHECK(one.outcome == Outcome::collapsed);
  CHECK(three.outcome == Outcome::collapsed);
  CHECK(contains(one.reason, "times as far apart"));
  CHECK(contains(one.advice, "packing"));
  CHECK(judged(ring(5, 700, 8, 5)).outcome == Outcome::not_learnt);
  CHECK(judged(ring(6, 700, 8, 0, 1.0)).outcome == Outcome::not_learnt);  // scattered everywhere
  CHECK(judged(ring(7, 700, 8, 0.1)).outcome == Outcome::plausible);     // near, and told apart
  Matrix<float> broken = ring(8, 100, 8);
  broken.row(41)[1] = std::nanf("");
  CHECK(contains(judged(broken).reason, "generated sample 42 is no number"));
  CHECK(contains(error_of([&] { judge_samples(real, Matrix<float>(50, 3)); }), "of 3 numbers, real ones have 2"));
  CHECK(contains(error_of([&] { judge_samples(real, Matrix<float>(5, 2)); }), "5 generated samples, expected at least 20"));
}

TEST_CASE("samples: equal laws are told apart about as often as the test's level says") {
  int apart = 0;
  for (unsigned seed = 0; seed < 40; ++seed)
    apart += judge_samples(ring(100 + seed, 400, 8), ring(200 + seed, 200, 8)).verdict.outcome != Outcome::learnt;
  CHECK(apart <= 7);  // two expected; more than seven of 40 at 5 % in 0.04 % of the cases
}

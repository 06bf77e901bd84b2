// SPDX-License-Identifier: MIT
#include <omp.h>

#include <atomic>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "support/catch.hpp"
#include "theory/theorem.hpp"
#include "verification/catalogue.hpp"

using namespace verigan;
using namespace verigan::theory;

namespace {

Outcome on_threads(int threads, const Theorem& theorem, std::uint64_t seed) {
  const int before = omp_get_max_threads();
  omp_set_num_threads(threads);
  const Outcome outcome = verify(theorem, {theorem.cost_divisor > 1 ? 20 : 60, seed});
  omp_set_num_threads(before);
  return outcome;
}

bool same(const Outcome& a, const Outcome& b) {
  return a.largest.value == b.largest.value && a.largest.tolerance == b.largest.tolerance &&
         a.worst.value == b.worst.value && a.worst.tolerance == b.worst.tolerance &&
         std::string(a.worst.claim) == b.worst.claim &&
         a.largest_tolerance == b.largest_tolerance && a.tightness == b.tightness &&
         a.slack == b.slack &&
         a.missed == b.missed;
}

/// A theorem whose instance i has the residual given by `residual`, tolerance 1.
Theorem with_residual(double (*residual)(std::uint64_t i)) {
  Theorem theorem;
  theorem.id = "X01";
  theorem.check = [residual](RandomInstance& draw, Evidence& evidence) {
    evidence.equal("claim", {residual(draw.instance()), 1}, 0);
  };
  return theorem;
}

}  // namespace

TEST_CASE("the same seed gives the same residuals, on any number of threads") {
  for (const Theorem& theorem : verification::catalogue()) {
    CAPTURE(theorem.id);
    const Outcome one = on_threads(1, theorem, 5);
    CHECK(same(one, on_threads(1, theorem, 5)));
    CHECK(same(one, on_threads(2, theorem, 5)));
    CHECK(same(one, on_threads(3, theorem, 5)));
    CHECK_FALSE(same(one, on_threads(1, theorem, 6)));
  }
}

TEST_CASE("rows draw different instances, and a longer run begins with the shorter one's") {
  Theorem theorem = with_residual([](std::uint64_t) { return 0.0; });
  std::array<double, 8> first{}, again{}, other{};
  const auto record = [](std::array<double, 8>& into) {
    return [&into](RandomInstance& draw, Evidence& evidence) {
      if (draw.instance() < into.size()) into[draw.instance()] = draw.uniform();
      evidence.holds("drawn", true);
    };
  };
  theorem.check = record(first);
  verify(theorem, {8, 1});
  theorem.check = record(again);
  verify(theorem, {50, 1});
  CHECK(first == again);
  theorem.id = "X02";
  theorem.check = record(other);
  verify(theorem, {8, 1});
  for (std::size_t k = 0; k < first.size(); ++k) CHECK(first[k] != other[k]);
}

TEST_CASE("the verdict goes by the worst ratio") {
  Theorem theorem;
  theorem.id = "X01";
  theorem.check = [](RandomInstance& draw, Evidence& evidence) {
    evidence.equal("large but explained", {0.5, 0.9}, 0);
    evidence.equal("small but not", {draw.instance() == 3 ? 2e-9 : 5e-10, 1e-9}, 0);
  };
  const Outcome outcome = verify(theorem, {10, 1});
  CHECK(outcome.largest.value == 0.5);
  CHECK(outcome.largest.tolerance == 0.9);
  CHECK(std::string(outcome.worst.claim) == "small but not");
  CHECK(outcome.worst.ratio() == Approx(2));
  CHECK(outcome.missed == 1);
  CHECK_FALSE(outcome.holds());
}

TEST_CASE("the counterexample is the missed instance of the shortest description, and can be looked at alone") {
  // Instance i draws i numbers, and is missed from 3 on.
  Theorem theorem;
  theorem.id = "X02";
  theorem.check = [](RandomInstance& draw, Evidence& evidence) {
    const auto i = static_cast<std::uint64_t>(draw.instance());
    for (std::uint64_t k = 0; k < 20 - i; ++k) draw.uniform(0, 1);
    evidence.equal("claim", {i >= 3 ? 2.0 : 0.0, 1}, 0);
  };
  const Outcome outcome = verify(theorem, {12, 1});
  REQUIRE(outcome.counterexample);
  CHECK(outcome.missed == 9);
  CHECK(outcome.counterexample->worst.value == 1);  // relative to the larger side
  CHECK_FALSE(verify(theorem, {3, 1}).counterexample);

  std::size_t with_words = 0;
  for (const Theorem& row : verification::catalogue()) {
    CAPTURE(row.id);
    if (row.cost_divisor > 1) continue;
    const Outcome broken = check_mutant(row, 0, {200, 3});
    REQUIRE(broken.missed > 0);
    REQUIRE(broken.counterexample);
    with_words += !broken.counterexample->drawn.empty();
    // Looked at alone it is missed too, by as much.
    const Outcome alone = check_mutant(row, 0, {1, 3, broken.counterexample->instance});
    REQUIRE(alone.counterexample);
    CHECK(alone.counterexample->instance == broken.counterexample->instance);
    CHECK(alone.counterexample->worst.value == broken.counterexample->worst.value);
    CHECK(alone.counterexample->drawn == broken.counterexample->drawn);
    // None of the instances before it is missed and said in fewer words.
    const auto words = [](const Outcome& of) {
      std::size_t length = 0;
      for (const std::string& line : of.counterexample->drawn) length += line.size();
      return length;
    };
    for (long i = 0; i < std::min(20L, broken.counterexample->instance); ++i) {
      const Outcome other = check_mutant(row, 0, {1, 3, i});
      if (other.counterexample) CHECK(words(other) >= words(broken));
    }
  }
  CHECK(with_words > 10);
}

TEST_CASE("what proves nothing fails") {
  const double nan = std::numeric_limits<double>::quiet_NaN(),
               infinity = std::numeric_limits<double>::infinity();
  const auto ratio = [](Ball lhs, Ball rhs) {
    Evidence evidence;
    evidence.equal("claim", lhs, rhs);
    return evidence.worst().ratio();
  };
  CHECK(ratio(1, 1) == 0);
  CHECK(ratio(1, 2) == infinity);
  CHECK(ratio(nan, nan) == infinity);
  CHECK(ratio({1, nan}, 1) == infinity);
  CHECK(ratio({1, infinity}, 1) == infinity);
  CHECK(ratio(infinity, infinity) == 0);
  CHECK(ratio(infinity, 1e308) == infinity);
  CHECK(ratio(-infinity, infinity) == infinity);
  // Sides above 1 compare relative to their size, smaller ones absolutely.
  CHECK(ratio({2e10, 1}, 2e10 - 2) == Approx(2));
  Evidence one_sided;
  one_sided.at_most("slack", 1, 2);
  CHECK(one_sided.worst().value == 0);
  CHECK(one_sided.tightness() == 0.5);
  CHECK(one_sided.slack() == 0.5);  // of the larger side, which is 2
  one_sided.at_most("broken", {2, 0.1}, 1);
  CHECK(one_sided.worst().ratio() == Approx(10));
  CHECK(one_sided.slack() == Approx(-0.45));
  CHECK(Evidence().slack() == infinity);
  Theorem silent = with_residual([](std::uint64_t) { return 0.0; });
  silent.check = [](RandomInstance&, Evidence&) {};
  CHECK_FALSE(verify(silent, {1, 1}).holds());
}

TEST_CASE("mistakes and failures of a check are reported") {
  const Theorem fine = with_residual([](std::uint64_t) { return 0.0; });
  CHECK_THROWS_AS(verify(fine, {0, 1}), Error);
  CHECK_THROWS_AS(verify(fine, {-5, 1}), Error);
  Theorem throwing = fine;
  throwing.check = [](RandomInstance& draw, Evidence&) { require(draw.instance() < 7, "bad density"); };
  CHECK_THROWS_WITH(verify(throwing, {20, 9}), "X01, instance 7 of seed 9: bad density");
  Theorem cost_divisor = fine;
  cost_divisor.cost_divisor = 5;
  CHECK(verify(cost_divisor, {24, 1}).instances == 4);
  CHECK(verify(cost_divisor, {3, 1}).instances == 1);
  std::atomic<long> last = 0;
  verify(fine, {20, 1}, [&last](long done, long) { last = done; });
  CHECK(last == 20);
}

TEST_CASE("shares near the ends are drawn, and 1 − α is exact") {
  const random::Stream stream(1, random::Purpose::test);
  RandomInstance draw(stream, 0);
  double least = 1, most = 0;
  for (int i = 0; i < 4000; ++i) {
    const double alpha = draw.share();
    REQUIRE(alpha > 0);
    REQUIRE(alpha < 1);
    REQUIRE(1 - (1 - alpha) == alpha);
    least = std::min(least, alpha);
    most = std::max(most, alpha);
  }
  CHECK(least < 1e-5);
  CHECK(most > 1 - 1e-5);
}

// SPDX-License-Identifier: MIT
#include <cmath>
#include <vector>

#include "core/check.hpp"
#include "statistics/exact.hpp"
#include "statistics/power.hpp"
#include "statistics/verdict.hpp"
#include "support/catch.hpp"

using namespace verigan::statistics;
using Values = std::vector<double>;

TEST_CASE("a verdict by an interval and a band") {
  const Question five{"", "loss", 5};
  const Interval interval = mean_interval(Values{1, 2, 3, 4, 5});  // 3 ± 1.96
  CHECK(judge(five, interval, {0, 10}).is(Outcome::supported));
  CHECK(judge(five, interval, {2, 10}).is(Outcome::inconclusive));
  CHECK(judge(five, interval, {6, 10}).is(Outcome::contradicted));
  CHECK(judge(five, interval, {-4, 0.5}).is(Outcome::contradicted));
  CHECK(judge(five, interval, above(0)).is(Outcome::supported));
  CHECK(judge(five, interval, below(0)).is(Outcome::contradicted));
  CHECK(judge(five, kUnknown, above(0)).is(Outcome::not_measurable));
}

TEST_CASE("what cannot be said is not said") {
  const Verdict few = judge({"", "loss", 4}, {3, 2.9, 3.1}, above(0));
  CHECK(few.is(Outcome::too_few_seeds));
  CHECK(few.reason == "4 seeds, expected at least 5");
  // Equal values of an unbounded number, five times.
  const Verdict equal = judge({"", "loss", 5}, mean_interval(Values(5, 1.0)), above(0));
  CHECK(equal.is(Outcome::inconclusive));
  CHECK_FALSE(equal.reason.empty());
  // Five runs without a collapse do not show that there are none.
  CHECK(judge({"", "share", 5}, proportion_interval(0, 5), below(0.1)).is(Outcome::inconclusive));
}

TEST_CASE("an inconclusive verdict says what it could have seen") {
  const Values values{-1, 2, -3, 4, 0.5};
  const Verdict verdict = judge({"", "loss", 5}, mean_interval(values), above(0),
                                detectable_shift(estimate(values)));
  CHECK(verdict.is(Outcome::inconclusive));
  CHECK(verdict.reason == "the smallest effect it sees with probability 0.8 is 4.53");
  const Verdict bare = judge({"", "share", 20}, proportion_interval(10, 20), above(0.5));
  CHECK(bare.reason.find("0.228") != std::string::npos);  // (0.7280 − 0.2720)/2
}

TEST_CASE("a verdict by an exact test names the smallest effect that could have been significant") {
  const Question question{"", "rho", 5};
  const Interval rho{0.4, -0.5, 0.9};
  CHECK(judge(question, rho, {0.98, 0.02, 0.04}, 0.5).is(Outcome::supported));
  CHECK(judge(question, rho, {0.02, 0.98, 0.04}, 0.5).is(Outcome::contradicted));
  const Verdict open = judge(question, rho, {0.9, 0.1, 0.2}, 0.5);
  CHECK(open.is(Outcome::inconclusive));
  CHECK(open.reason == "p = 0.2, it could not have seen an effect below 0.5");
  CHECK(judge(question, rho, {0.9, 0.1, 0.2}, std::nan("")).reason ==
        "p = 0.2, and no effect could have been significant");
  CHECK(judge({"", "rho", 20, 20}, rho, {0.98, 0.02, 0.04}, 0.5).is(Outcome::supported));
  CHECK(judge({"", "rho", 19, 20}, rho, {0.98, 0.02, 0.04}, 0.5).is(Outcome::too_few_seeds));
}

TEST_CASE("a strong discriminator that is right half of the time tests nothing") {
  const Question question{"starves", "ln of a ratio of gradient norms", 5};
  const auto strong = [&](std::size_t right) {
    return premise(question, "accuracy of the strong D", proportion_interval(right, 1000), above(0.9));
  };
  REQUIRE(strong(500).has_value());
  CHECK(strong(500)->is(Outcome::not_tested));
  CHECK(strong(500)->reason ==
        "premise failed: accuracy of the strong D is 0.5 [0.469, 0.531], expected above 0.9");
  CHECK(strong(905).has_value());  // the interval reaches below
  CHECK_FALSE(strong(940).has_value());
  // An unknown premise has not been met.
  CHECK(premise(question, "accuracy", kUnknown, above(0.9)).has_value());
  CHECK(premise(question, "alpha", {0.5, 0.4, 0.6}, {0.45, 0.55})->reason.find("in [0.45, 0.55]") !=
        std::string::npos);
  // As a part of a claim it outweighs what cannot be said, and not what is contradicted.
  CHECK(all_of({*strong(500), refuse(question, Outcome::supported, "")}).is(Outcome::not_tested));
}

TEST_CASE("parts of a claim: all are needed, or each is a reading of its own") {
  const auto part = [](const char* name, Outcome outcome, std::size_t seeds = 5) {
    return refuse({name, "x", seeds}, outcome, "why");
  };
  const Verdict yes = part("a", Outcome::supported), no = part("b", Outcome::contradicted, 7),
                open = part("c", Outcome::inconclusive), bad = part("d", Outcome::not_tested);
  CHECK(all_of({yes, yes}).is(Outcome::supported));
  CHECK(all_of({yes, open}).is(Outcome::inconclusive));
  CHECK(all_of({bad, yes, open}).is(Outcome::not_tested));
  CHECK(all_of({bad, open, no}).is(Outcome::contradicted));
  CHECK(each_of({yes, yes}).is(Outcome::supported));
  CHECK(each_of({yes, no}).is(Outcome::divided));
  CHECK(each_of({yes, no}).parts.size() == 2);
  CHECK(each_of({yes, no}).seeds == 5);
  CHECK(each_of({yes, no}).reason == "a: supported; b: contradicted. a: why");
  CHECK(all_of({yes}).parts.empty());
  CHECK_THROWS_AS(all_of({}), verigan::Error);
  CHECK_THROWS_AS(each_of({}), verigan::Error);
}

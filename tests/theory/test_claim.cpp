// SPDX-License-Identifier: MIT
// Statements of one's own: real ones are not refuted, wrong ones get a small counterexample.
#include <cmath>
#include <string>

#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "theory/claim.hpp"
#include "theory/spec.hpp"

using namespace verigan;
using namespace verigan::theory;

TEST_CASE("Known inequalities are not refuted") {
  const ClaimOptions options{60, 3, {"normal", "laplace", "uniform"}};
  for (const char* text : {"jsd <= ln(2)", "jsd <= jeffreys/8", "tv^2 <= kl_pq/2", "hellinger2 <= tv",
                           "tv <= sqrt(2*hellinger2)", "value == 2*jsd - ln(4)", "kolmogorov <= tv",
                           "js_alpha <= -alpha*ln(alpha) - (1-alpha)*ln(1-alpha)", "renyi:0.5 <= renyi:2"}) {
    INFO(text);
    const ClaimOutcome outcome = check_claim(Claim(text), options);
    CHECK(outcome.failed == 0);
    CHECK(outcome.instances == 60);
    CHECK(outcome.undecided < 30);
    CHECK_FALSE(outcome.counterexample);
  }
}

TEST_CASE("Wrong claims fail, with a counterexample that is short and still fails") {
  for (const char* text : {"jsd <= jeffreys/9", "tv <= hellinger2", "kl_pq == kl_qp", "tv > 1/2",
                           "js_alpha < jsd"}) {
    INFO(text);
    const Claim claim(text);
    const ClaimOutcome outcome = check_claim(claim, {200, 1, {"normal"}});
    REQUIRE(outcome.failed > 0);
    REQUIRE(outcome.counterexample);
    const ClaimInstance& at = *outcome.counterexample;
    INFO(at.p << "  " << at.q << "  " << at.alpha.text());
    CHECK(claim.standing(claim.sides(*parse_density(at.p), *parse_density(at.q), at.alpha)) ==
          Standing::fails);
    CHECK(at.p.size() + at.q.size() < 50);
    CHECK(at.alpha.text().size() <= 6);
  }
}

TEST_CASE("The outcome depends on seed and options alone") {
  const Claim claim("tv <= hellinger2");
  const ClaimOutcome one = check_claim(claim, {50, 7, {}}), two = check_claim(claim, {50, 7, {}});
  CHECK(one.failed == two.failed);
  REQUIRE(one.counterexample);
  CHECK(one.counterexample->p == two.counterexample->p);
  const Claim near("jsd < 0.1");
  CHECK(check_claim(near, {50, 8, {}}).failed != check_claim(near, {50, 9, {}}).failed);
}

TEST_CASE("A claim that cannot be read is named") {
  const auto says = [](const char* text, const char* words) {
    const std::string line = error_of([&] { (void)Claim(text); });
    INFO(line);
    CHECK(is_one_line(line));
    CHECK(line.find(words) != std::string::npos);
    CHECK(line.find("expected") != std::string::npos);
  };
  says("jsd", "claim 'jsd', expected two expressions");
  says("jsd <= nonsense", "at 'nonsense'");
  says("1 <= 2", "mentions no quantity");
  says("jsd <= ", "claim 'jsd <= '");
  says("renyi:0 <= 1", "renyi:0");
  CHECK(error_of([] { (void)check_claim(Claim("tv <= 1"), {10, 1, {"nomral"}}); })
            .find("did you mean 'normal'?") != std::string::npos);
}

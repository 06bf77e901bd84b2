// SPDX-License-Identifier: MIT
// One's own f: as the rows of the table where it is one of them, with its conjugate, refused if not convex.
#include <cmath>
#include <string>
#include <utility>

#include "core/check.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "theory/asymptotics.hpp"
#include "theory/divergence.hpp"
#include "theory/f_generators.hpp"
#include "theory/own_f.hpp"
#include "theory/spec.hpp"

using namespace verigan;
using namespace verigan::theory;

namespace {

// Rows of f_generators() as a user would type them; α = 0.3 in the two that have one.
const std::pair<const char*, const char*> kRows[] = {
    {"kl", "u*ln(u)"},
    {"reverse_kl", "-ln(u)"},
    {"chi2", "(u-1)^2"},
    {"hellinger2", "(sqrt(u)-1)^2/2"},
    {"jsd", "(u*ln(u)-(u+1)*ln((u+1)/2))/2"},
    {"gan", "u*ln(u)-(u+1)*ln(u+1)"},
    {"lsgan", "-u/(1+u)"},
    {"tv", "abs(u-1)/2"},
    {"js_alpha", "0.3*u*ln(u)-(0.3*u+0.7)*ln(0.3*u+0.7)"},
    {"absolute_error", "-min(u,1)"},
    {"jeffreys", "(u-1)*ln(u)"},
    {"triangular", "(u-1)^2/(u+1)"},
};

const std::pair<const char*, const char*> kPairs[] = {
    {"normal(0,1)", "normal(1,2)"},       {"normal(1,2)", "normal(0,1)"},
    {"normal(0,1)", "normal(45,1)"},      {"cauchy(0,1)", "normal(0,1)"},
    {"normal(0,1)", "cauchy(0,1)"},       {"uniform(0,1)", "uniform(0.5,2)"},
    {"exponential(1)", "normal(1,1)"},    {"beta(0.5,0.5)", "beta(2,5)"},
    {"student(3)", "student(7,1,2)"},     {"laplace(0,1)", "laplace(0,2.5)"},
    {"lognormal(0,1)", "gamma(2,1)"},     {"normal(0,1)", "normal(0.001,1)"},
    {"uniform(0,1)", "uniform(3,4)"},
};

}  // namespace

TEST_CASE("An f that is a row of the table has its divergences, finite and infinite") {
  for (const auto& [name, text] : kRows) {
    const OwnF own(text);
    const FGenerator row = f_generator(name, 0.3);
    CHECK(own.at_one() == Approx(row.at_one).margin(1e-15));
    for (const auto& [p_text, q_text] : kPairs) {
      const DensityPtr p = parse_density(p_text), q = parse_density(q_text);
      const Estimate mine = own.divergence(*p, *q), theirs = f_divergence(*p, *q, row);
      INFO(name << " of " << p_text << " | " << q_text << ": " << mine.value << " ± " << mine.error << " against "
                << theirs.value << " ± " << theirs.error);
      if (std::isinf(theirs.value)) {
        CHECK(mine.value == theirs.value);
        CHECK(mine.error == 0);
        continue;
      }
      if (std::isinf(theirs.error)) continue;  // beyond a double
      const double less = theirs.value - row.at_one;
      CHECK(std::abs(mine.value - less) <= mine.error + theirs.error + 1e-15);
      CHECK(mine.error <= 1e-9 * (1 + std::abs(less)));
    }
  }
}

TEST_CASE("Limits, derivative and conjugate are those of the table; Fenchel's equality") {
  for (const auto& [name, text] : kRows) {
    const OwnF own(text);
    const FGenerator row = f_generator(name, 0.3);
    INFO(name);
    const auto same = [](double a, double b) { return a == b || std::abs(a - b) <= 1e-14 * (1 + std::abs(b)); };
    CHECK(same(own.at_zero(), row.at_zero - row.at_one));
    CHECK(same(own.slope_at_infinity(), row.slope_at_infinity));
    for (const double u : {1e-6, 0.03, 0.7, 1.9, 40.0, 1e5}) {
      const Estimate slope = own.derivative(u), value = own.value(u);
      INFO("u = " << u << ": f' = " << slope.value << " ± " << slope.error);
      CHECK(std::abs(slope.value - row.derivative(u)) <= slope.error + 1e-13 * (1 + std::abs(slope.value)));
      // f*(t) of f − f(1) is that of f plus f(1).
      const Estimate conjugate = own.conjugate(slope.value);
      const double expected = row.conjugate(row.derivative(u)) + row.at_one;
      INFO("f* = " << conjugate.value << " ± " << conjugate.error << ", expected " << expected);
      if (!std::isfinite(expected) || !std::isfinite(conjugate.error)) continue;
      const double rounding = 1e-12 * (1 + std::abs(expected) + std::abs(u * slope.value));
      CHECK(std::abs(conjugate.value - expected) <= conjugate.error + rounding);
      CHECK(std::abs(conjugate.value - (u * slope.value - value.value)) <= conjugate.error + value.error + rounding);
    }
    if (std::isfinite(row.slope_at_infinity)) CHECK(std::isinf(own.conjugate(row.slope_at_infinity + 0.1).value));
  }
}

TEST_CASE("Powers: where D_f is finite depends on the exponent") {
  const auto of = [](const char* f, const char* p, const char* q) {
    return OwnF(f).divergence(*parse_density(p), *parse_density(q));
  };
  // ∫ p^r q^{1−r} of Laplace laws with scales s and 1: finite iff r/s + 1 − r > 0.
  CHECK(std::isinf(of("u^3", "laplace(0,1.5)", "laplace(0,1)").value));
  CHECK(std::isfinite(of("u^3", "laplace(0,1.4999)", "laplace(0,1)").value));
  CHECK(std::isinf(of("u^1.1", "laplace(0,11)", "laplace(0,1)").value));
  CHECK(std::isfinite(of("u^1.1", "laplace(0,10.99)", "laplace(0,1)").value));
  CHECK(std::isinf(of("u^-2", "laplace(0,1)", "laplace(0,1.5)").value));
  CHECK(std::isfinite(of("u^-2", "laplace(0,1)", "laplace(0,1.4999)").value));
  // u³: exp(2·R₃) − 1.
  const Estimate cube = of("u^3", "normal(0,1)", "normal(0.5,1)");
  CHECK(std::abs(cube.value - std::expm1(3 * 0.25)) <= cube.error + 1e-15);
  // An exponential grows faster than any power: nothing is said.
  CHECK(expansion(Expression::parse("exp(u)", std::vector<std::string>{"u"}), Towards::infinity) == std::nullopt);
}

TEST_CASE("What is not convex is refused with the place; so is what is no function of u > 0") {
  const std::pair<const char*, const char*> cases[] = {
      {"sqrt(u)", "is not convex: at u = "},
      {"ln(u)", "is not convex: at u = "},
      {"u*ln(u)^2", "is not convex: at u = 0.0"},
      {"(u-1)^3", "is not convex: at u = 0.9"},
      {"1/(u-2)", "is not convex: at u = 2.0"},
      {"abs(u-1)+0.001*sqrt(u)", "is not convex"},
      {"min(u,2)-u", "is not convex: at u = 2"},
      {"sqrt(u-1)", "no finite value at u = "},
      {"exp(u)", "no finite value at u = "},
      {"3", "does not mention u"},
      {"u*ln(v)", "expected"},
      {"0*u", "is constant"},
      {"u*ln(u", "expected ')'"},
  };
  for (const auto& [text, words] : cases) {
    const std::string line = error_of([&, f = text] { (void)OwnF(f); });
    INFO(text << ": " << line);
    CHECK(is_one_line(line));
    CHECK(line.find(words) != std::string::npos);
  }
  for (const char* convex : {"u^2-u", "max(u-2,0)", "abs(ln(u))*0+u^2", "exp(-u)", "1/u", "-u^0.3", "u*ln(u)+5*u-3"}) {
    INFO(convex);
    CHECK_NOTHROW(OwnF(convex));
  }
}

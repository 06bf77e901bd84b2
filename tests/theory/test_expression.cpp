// SPDX-License-Identifier: MIT
// Numbers as expressions: exact where they are rational, to 60 digits elsewhere.
#include <cmath>
#include <string>
#include <vector>

#include "core/check.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "theory/expression.hpp"
#include "theory/spec.hpp"

using namespace verigan;
using namespace verigan::theory;

TEST_CASE("Rational expressions are exact and read back") {
  const auto same = [](const char* text, const Exact& expected) {
    INFO(text);
    CHECK(parse_number(text) == expected);
  };
  same("1/3", Exact(1) / Exact(3));
  same("1/3+1/3+1/3", 1);
  same("0.1+0.2", Exact::decimal("0.3"));
  same("-2^2", -4);
  same("2^3^2", 512);
  same("(1-1/4)^2", Exact::decimal("0.5625"));
  same("2^-1", 0.5);
  same("sqrt(2.25)", 1.5);
  same("abs(-3)*min(2,3)/max(4,6)", 1);
  same(" 1 - - 2 ", 3);
  same("8/4/2", 1);
  same("exp(0)+ln(1)", 1);
  CHECK(parse_number("1/3").text() == "1/3");
  CHECK(parse_number("-0.10").text() == "-0.10");
}

TEST_CASE("Irrational numbers have 60 digits") {
  const auto below = [](const char* text, const char* bound) {
    INFO(text);
    const Exact x = parse_number(text);
    CHECK(x < Exact::decimal(bound));
    CHECK(x > Exact(0) - Exact::decimal(bound));
  };
  below("sqrt(2)^2-2", "1e-59");
  below("exp(ln(3))-3", "1e-59");
  below("pi-3.14159265358979323846264338327950288419716939937510582097494459", "1e-60");
  below("e-2.71828182845904523536028747135266249775724709369995957496696763", "1e-60");
  below("2^0.5-sqrt(2)", "1e-59");
  below("ln(1+1e-30)-1e-30+5e-61", "1e-88");
  CHECK(parse_number("sqrt(2)^2-2") != 0);  // so that nobody takes it for exact
}

TEST_CASE("Doubles and balls agree with the exact value") {
  const std::vector<std::string> names{"u"};
  const Expression f = Expression::parse("(u-1)*ln(u)/2 + u^3 - sqrt(u)/exp(u)", names);
  CHECK(f.mentions(0));
  for (const double u : {0.2, 1.0, 7.5}) {
    const double exact = f.exact(std::vector<Exact>{u}).value();
    CHECK(f.value(std::vector<double>{u}) == Approx(exact).epsilon(1e-14));
    const Ball ball = f.ball(std::vector<Ball>{Ball(u)});
    CHECK(std::abs(ball.value - exact) <= ball.error);
    CHECK(ball.error < 1e-12);
  }
}

TEST_CASE("What is no number is named with its place") {
  const auto says = [](const char* text, const char* line) {
    CHECK(error_of([&] { (void)parse_number(text); }) == line);
  };
  says("x", "'x', expected a number");
  says("", "'', expected a number");
  says("1+", "'1+', at its end: expected a number");
  says("1/0", "1 divided by 0");
  says("sqrt(-1)", "the root of -1, expected a number of at least 0");
  says("ln(0)", "the logarithm of 0, expected a positive number");
  says("2 3", "'2 3', at '3': expected an operator or the end");
  says("(1", "'(1', at its end: expected ')'");
  says("sqrt 2", "'sqrt 2', at '2': expected '('");
  says("exp(1000)", "exp(1000), expected an exponent between -700 and 700");
  says("inf-inf", "arithmetic with inf, expected finite numbers");
  CHECK_THROWS_AS(parse_number(std::string(100000, '(')), Error);
  CHECK_THROWS_AS(parse_number(std::string(100000, '-') + "1"), Error);
}

TEST_CASE("Densities take expressions and bindings") {
  const Binding t[] = {{"t", Exact::decimal("0.25")}};
  CHECK(parse_density("laplace(0,1/sqrt(2))")->variance() == Approx(1).epsilon(1e-15));
  CHECK(parse_density("1/3*normal(0,1)+2/3*normal(3,1)")->mean() == Approx(2));
  CHECK(parse_density("(1-t)*normal(0,1)+t*normal(4,1)", nullptr, t)->mean() == Approx(1));
  CHECK(parse_density("normal(-t, 2*t)", nullptr, t)->spec() == "normal(-0.25,0.5)");
  CHECK(parse_density("uniform(0,1/3)")->spec() == "uniform(0,1/3)");
  CHECK(error_of([&] { (void)parse_density("normal(t,1)"); }) == "density 'normal(t,1)', at 't,1)': expected a number");
  CHECK(error_of([&] { (void)parse_density("normal(1/0,1)"); }) == "density 'normal(1/0,1)', at '1/0,1)': 1 divided by 0");
}

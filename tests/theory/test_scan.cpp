// SPDX-License-Identifier: MIT
// Quantities along a parameter, by name, and where they are largest.
#include <cmath>
#include <string>
#include <vector>

#include "core/check.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "theory/divergence.hpp"
#include "theory/scan.hpp"

using namespace verigan;
using namespace verigan::theory;

TEST_CASE("Lists and ranges of values") {
  CHECK(parse_values("0.3").size() == 1);
  const auto list = parse_values("0.1,min(1,2)/5,1/2");
  REQUIRE(list.size() == 3);
  CHECK(list[1] == Exact::decimal("0.2"));
  const auto range = parse_values("0:1:11");
  REQUIRE(range.size() == 11);
  CHECK(range[3] == Exact::decimal("0.3"));
  CHECK(range[10] == 1);
  CHECK(error_of([&] { (void)parse_values("1:0:5"); }) == "'1:0:5', expected finite numbers with FIRST below LAST");
  CHECK_THROWS_AS(parse_values("0:1"), Error);
  CHECK_THROWS_AS(parse_values("0:1:1"), Error);
  CHECK_THROWS_AS(parse_values("0:1:2.5"), Error);
  CHECK_THROWS_AS(parse_values("0.1,,0.2"), Error);
}

TEST_CASE("Named quantities have their closed forms") {
  const DensityPtr p = parse_density("normal(0,1)"), q = parse_density("normal(2,1)");
  const auto value = [&](const char* key) {
    const Estimate found = quantity(key).of(*p, *q, Exact::decimal("0.3"));
    CHECK(found.error < 1e-11);
    return found.value;
  };
  CHECK(value("jeffreys") == Approx(4).epsilon(1e-12));
  CHECK(value("renyi:3") == Approx(6).epsilon(1e-12));
  CHECK(value("bhattacharyya") == Approx(0.5).epsilon(1e-12));  // Δ²/8
  CHECK(value("kolmogorov") == Approx(std::erf(1 / std::sqrt(2.0))).epsilon(1e-13));  // 2Φ(Δ/2) − 1
  CHECK(value("tv") == Approx(std::erf(1 / std::sqrt(2.0))).epsilon(1e-13));
  // E|X − Y| of a normal of mean 2 and variance 2: √(4/π)e^{−1} + 2·erf(1); E|X − X′| = 2/√π.
  const double pi = std::acos(-1.0);
  const double between = 2 / std::sqrt(pi) * std::exp(-1.0) + 2 * std::erf(1.0);
  CHECK(value("energy") == Approx(2 * between - 4 / std::sqrt(pi)).epsilon(1e-11));
  // Uniform laws: F − G is piecewise linear. sup = ½, ∫(F − G)² = 2∫_0^1 (x/2)² = 1/6.
  const DensityPtr u = parse_density("uniform(0,1)"), v = parse_density("uniform(0,2)");
  CHECK(quantity("kolmogorov").of(*u, *v, 0.5).value == Approx(0.5));
  CHECK(quantity("energy").of(*u, *v, 0.5).value == Approx(1.0 / 3).epsilon(1e-13));
  CHECK(error_of([&] { (void)quantity("jefreys"); }).find("jeffreys") != std::string::npos);
  CHECK_THROWS_AS(quantity("renyi:1"), Error);
  for (const std::string& key : quantity_keys())
    if (key != "renyi:ORDER") CHECK(quantity(key).key == key);
}

TEST_CASE("A scan has a row for each value of t and of alpha") {
  const auto rows = scan({"normal(t,1)", "normal(0,1)"}, parse_values("0:3:4"), parse_values("0.3,0.5"),
                         {quantity("kl_pq"), quantity("js_alpha")});
  REQUIRE(rows.size() == 8);
  for (const ScanRow& row : rows) {
    const double t = row.t.value();
    CHECK(row.values[0].value == Approx(t * t / 2).margin(1e-15));
    const DensityPtr p = parse_density(message("normal(", shortest(t), ",1)"));
    CHECK(row.values[1].value == js_alpha(*p, *parse_density("normal(0,1)"), row.alpha).value);
  }
  CHECK_THROWS_AS(scan({"normal(0,t)", "normal(0,1)"}, parse_values("-1,1"), parse_values("0.5"),
                       {quantity("tv")}),
                  Error);
}

TEST_CASE("The largest value and its place lie within their errors") {
  // By symmetry JS_α of two shifted normals is largest at α = ½.
  const auto at_half = extremum({"normal(0,1)", "normal(1,1)"}, Axis::alpha, parse_values("0.02:0.98:14"),
                                0, quantity("js_alpha"), true);
  CHECK_FALSE(at_half.at_end);
  CHECK(std::abs(at_half.at - 0.5) <= at_half.at_error);
  CHECK(at_half.at_error < 1e-5);
  // KL(N(t,1) ‖ N(2,1)) is least, 0, at t = 2.
  const auto zero = extremum({"normal(t,1)", "normal(2,1)"}, Axis::t, parse_values("0:5:8"), 0.5,
                             quantity("kl_pq"), false);
  CHECK(std::abs(zero.at - 2) <= zero.at_error);
  CHECK(zero.at_error < 1e-5);
  // Of N(0, 1) and a Laplace law of scale b, KL is least at b = E|X| = √(2/π).
  const auto scale = extremum({"normal(0,1)", "laplace(0,t)"}, Axis::t, parse_values("0.2:3:20"), 0.5,
                              quantity("kl_pq"), false);
  CHECK(std::abs(scale.at - std::sqrt(2 / std::acos(-1.0))) <= scale.at_error);
  const auto end = extremum({"normal(t,1)", "normal(0,1)"}, Axis::t, parse_values("0:5:8"), 0.5,
                            quantity("kl_pq"), true);
  CHECK(end.at_end);
  CHECK(end.at == 5);
  CHECK_THROWS_AS(extremum({"uniform(0,1)", "uniform(t,3)"}, Axis::t, parse_values("0:2:4"), 0.5,
                           quantity("kl_pq"), true),
                  Error);
}

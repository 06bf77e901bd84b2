// SPDX-License-Identifier: MIT
// Closed forms, finiteness and the awkward corners of the divergences, transport and game values.
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "core/check.hpp"
#include "support/catch.hpp"
#include "theory/densities.hpp"
#include "theory/divergence.hpp"
#include "theory/game_value.hpp"
#include "theory/optimal_discriminator.hpp"
#include "theory/spec.hpp"
#include "theory/summary.hpp"
#include "theory/transport.hpp"

using namespace verigan;
using namespace verigan::theory;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

void close(const Estimate& found, double truth, double rounding = 0) {
  INFO("found " << found.value << " ± " << found.error << ", true " << truth);
  CHECK(std::abs(found.value - truth) <= found.error + rounding + 4e-16 * std::abs(truth));
}

}  // namespace

TEST_CASE("Divergences and distances of one family have their closed forms") {
  const auto n0 = parse_density("normal(1,2)");
  const auto n1 = parse_density("normal(-3,5)");
  close(kl(*n0, *n1), std::log(2.5) + (4 + 16) / 50.0 - 0.5);
  close(wasserstein2(*n0, *n1), 5.0);
  const auto shifted = parse_density("normal(2.5,2)");
  close(total_variation(*n0, *shifted), std::erf(1.5 / (2 * 2 * std::sqrt(2.0))));  // 2Φ(Δ/2σ) − 1
  close(wasserstein1(*n0, *shifted), 1.5);
  const auto e2 = parse_density("exponential(2)");
  const auto e3 = parse_density("exponential(3)");
  close(kl(*e2, *e3), std::log(2.0 / 3) + 1.5 - 1);
  close(wasserstein1(*e2, *e3), 0.5 - 1.0 / 3);
  close(wasserstein2(*e2, *e3), (0.5 - 1.0 / 3) * std::sqrt(2.0));
  const auto l0 = parse_density("laplace(0,1)");
  const auto l1 = parse_density("laplace(1,2)");
  close(kl(*l0, *l1), std::log(2.0) + (std::exp(-1) + 1) / 2 - 1);
  const auto u0 = parse_density("uniform(0,1)");
  const auto u1 = parse_density("uniform(-1,3)");
  close(kl(*u0, *u1), std::log(4.0));
  close(wasserstein2(*u0, *u1), std::sqrt(0.25 + 9.0 / 12));
  close(hellinger2(*u0, *u1), 0.5);
}

TEST_CASE("Chi-squared and Renyi are finite exactly where theory says") {
  const auto wide = parse_density("normal(0,1.4143)");   // σ² just above 2
  const auto under = parse_density("normal(0,1.4142)");  // just below
  const auto unit = parse_density("normal(0,1)");
  CHECK(chi2(*wide, *unit).value == kInfinity);
  const double s2 = 1.4142 * 1.4142;
  const Estimate large = chi2(*under, *unit);
  CHECK(large.value == Approx(1 / (1.4142 * std::sqrt(2 - s2)) - 1).epsilon(1e-8));
  // Order r of equal variances: rΔ²/2σ².
  close(renyi(*parse_density("normal(0,1)"), *parse_density("normal(3,1)"), 2.5), 2.5 * 9 / 2);
  close(renyi(*parse_density("normal(0,1)"), *parse_density("normal(60,1)"), 3), 3 * 3600 / 2.0);
  close(renyi(*parse_density("normal(0,1)"), *parse_density("normal(60,1)"), 0.25),
        0.25 * 3600 / 2.0);
  close(renyi(*parse_density("normal(0,1)"), *parse_density("normal(1e-6,1)"), 0.5), 0.25e-12,
        1e-24);
  CHECK(renyi(*wide, *unit, 2).value == kInfinity);
  CHECK(std::isfinite(renyi(*wide, *unit, 0.5).value));
  CHECK(chi2(*parse_density("beta(0.5,1)"), *parse_density("beta(2,1)")).value == kInfinity);
  // ∫ (x^−½/2)² = ∞ against the uniform, (x^−0.4·0.6)²: 0.36/0.2 − 1.
  CHECK(chi2(*parse_density("beta(0.5,1)"), *parse_density("uniform(0,1)")).value == kInfinity);
  close(chi2(*parse_density("beta(0.6,1)"), *parse_density("uniform(0,1)")), 0.8, 1e-12);
  CHECK_THROWS_AS(renyi(*unit, *wide, 1), Error);
  CHECK_THROWS_AS(renyi(*unit, *wide, kInfinity), Error);
}

TEST_CASE("Infinite divergences come from supports, huge ones stay finite") {
  const auto infinite = [](const char* p, const char* q) {
    const Estimate found = kl(*parse_density(p), *parse_density(q));
    return found.value == kInfinity && found.error == 0;
  };
  CHECK(infinite("normal(0,1)", "exponential(1)"));
  CHECK(infinite("uniform(0,1)", "uniform(1,2)"));
  CHECK(infinite("uniform(0,1.0000000001)", "uniform(0,1)"));
  CHECK(infinite("uniform(-0.0000000001,1)", "uniform(0,1)"));
  CHECK(infinite("uniform(0,3)", "0.5*uniform(0,1)+0.5*uniform(2,3)"));
  CHECK(infinite("uniform(0,2)", "csv:" THEORY_TESTS "/steps.csv"));
  CHECK_FALSE(infinite("laplace(0,1)", "normal(0,1)"));
  CHECK_FALSE(infinite("beta(0.5,0.5)", "beta(9,9)"));
  CHECK_FALSE(infinite("exponential(1)", "normal(0,1)"));
  CHECK_FALSE(infinite("uniform(0,3)", "0.5*uniform(0,2)+0.5*uniform(2,3)"));
  close(kl(*parse_density("normal(0,1)"), *parse_density("normal(1e6,1)")), 5e11);
  CHECK(mass_outside(*parse_density("uniform(0,2)"), *parse_density("uniform(1,5)")) == 0.5);
  CHECK(mass_outside(*parse_density("normal(0,1)"), *parse_density("logistic(1,5)")) == 0);
}

TEST_CASE("Equal densities are at distance zero, nearly equal ones keep their digits") {
  for (const char* spec : {"normal(0,1)", "beta(0.3,0.7)", "laplace(5,1e3)", "uniform(0,1)",
                           "0.5*normal(-60,1)+0.5*normal(60,1)"}) {
    const auto p = parse_density(spec);
    const auto again = parse_density(spec);
    const Summary s = summarise(*p, *again, 0.3);
    INFO(spec);
    for (const Estimate& x : {s.kl_pq, s.jsd, s.js_alpha, s.tv, s.hellinger2, s.w1})
      CHECK(x.value == 0);
    CHECK(s.w2.value <= s.w2.error);
    CHECK(s.w2.error <= 1e-8);
  }
  const double d = 1e-9;
  const auto p = parse_density("normal(0,1)");
  const auto q = parse_density("normal(1e-9,1)");
  CHECK(jsd(*p, *q).value == Approx(d * d / 8).epsilon(1e-6));
  CHECK(kl(*p, *q).value == Approx(d * d / 2).epsilon(1e-6));
  CHECK(hellinger2(*p, *q).value == Approx(d * d / 8).epsilon(1e-6));
}

TEST_CASE("Crossings are found, each once") {
  const auto p = parse_density("normal(0,1)");
  const auto q = parse_density("normal(1,1)");
  const std::vector<Point> one = crossings(*p, *q);
  REQUIRE(one.size() == 1);
  CHECK(one[0].value() == Approx(0.5).epsilon(1e-13));
  // x² = (ln 4)/(1 − ¼): two crossings of N(0,1) and N(0,2).
  const std::vector<Point> two = crossings(*p, *parse_density("normal(0,2)"));
  REQUIRE(two.size() == 2);
  CHECK(two[1].value() == Approx(std::sqrt(std::log(4.0) / 0.75)).epsilon(1e-14));
  CHECK(two[0].value() == Approx(-two[1].value()));
  CHECK(crossings(*p, *p).empty());
  // On a cut of both.
  const std::vector<Point> cut = crossings(*p, *parse_density("normal(2,1)"));
  REQUIRE(cut.size() == 1);
  CHECK(cut[0].value() == 1);
  // Next to a centre, far closer than the scan's own step.
  const auto humps = parse_density("0.5*normal(-10,1)+0.5*normal(10,1)");
  const auto moved = parse_density("0.5*normal(-10.001,1)+0.5*normal(10,1)");
  const std::vector<Point> neighbours = crossings(*humps, *moved);
  REQUIRE_FALSE(neighbours.empty());
  CHECK(neighbours[0].value() == Approx(-10.0005).epsilon(1e-11));
  close(total_variation(*humps, *moved), 0.00019947113188941914228);  // ½erf(0.0005/√2)
  // A pair 1e-4 apart: the flat density just below the normal's peak.
  const double width = std::sqrt(2 * 3.14159265358979323846) * std::exp(0.5 * 0.53e-4 * 0.53e-4);
  const auto flat = tabulated({-1, width - 1}, {1, 1}, "flat");
  const std::vector<Point> pair = crossings(*p, *flat);
  REQUIRE(pair.size() == 2);
  CHECK(pair[0].value() == Approx(-0.53e-4).epsilon(1e-5));
  CHECK(pair[1].value() == Approx(0.53e-4).epsilon(1e-5));
}

TEST_CASE("The best discriminators, at points and as maximisers") {
  const auto p = parse_density("normal(0,1)");
  const auto q = parse_density("normal(2,1)");
  CHECK(optimal_discriminator(*p, *q, 1.0) == Approx(0.5));
  CHECK(optimal_discriminator_alpha(*p, *q, 1.0, 0.3) == Approx(0.3));
  CHECK(optimal_discriminator_absolute(*p, *q, 0.9) == 1);
  CHECK(optimal_discriminator_absolute(*p, *q, 1.1) == 0);
  // At p = q: α + ε − 2αε and (1−ε)α; far away 1 − ε and ε, 1 − ε and 0.
  CHECK(optimal_discriminator_flipped(0, 0, 0.3, 0.1) == Approx(0.34));
  CHECK(optimal_discriminator_flipped(0, -900, 0.3, 0.1) == Approx(0.9));
  CHECK(optimal_discriminator_flipped(-900, 0, 0.3, 0.1) == Approx(0.1));
  CHECK(optimal_discriminator_smoothed(0, 0, 0.5, 0.1) == Approx(0.45));
  CHECK(optimal_discriminator_smoothed(0, -900, 0.5, 0.1) == Approx(0.9));
  CHECK(optimal_discriminator_smoothed(-900, 0, 0.5, 0.1) == Approx(0).margin(1e-300));
  CHECK_THROWS_AS(optimal_discriminator_flipped(0, 0, 0.5, 0.5), Error);
  CHECK_THROWS_AS(optimal_discriminator_flipped(0, 0, 0.5, -0.1), Error);
  CHECK_THROWS_AS(optimal_discriminator_smoothed(0, 0, 0.5, std::nan("")), Error);
  const auto u = parse_density("uniform(0,1)");
  CHECK(std::isnan(optimal_discriminator(*u, *u, 2.0)));
  CHECK(std::isnan(optimal_discriminator_absolute(*u, *u, 2.0)));
  CHECK(optimal_discriminator(*u, *p, 2.0) == 0);
  CHECK_THROWS_AS(optimal_discriminator_alpha(0, 0, 1.0), Error);
  CHECK_THROWS_AS(optimal_discriminator_alpha(0, 0, std::nan("")), Error);

  const auto at = [&](double shift) {
    return game_value(
        *p, *q, [&](const Point& x) { return log_ratio(p->log_pdf(x), q->log_pdf(x)) + shift; });
  };
  const Estimate best = optimal_value(*p, *q);
  close(at(0), best.value, best.error);
  CHECK(at(0.1).value < best.value);
  CHECK(at(-0.1).value < best.value);
  close(best, -std::log(4.0) + 2 * jsd(*p, *q).value, 1e-13);
  const Estimate weighted = optimal_value_alpha(*p, *q, 0.3);
  const double entropy = -0.3 * std::log(0.3) - 0.7 * std::log(0.7);
  close(weighted, -entropy + js_alpha(*p, *q, 0.3).value, 1e-13);
  const Estimate least = optimal_absolute_error(*p, *q);
  close(least, 0.5 * (1 - total_variation(*p, *q).value), 1e-13);
  close(absolute_error(*p, *q,
                       [&](const Point& x) { return optimal_discriminator_absolute(*p, *q, x); }),
        least.value, least.error);
}

TEST_CASE("The tail of C(G) in its own form") {
  // T18: C ~ −2√(2π)e^{−θ²/8}/θ; mpmath gives −3.0787768826211506e-197 at θ = 60.
  const Estimate c = optimal_value(*parse_density("normal(0,1)"), *parse_density("normal(60,1)"));
  CHECK(c.value == Approx(-3.0787768826211506e-197).epsilon(1e-11));
  CHECK(c.error < 1e-205);
}

TEST_CASE("Arguments outside their ranges are refused") {
  const auto p = parse_density("normal(0,1)");
  for (const double alpha : {0.0, 1.0, -0.1, 1.5, std::nan("")}) {
    CHECK_THROWS_AS(summarise(*p, *p, alpha), Error);
    CHECK_THROWS_AS(js_alpha(*p, *p, alpha), Error);
    CHECK_THROWS_AS(optimal_value_alpha(*p, *p, alpha), Error);
  }
}

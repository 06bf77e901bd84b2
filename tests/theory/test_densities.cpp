// SPDX-License-Identifier: MIT
// What every density must satisfy, over all families.
#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "core/check.hpp"
#include "random/stream.hpp"
#include "support/catch.hpp"
#include "theory/densities.hpp"
#include "theory/divergence.hpp"
#include "theory/grid.hpp"
#include "theory/spec.hpp"

using namespace verigan;
using namespace verigan::theory;

namespace {

const std::vector<std::string> kSpecs = {
    "normal(0,1)",
    "normal(1000000000,0.001)",
    "logistic(-3,0.2)",
    "laplace(2,1000)",
    "exponential(3)",
    "uniform(-1,0.5)",
    "beta(0.5,0.5)",
    "beta(2,5)",
    "beta(0.01,3)",
    "beta(5000,40)",
    "0.5*normal(-2,1)+0.5*normal(2,0.5)",
    "0.999999*normal(0,1)+1e-06*normal(50,0.001)",
    "0.25*uniform(0,1)+0.75*uniform(2,3)",
    "0.3*beta(0.5,0.5)+0.7*exponential(1)",
    "student(5,0,1)",
    "student(30,1,0.01)",
    "student(2.5,-2,100)",
    "student(0.3,0,1)",
    "cauchy(2,3)",
    "gumbel(-1,2)",
    "gamma(0.05,2)",
    "gamma(1,3)",
    "gamma(5000,1)",
    "weibull(0.5,2)",
    "weibull(40,3)",
    "lognormal(0,1)",
    "lognormal(3,0.01)",
    "lognormal(-1,4)",
    "pareto(2,5)",
    "pareto(1,0.5)",
    "pareto(1,300)",
    "truncated(normal(0,1),1,4)",
    "truncated(normal(0,1),20,inf)",
    "truncated(gamma(0.5,1),0,2)",
    "truncated(cauchy(0,1),-3,inf)",
    "affine(beta(0.5,2),-3,1)",
    "shifted(gamma(2,1),5)",
    "affine(pareto(1,3),-2,10)",
    "0.5*cauchy(0,1)+0.5*gamma(2,1)",
    "0.25*pareto(1,2.5)+0.75*lognormal(1,0.5)",
    "csv:" THEORY_TESTS "/triangle.csv",
    "csv:" THEORY_TESTS "/steps.csv",
};

Estimate expectation(const Density& p, const std::function<double(const Point&)>& f) {
  return integrate_over(p, p, [&](const Point& x, double log_p, double) {
    return log_p == -std::numeric_limits<double>::infinity() ? 0 : std::exp(log_p) * f(x);
  });
}

}  // namespace

TEST_CASE("Densities integrate to 1, and to their mean and variance") {
  for (const std::string& spec : kSpecs) {
    const DensityPtr p = parse_density(spec);
    INFO(spec);
    const Estimate one = expectation(*p, [](const Point&) { return 1.0; });
    CHECK(std::abs(one.value - 1) <= one.error + 1e-13);
    CHECK(one.error <= 1e-9);
    const double sd = std::sqrt(p->variance());
    const double m = p->mean();
    if (!std::isfinite(m) || !std::isfinite(sd)) continue;  // none of a power tail
    const Estimate first = expectation(*p, [m](const Point& x) { return x.from(m); });
    CHECK(std::abs(first.value) <= 1e-9 * sd);
    const Estimate second = expectation(*p, [m](const Point& x) { return x.from(m) * x.from(m); });
    CHECK(second.value == Approx(p->variance()).epsilon(1e-9));
  }
}

TEST_CASE("Differences of F are integrals of p, and quantiles undo F") {
  for (const std::string& spec : kSpecs) {
    const DensityPtr p = parse_density(spec);
    for (const double u : {1e-200, 1e-9, 0.01, 0.2, 0.4999, 0.5, 0.7, 0.99, 1 - 1e-9}) {
      INFO(spec << " at u = " << u);
      const Mass mass = u <= 0.5 ? Mass{0, u, 0} : Mass{1, u - 1, 0};
      const Point x = p->quantile(mass);
      const Mass reached = p->cdf(x);
      // In a gap of the support, or where doubles are too coarse, F steps over u.
      if (x.offset == 0 && x.anchor == 0) continue;  // below the smallest double
      const double step = 8 * 2.2e-16 * std::abs(x.offset) * p->pdf(x) + reached.error;
      CHECK(std::abs(difference(reached, mass)) <= step + 1e-12 * std::min(u, 1 - u));
    }
    double last = 0;
    const double low = p->quantile(Mass{0, 0.02, 0}).value();
    const double high = p->quantile(Mass{1, -0.02, 0}).value();
    for (int i = 0; i <= 50; ++i) {
      const double here = p->cdf(low + (high - low) * i / 50).value();
      CHECK(here >= last - 1e-15);
      last = here;
    }
  }
}

TEST_CASE("F' = p away from jumps") {
  for (const std::string& spec : kSpecs) {
    const DensityPtr p = parse_density(spec);
    for (const double u : {0.037, 0.31, 0.77}) {
      const Point x = p->quantile(Mass{0, u, 0});
      const double h = 1e-5 * 0.01 / p->pdf(x);
      const Point right{x.anchor, x.offset + h};
      const Point left{x.anchor, x.offset - h};
      if (right.offset == x.offset || x.offset - h == x.offset) continue;
      const double slope = difference(p->cdf(right), p->cdf(left)) / (right.offset - left.offset);
      INFO(spec << " at u = " << u << ": " << slope << " against " << p->pdf(x));
      CHECK(slope == Approx(p->pdf(x)).epsilon(1e-4));
    }
  }
}

TEST_CASE("Nothing outside the support, and exponents as stated") {
  for (const std::string& spec : kSpecs) {
    const DensityPtr p = parse_density(spec);
    INFO(spec);
    for (const Interval& piece : p->support()) {
      const DoubleDouble lower = piece.lower.twofold(), upper = piece.upper.twofold();
      if (std::isfinite(lower.high)) {
        CHECK(p->pdf(Point(lower, -1e-9)) == 0);
        const double e = p->exponent(lower.high, Side::right).value();
        const double near = p->log_pdf(Point(lower, 1e-12));
        const double nearer = p->log_pdf(Point(lower, 1e-14));
        CHECK((near - nearer) / std::log(100) == Approx(e).margin(1e-3));
      }
      if (std::isfinite(upper.high)) CHECK(p->pdf(Point(upper, 1e-9)) == 0);
    }
  }
}

TEST_CASE("Specs read back to the same density") {
  for (const std::string& spec : kSpecs) {
    const DensityPtr p = parse_density(spec);
    CHECK(parse_density(p->spec())->spec() == p->spec());
  }
  CHECK(parse_density(" 0.5 * normal( 0 , 1 ) + 0.5*uniform(0,1)")->spec() ==
        "0.5*normal(0,1)+0.5*uniform(0,1)");
}

TEST_CASE("Draws by the inverse of F follow F") {
  constexpr int kDraws = 4000;
  const random::Stream stream(7, random::Purpose::theory);
  for (const std::string& spec : kSpecs) {
    const DensityPtr p = parse_density(spec);
    std::vector<double> draws;
    for (int i = 0; i < kDraws; ++i) {
      draws.push_back(p->sample(stream, 3, static_cast<std::uint64_t>(i)));
    }
    CHECK(draws[5] == p->sample(stream, 3, 5));
    std::sort(draws.begin(), draws.end());
    double distance = 0;
    for (int i = 0; i < kDraws; ++i) {
      const double f = p->cdf(draws[static_cast<std::size_t>(i)]).value();
      distance = std::max({distance, std::abs(f - static_cast<double>(i) / kDraws),
                           std::abs(f - (i + 1.0) / kDraws)});
    }
    INFO(spec);
    CHECK(distance * std::sqrt(kDraws) < 2.3);  // Kolmogorov: P(> 2.3) = 5e-5
  }
}

TEST_CASE("Mistakes are one line naming the value") {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"normal(0,0)", "sd = 0"},
      {"normal(0,-1)", "sd = -1"},
      {"normal(nan,1)", "mean = nan"},
      {"normal(0,inf)", "sd = inf"},
      {"uniform(1,1)", "uniform(1,1)"},
      {"laplace(0,1e-200)", "1e-200"},
      {"exponential(0)", "rate = 0"},
      {"beta(0,1)", "a = 0"},
      {"beta(1,-2)", "b = -2"},
      {"gauss(0,1)", "unknown family 'gauss'"},
      {"normal(0,1", "its end"},
      {"normal(0)", "normal(mean,sd)"},
      {"normal(0,1)x", "'x'"},
      {"", "its end"},
      {"0.5*normal(0,1)+0.4*normal(1,1)", "sum to 0.9"},
      {"-0.5*normal(0,1)+1.5*normal(1,1)", "-0.5"},
      {"nan*normal(0,1)", "nan"},
      {"csv:/nowhere", "/nowhere"},
      {"csv:", "file name"},
  };
  for (const auto& [spec, words] : cases) {
    INFO(spec);
    try {
      parse_density(spec);
      FAIL("accepted");
    } catch (const Error& error) {
      const std::string line = error.what();
      INFO(line);
      CHECK(line.find(words) != std::string::npos);
      CHECK(line.find('\n') == std::string::npos);
    }
  }
  CHECK_NOTHROW(parse_density("0.3333333333*normal(0,1)+0.6666666667*normal(1,1)"));
}

TEST_CASE("Tables are validated") {
  CHECK_THROWS_AS(tabulated({0}, {1}, "t"), Error);
  CHECK_THROWS_AS(tabulated({0, 1}, {0, 0}, "t"), Error);
  CHECK_THROWS_AS(tabulated({0, 0}, {1, 1}, "t"), Error);
  CHECK_THROWS_AS(tabulated({0, 1}, {1, -1}, "t"), Error);
  CHECK_THROWS_AS(tabulated({0, std::nan("")}, {1, 1}, "t"), Error);
  CHECK_THROWS_AS(tabulated({0, 1}, {1, 1, 1}, "t"), Error);
  const DensityPtr flat = tabulated({0, 1, 4}, {3, 3, 3}, "t");
  CHECK(flat->pdf(2.0) == Approx(0.25));
  CHECK(flat->mean() == Approx(2));
  CHECK(flat->variance() == Approx(16.0 / 12));
}

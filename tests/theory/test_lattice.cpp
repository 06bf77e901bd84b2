// SPDX-License-Identifier: MIT
// Laws on the integers: divergences and distances against closed forms and plain sums.
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "core/check.hpp"
#include "random/stream.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "theory/claim.hpp"
#include "theory/lattice.hpp"
#include "theory/own_f.hpp"
#include "theory/quantity.hpp"
#include "theory/scan.hpp"
#include "theory/spec.hpp"

using namespace verigan;
using namespace verigan::theory;

namespace {

Estimate of(const std::string& key, const std::string& p, const std::string& q) {
  return quantity(key).of(*parse_density(p), *parse_density(q), Exact(0.5));
}

void agrees(const std::string& key, const std::string& p, const std::string& q, double expected, double slack = 4e-15) {
  const Estimate found = of(key, p, q);
  INFO(key << " of " << p << " | " << q << ": " << found.value << " ± " << found.error << ", expected " << expected);
  CHECK(std::abs(found.value - expected) <= found.error + slack * (1 + std::abs(expected)));
  CHECK(found.error <= 1e-8 * (1 + std::abs(expected)));
}

// Masses from their definitions, by lgamma.
struct Plain {
  std::string spec;
  std::function<double(int)> log_mass;
};
Plain plain_poisson(double m) {
  return {message("poisson(", shortest(m), ")"), [m](int k) { return k * std::log(m) - m - std::lgamma(k + 1.0); }};
}
Plain plain_geometric(double p) {
  return {message("geometric(", shortest(p), ")"), [p](int k) { return std::log(p) + k * std::log1p(-p); }};
}
Plain plain_binomial(int n, double p) {
  return {message("binomial(", n, ",", shortest(p), ")"), [n, p](int k) {
            if (k > n) return -HUGE_VAL;
            return std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0) + k * std::log(p) +
                   (n - k) * std::log1p(-p);
          }};
}

}  // namespace

TEST_CASE("Closed forms of Poisson, geometric and binomial laws") {
  for (const auto& [a, b] : {std::pair{3.0, 5.0}, std::pair{0.01, 7.0}, std::pair{1000.0, 1030.0}}) {
    const std::string p = message("poisson(", a, ")"), q = message("poisson(", b, ")");
    agrees("kl_pq", p, q, a * std::log(a / b) + b - a);
    agrees("renyi:2", p, q, a * a / b - 2 * a + b);
    agrees("chi2_pq", p, q, std::expm1(a * a / b - 2 * a + b), 1e-12);
    agrees("hellinger2", p, q, -std::expm1(-0.5 * (std::sqrt(a) - std::sqrt(b)) * (std::sqrt(a) - std::sqrt(b))));
    agrees("w1", p, q, std::abs(a - b), 1e-14);  // one is above the other in distribution
  }
  agrees("kl_pq", "geometric(0.2)", "geometric(0.5)", std::log(0.4) + 4 * std::log(0.8 / 0.5));
  agrees("kl_pq", "geometric(0.5)", "geometric(0.2)", std::log(2.5) + std::log(0.5 / 0.8));
  // P(k) differ in sign from k = 2 on: ½ + ¼ − ¼ − 3/16.
  agrees("tv", "geometric(0.5)", "geometric(0.25)", 0.75 - 0.4375);
  agrees("kl_pq", "binomial(40,0.3)", "binomial(40,0.45)", 40 * (0.3 * std::log(0.3 / 0.45) + 0.7 * std::log(0.7 / 0.55)));
  agrees("w1", "geometric(0.25)", "geometric(0.5)", 2);
}

TEST_CASE("Sums from the definitions of the masses") {
  const std::vector<Plain> laws = {plain_poisson(0.4),     plain_poisson(9),       plain_geometric(0.3),
                                   plain_geometric(0.75), plain_binomial(12, 0.2), plain_binomial(30, 0.6)};
  for (const Plain& p : laws)
    for (const Plain& q : laws) {
      long double tv = 0, h2 = 0, js = 0, f = 0, g = 0, w1 = 0, energy = 0, highest = 0;
      for (int k = 0; k < 2000; ++k) {
        const long double a = std::exp(static_cast<long double>(p.log_mass(k)));
        const long double b = std::exp(static_cast<long double>(q.log_mass(k)));
        tv += std::abs(a - b) / 2;
        h2 += (std::sqrt(a) - std::sqrt(b)) * (std::sqrt(a) - std::sqrt(b)) / 2;
        if (a > 0) js += a * std::log(2 * a / (a + b)) / 2;
        if (b > 0) js += b * std::log(2 * b / (a + b)) / 2;
        f += a;
        g += b;
        w1 += std::abs(f - g);
        energy += 2 * (f - g) * (f - g);
        highest = std::max(highest, std::abs(f - g));
      }
      const double slack = 1e-12;  // of lgamma
      agrees("tv", p.spec, q.spec, static_cast<double>(tv), slack);
      agrees("hellinger2", p.spec, q.spec, static_cast<double>(h2), slack);
      agrees("jsd", p.spec, q.spec, static_cast<double>(js), slack);
      agrees("w1", p.spec, q.spec, static_cast<double>(w1), slack);
      agrees("energy", p.spec, q.spec, static_cast<double>(energy), slack);
      agrees("kolmogorov", p.spec, q.spec, static_cast<double>(highest), slack);
    }
}

TEST_CASE("Finite and infinite on the integers") {
  CHECK(std::isinf(of("kl_pq", "poisson(3)", "binomial(50,0.1)").value));
  CHECK(std::isfinite(of("kl_pq", "binomial(50,0.1)", "poisson(3)").value));
  CHECK(std::isfinite(of("kl_pq", "geometric(0.1)", "poisson(3)").value));
  CHECK(std::isinf(of("chi2_pq", "geometric(0.9)", "poisson(3)").value));
  CHECK(std::isinf(of("chi2_pq", "geometric(0.2)", "geometric(0.37)").value));
  CHECK(std::isfinite(of("chi2_pq", "geometric(0.2)", "geometric(0.35)").value));
  CHECK(std::isfinite(of("renyi:7", "poisson(9)", "poisson(0.1)").value));
  const OwnF f("u*ln(u)");
  const Estimate own = f.divergence(*parse_density("poisson(3)"), *parse_density("geometric(0.3)"));
  const Estimate kl = of("kl_pq", "poisson(3)", "geometric(0.3)");
  CHECK(std::abs(own.value - kl.value) <= own.error + kl.error);
}

TEST_CASE("Mixtures, draws, scans and claims know them; densities beside them do not") {
  const std::string mixed = "0.25*poisson(2)+0.75*poisson(400)";
  agrees("tv", mixed, "poisson(2)", 0.75, 1e-12);
  CHECK(parse_density(mixed)->mean() == Approx(300.5));
  CHECK(parse_density(parse_density(mixed)->spec())->spec() == mixed);
  const random::Stream stream(3, random::Purpose::theory);
  const DensityPtr p = parse_density("poisson(3)");
  double sum = 0;
  for (std::uint64_t i = 0; i < 4000; ++i) {
    const double x = p->sample(stream, 0, i);
    CHECK(x == std::floor(x));
    sum += x;
  }
  CHECK(std::abs(sum / 4000 - 3) < 5 * std::sqrt(3.0 / 4000));
  const auto rows = scan({"poisson(t)", "poisson(2)"}, parse_values("1,2,4"), {Exact(0.5)}, {quantity("kl_pq")});
  CHECK(rows[1].values[0].value == 0);
  CHECK(rows[2].values[0].value == Approx(4 * std::log(2.0) - 2));
  const ClaimOutcome held = check_claim(Claim("tv^2 <= kl_pq/2"), {60, 1, {"poisson", "geometric", "binomial"}});
  CHECK(held.failed == 0);
  CHECK(held.undecided < 30);
  const ClaimOutcome fails = check_claim(Claim("kl_pq == kl_qp"), {60, 1, {"poisson"}});
  REQUIRE(fails.counterexample);
  CHECK(fails.counterexample->p.starts_with("poisson("));
  for (const char* text : {"0.5*poisson(3)+0.5*normal(0,1)", "shifted(poisson(3),1)", "poisson(0)", "geometric(1)",
                           "binomial(2.5,0.5)", "binomial(3,0)", "poisson(1e9)"}) {
    const std::string line = error_of([text] { (void)parse_density(text); });
    INFO(text << ": " << line);
    CHECK(is_one_line(line));
    CHECK(line.find("expected") != std::string::npos);
  }
  CHECK_THROWS_AS(require_one_kind(*parse_density("poisson(3)"), *parse_density("normal(0,1)")), Error);
  CHECK_THROWS_AS(check_claim(Claim("tv <= 1"), {10, 1, {"poisson", "student"}}), Error);
}

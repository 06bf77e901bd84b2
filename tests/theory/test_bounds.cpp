// SPDX-License-Identifier: MIT
// Errors that bound what rounding hides: pairs equal to the last bit of a double, parameters that
// are no doubles, strict boundaries, values of which nothing is known.
#include <cmath>
#include <string>
#include <vector>

#include "theory/densities.hpp"
#include "theory/density_pair.hpp"
#include "theory/divergence.hpp"
#include "theory/mixture_parts.hpp"
#include "theory/references.hpp"
#include "theory/splits.hpp"
#include "theory/summary.hpp"
#include "theory/transport.hpp"

using namespace verigan;
using namespace verigan::theory;

namespace {

Estimate get(const Summary& summary, const std::string& key) {
  for (const SummaryRow& row : summary_rows())
    if (key == row.key) return summary.*row.estimate;
  FAIL("no quantity " << key);
  return {};
}

bool infinite(const Estimate& found) { return found.value == HUGE_VAL && found.error == 0; }

Estimate chi2_of(const std::string& p, const std::string& q) {
  return chi2(*parse_density(p), *parse_density(q));
}
Estimate renyi_of(const std::string& p, const std::string& q, const std::string& order) {
  return renyi(*parse_density(p), *parse_density(q), Exact::decimal(order));
}

}  // namespace

TEST_CASE("Decimals as written: pairs that doubles cannot tell apart keep 11 digits") {
  const auto table = references::read("reference_near.csv");
  REQUIRE(table.size() == 16);
  for (const auto& [pair, rows] : table) {
    const auto& [spec_p, spec_q, alpha] = pair;
    const DensityPtr p = parse_density(spec_p), q = parse_density(spec_q);
    const Summary summary = summarise(*p, *q, Exact::decimal(shortest(alpha)));
    for (const references::Reference& row : rows) {
      const Estimate found = get(summary, row.key);
      const double off = references::distance(row.text, found.value);
      INFO(spec_p << " | " << spec_q << " | α = " << alpha << " | " << row.key << " = " << row.text);
      INFO("found " << found.value << " ± " << found.error << ", off by " << off);
      if (row.text == "inf") {
        CHECK(infinite(found));
        continue;
      }
      CHECK(off <= found.error + 1e-18 * std::abs(found.value));
      CHECK(found.error <= 1e-11 * std::abs(found.value));
    }
  }
}

TEST_CASE("To first order in a difference of 1e-20, divergences are Fisher's information") {
  const auto holds = [](const Estimate& found, double truth) {
    INFO("found " << found.value << " ± " << found.error << ", true " << truth);
    CHECK(std::abs(found.value - truth) <= found.error + 1e-15 * truth);
    CHECK(found.error <= 1e-12 * truth);
  };
  const auto of = [](const char* p, const char* q) {
    return summarise(*parse_density(p), *parse_density(q), 0.5);
  };
  const double third = 1e-20 / 0.3;
  holds(of("exponential(0.3)", "exponential(0.29999999999999999999)").tv, third / std::exp(1));
  holds(of("exponential(0.3)", "exponential(0.29999999999999999999)").kl_qp, third * third / 2);
  holds(of("logistic(2,3)", "logistic(2.00000000000000000003,3)").kl_pq, 1e-40 / 6);
  holds(of("beta(2,3)", "beta(2.000000000000000000001,3)").kl_pq,
        (1 / 4.0 + 1 / 9.0 + 1 / 16.0) / 2 * 1e-42);
  holds(of("normal(0.1,1)", "normal(0.10000000000000000001,1)").jsd, 1e-40 / 8);
  holds(of("normal(0.1,1)", "normal(0.1,1.00000000000000000001)").hellinger2, 1e-40 / 4);
  // Parts of a mixture that are the same take no part.
  holds(of("0.25*laplace(0,1)+0.75*uniform(800,801)",
           "0.25*laplace(1e-18,1)+0.75*uniform(800,801)").tv, 0.25 * 0.5e-18);
}

TEST_CASE("Equal rounded logarithms are no proof: the error holds what no closed form shows") {
  // beta(1,1) is uniform(0,1), but nothing says so except the numbers.
  const auto flat = parse_density("beta(1,1)"), uniform = parse_density("uniform(0,1)");
  const LogPair at = DensityPair(*flat, *uniform).at(0.3);
  CHECK(std::abs(at.ratio) <= at.error_ratio);
  CHECK(at.error_ratio > 1e-16);
  const Summary s = summarise(*flat, *uniform, 0.3);
  for (const Estimate& x : {s.tv, s.kl_pq, s.kl_qp, s.jsd, s.js_alpha, s.hellinger2, s.chi2_pq}) {
    CHECK(x.value <= x.error);
    CHECK(x.error > 1e-32);
    CHECK(x.error < 1e-12);
  }
  CHECK(s.tv.error > 1e-16);
  const Estimate renyi_flat = renyi(*flat, *uniform, 3);
  CHECK(std::abs(renyi_flat.value) <= renyi_flat.error);
}

TEST_CASE("Identical parameters give exactly 0, in whatever notation and order") {
  const struct {
    const char *p, *q;
  } pairs[] = {{"normal(0.1,1)", "normal(1e-1,1.0)"},
               {"beta(0.30,7)", "beta(3e-1,7)"},
               {"exponential(2)", "1*exponential(2.0)"},
               {"0.3*laplace(0,1)+0.7*normal(4,0.5)", "0.7*normal(4,0.5)+0.3*laplace(0,1)"},
               {"0.5*uniform(0,1)+0.5*uniform(0,1)", "uniform(0,1)"}};
  for (const auto& [p, q] : pairs) {
    const Summary s = summarise(*parse_density(p), *parse_density(q), 0.3);
    INFO(p << " | " << q);
    for (const Estimate& x : {s.kl_pq, s.kl_qp, s.jsd, s.js_alpha, s.tv, s.hellinger2, s.chi2_pq}) {
      CHECK(x.value == 0);
      CHECK(x.error <= 1e-289);
    }
  }
}

TEST_CASE("Strict boundaries are decided on the decimals as written") {
  for (const char* a : {"0.05", "0.06", "0.07", "0.3", "0.15"}) {
    const std::string doubled = (2 * Exact::decimal(a)).text();
    const std::string p = std::string("beta(") + a + ",1)";
    INFO(p << " | beta(" << doubled << ",1)");
    CHECK(infinite(chi2_of(p, "beta(" + doubled + ",1)")));
    const std::string less = (Exact::decimal("1.9") * Exact::decimal(a)).text();
    CHECK_FALSE(infinite(chi2_of(p, "beta(" + less + ",1)")));
  }
  CHECK(infinite(chi2_of("beta(0.05,1)", "beta(0.1,1)")));
  CHECK(infinite(chi2_of("beta(0.06,1)", "beta(0.12,1)")));
  CHECK(infinite(chi2_of("beta(1,.3)", "beta(1,.6)")));
  CHECK(infinite(renyi_of("beta(.2,1)", "beta(.3,1)", "3")));
  CHECK_FALSE(infinite(renyi_of("beta(.7,1)", "beta(1,1)", "3.3333333333333333333333")));
  // Finite by 1e-20: 0.36/0.6 · 1/(2·0.3 − 0.6 + 1e-20) − 1.
  const Estimate barely = chi2_of("beta(0.3,1)", "beta(0.59999999999999999999,1)");
  CHECK_FALSE(infinite(barely));
  CHECK(std::abs(barely.value - 1.5e19) <= barely.error);
  // Tails: σ_p² = 2σ_q², and rλ_p = (r − 1)λ_q.
  CHECK(infinite(renyi_of("normal(0,0.3)", "normal(0,0.1)", "1.125")));
  CHECK_FALSE(infinite(renyi_of("normal(0,0.3)", "normal(0,0.1)", "1.1249999999999999999999")));
  CHECK(infinite(renyi_of("exponential(0.1)", "exponential(0.3)", "1.5")));
  CHECK_FALSE(infinite(renyi_of("exponential(0.1)", "exponential(0.3)", "1.4999999999999999999")));
  CHECK(infinite(renyi_of("laplace(0,0.3)", "laplace(0,0.1)", "1.5")));
  // Supports that differ beyond a double.
  const auto kl_of = [](const char* p, const char* q) {
    return kl(*parse_density(p), *parse_density(q));
  };
  CHECK(infinite(kl_of("uniform(0,0.1)", "uniform(0,0.0999999999999999999999999999999999999999)")));
  CHECK_FALSE(infinite(kl_of("uniform(0,0.1)", "uniform(0,0.10000000000000000000000000000000001)")));
}

TEST_CASE("Closed forms carry Renyi's divergences to any order, others say that nothing is known") {
  const auto holds = [](const Estimate& found, double truth) {
    INFO("found " << found.value << " ± " << found.error << ", true " << truth);
    CHECK(std::abs(found.value - truth) <= found.error);
    CHECK(found.error <= 1e-13 * std::abs(truth));
  };
  holds(renyi_of("normal(0,1)", "normal(1,1)", "1e10"), 5e9);
  holds(renyi_of("normal(0,1)", "normal(1,1)", "1e7"), 5e6);
  holds(renyi_of("normal(3,1)", "normal(1,1)", "1e200"), 2e200);
  // ln λ_p/λ_q + ln(λ_p/(rλ_p + (1−r)λ_q))/(r−1), by mpmath.
  holds(renyi_of("exponential(2)", "exponential(1)", "1e10"), 0.69314717832667487);
  const Estimate beyond = renyi_of("logistic(0,1)", "logistic(1,1)", "1e300");
  CHECK((std::isinf(beyond.error) || std::abs(beyond.value - 1) <= beyond.error));
  const Estimate far = chi2_of("normal(0,1)", "normal(60,1)");  // e^3600 − 1
  CHECK(std::isinf(far.error));
  CHECK(std::isfinite(chi2_of("normal(0,1)", "normal(26,1)").error));  // e^676 − 1
}

TEST_CASE("Masses of mixtures keep weights below the last bit of 1") {
  const auto p = parse_density("normal(0,1)");
  const auto q = parse_density("1*normal(0,1)+1e-17*normal(30,1)");
  const Estimate w1 = wasserstein1(*p, *q);
  CHECK(std::abs(w1.value - 3e-16) <= w1.error + 1e-33);
  const Mass between = q->cdf(15.0);
  CHECK(difference(Mass{1, 0, 0}, between) == Approx(1e-17).epsilon(1e-14));
  // The smaller part first, and of three.
  const auto r = parse_density("3e-18*normal(-40,1)+1*normal(0,1)+2e-18*normal(40,1)");
  CHECK(difference(r->cdf(20.0), r->cdf(-20.0)) == Approx(1).epsilon(1e-16));
  CHECK(difference(Mass{1, 0, 0}, r->cdf(20.0)) == Approx(2e-18).epsilon(1e-14));
}

TEST_CASE("Many components: those left out of a stretch make no difference") {
  // Every part next to its neighbours, far from others, and a broad one under all.
  std::vector<Exact> weights;
  std::vector<DensityPtr> parts;
  for (int i = 0; i < 40; ++i) {
    weights.push_back(0.02);
    parts.push_back(i % 3 == 0   ? normal(i, 0.05)
                    : i % 3 == 1 ? laplace(i, 0.2)
                                 : uniform(i, i + 0.75));
  }
  weights.push_back(Exact::decimal("0.2"));
  parts.push_back(logistic(20, 5));
  const DensityPtr all = mixture(weights, parts);
  for (const double x : {-300.0, -3.0, 0.01, 3.5, 4.7, 12.25, 17.9, 20.0, 33.3, 41.0, 500.0}) {
    double pdf = 0, below = 0, above = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      pdf += weights[i].value() * parts[i]->pdf(x);
      below += weights[i].value() * parts[i]->cdf(x).value();
      above += weights[i].value() * parts[i]->survival(x);
    }
    INFO(x);
    CHECK(all->pdf(x) == Approx(pdf).epsilon(1e-13));
    CHECK(all->cdf(x).value() == Approx(below).epsilon(1e-12));
    CHECK(all->survival(x) == Approx(above).epsilon(1e-12));
  }
}

TEST_CASE("Of many components apart, a few are evaluated at a point") {
  std::vector<MixturePart> parts;
  std::vector<Split> cuts;
  for (std::size_t i = 0; i < 200; ++i) {
    parts.push_back({0.005, std::log(0.005), normal(static_cast<double>(10 * i), 1), i});
    for (const Split& cut : parts.back().density->splits()) cuts.push_back(cut);
  }
  std::vector<Point> places;
  for (const Split& cut : merged(cuts)) places.push_back(cut.at);
  const MixtureParts relevant(parts, places);
  for (double x = -15; x < 2005; x += 7.3) {
    CHECK(relevant.at(x).of_density.size() <= 8);
    CHECK(relevant.at(x).of_cdf.size() <= 8);
  }
  CHECK(relevant.at(1000.0).below.size() > 90);
}

TEST_CASE("Ends told apart by more than 32 digits: the error says what lies between") {
  const Summary s = summarise(*parse_density("uniform(0,0.1)"),
                              *parse_density("uniform(0,0.1000000000000000000000000000000000001)"),
                              0.5);
  for (const Estimate& x : {s.tv, s.kl_pq, s.hellinger2}) {  // 1e-36 for TV and KL, half for H²
    CHECK(std::abs(x.value - 0.75e-36) <= x.error + 0.25e-36);
    CHECK(x.error > 1e-37);
    CHECK(x.error < 1e-30);
  }
}

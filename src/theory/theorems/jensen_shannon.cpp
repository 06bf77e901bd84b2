// SPDX-License-Identifier: MIT
// T06: the Jensen–Shannon divergence is bounded, symmetric, and the square of a metric.
#include <algorithm>

#include "theory/theorems/instance.hpp"
#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

struct Formula {
  Ball (*distance)(Ball jsd);         // the metric
  Ball ceiling;                       // the largest JSD
  double (*reflected)(double alpha);  // the β with JS_β(q,p) = JS_α(p,q)
};

void check(RandomInstance& draw, Evidence& evidence, const Formula& formula) {
  const double alpha = draw.share();
  const Instance laws = Instance::random(draw);
  const Ball pq = laws.jsd(0, 1), pr = laws.jsd(0, 2), rq = laws.jsd(2, 1);
  evidence.at_most("JSD ≥ 0", 0, pq);
  evidence.at_most("JSD ≤ ln 2", pq, formula.ceiling);
  evidence.equal("JSD(p,q) = JSD(q,p)", pq, laws.jsd(1, 0));
  if (laws.relation() == Relation::equal) evidence.equal("JSD = 0 at p = q", pq, 0);
  if (laws.relation() == Relation::disjoint) {
    evidence.equal("JSD = ln 2 where pq = 0", pq, formula.ceiling);
    // Then C = −ln 4 + 2 JSD vanishes: D* is 1 on real data and 0 on generated.
    const Ball c = laws.integrate<1>([](const SamplePoint& at) {
      const Output best = ratio_discriminator(at);
      return std::array{x_ln_y(at.p, best.d) + x_ln_y(at.q, best.complement)};
    })[0];
    evidence.equal("C = 0 where pq = 0", c, 0);
  } else {
    // ln 2·(1 − TV) is missing at least (T32), so that JSD = ln 2 needs TV = 1, that is pq = 0.
    evidence.at_most("JSD ≤ ln 2·TV", pq, formula.ceiling * laws.total_variation());
  }
  const Ball side[] = {formula.distance(pq), formula.distance(pr), formula.distance(rq)};
  evidence.at_most("triangle p–r–q", side[0], side[1] + side[2]);
  evidence.at_most("triangle p–q–r", side[1], side[0] + side[2]);
  evidence.at_most("triangle r–p–q", side[2], side[0] + side[1]);
  const Ball weighted = laws.js(alpha, 0, 1);
  evidence.equal("JS_α(p,q) = JS_{1−α}(q,p)", weighted, laws.js(formula.reflected(alpha), 1, 0));
}

/// The counter-example: p = (1, 0), q = (½, ½). With h(β) = H(β/2) − β ln 2, JS_α(p,q) = h(1−α) and
/// JS_α(q,p) = h(α), so √JS_α is not even symmetric, by more than rounding, for α ≠ ½.
void check_asymmetry(RandomInstance& draw, Evidence& evidence) {
  double alpha = draw.share();
  if (std::abs(alpha - 0.5) < 1e-3) alpha += 2e-3;
  const auto js = [alpha](Ball p0, Ball p1, Ball q0, Ball q1) {
    const Ball a = alpha, b = 1 - a, m0 = a * p0 + b * q0, m1 = a * p1 + b * q1;
    return a * (x_ln_ratio(p0, m0) + x_ln_ratio(p1, m1)) +
           b * (x_ln_ratio(q0, m0) + x_ln_ratio(q1, m1));
  };
  const Ball there = js(1, 0, 0.5, 0.5), back = js(0.5, 0.5, 1, 0);
  const auto closed = [](Ball beta) {
    const Ball half = beta / 2, rest = 1 - half;
    return -(x_ln_y(half, half) + x_ln_y(rest, rest)) - beta * log_of(2);
  };
  evidence.equal("JS_α of the counter-example", there, closed(1 - Ball(alpha)));
  evidence.equal("JS_α of it reversed", back, closed(alpha));
  const Ball difference = there - back;
  evidence.holds("√JS_α is not symmetric for α ≠ ½", std::abs(difference.value) > difference.error);
}

Check with(const Formula& formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) {
    check(draw, evidence, formula);
    check_asymmetry(draw, evidence);
  };
}

Ball root(Ball jsd) { return sqrt(jsd); }
Ball itself(Ball jsd) { return jsd; }
double reflected(double alpha) { return 1 - alpha; }
double kept(double alpha) { return alpha; }

}  // namespace

Theorem jensen_shannon() {
  return {.id = "T06",
          .title = "Jensen–Shannon divergence",
          .statement =
              "0 ≤ JSD ≤ ln 2, symmetric, √JSD a metric; JSD = ln 2 iff pq = 0 a.e. (then "
              "C = 0); √JS_α is no metric for α ≠ ½; JS_α(p,q) = JS_{1−α}(q,p)",
          .source = "lit (Endres & Schindelin 2003), ours",
          .check = with({root, log_of(2), reflected}),
          .mutants = {{"JSD itself a metric", 0.2, with({itself, log_of(2), reflected})},
                      {"JSD ≤ ½", 0.2, with({root, 0.5, reflected})},
                      {"JS_α symmetric", 0.55, with({root, log_of(2), kept})}}};
}

}  // namespace verigan::theory::rows

// SPDX-License-Identifier: MIT
// Looped over the whole table of losses: a new row is tested by being there.
#include <cmath>
#include <limits>
#include <vector>

#include "core/check.hpp"
#include "gan/batch_mix.hpp"
#include "gan/objective.hpp"
#include "support/catch.hpp"

using namespace verigan;
using gan::Objective;

namespace {

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }
double softplus(double x) { return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x)); }

// The terms written out again in double, from the formulas of the sources.
double expected_value(const Objective& o, int term, double l) {
  const bool squares = o.name == "least-squares";
  if (squares) return term == 1 ? l * l / 2 : (l - 1) * (l - 1) / 2;
  if (o.name == "hinge" && term < 2) return std::max(0.0, term == 0 ? 1 - l : 1 + l);
  if (o.name == "hinge" || o.name == "wasserstein") return term == 1 ? l : -l;
  if (o.name == "absolute-error")
    return term == 0 ? 1 - sigmoid(l) : term == 1 ? sigmoid(l) : -sigmoid(l);
  if (term == 0) return softplus(-l);
  if (term == 1) return softplus(l);
  return o.name == "minimax" ? -softplus(l) : softplus(-l);
}

std::pair<double, double> evaluate(gan::Term term, double logit) {
  const std::vector<float> l{static_cast<float>(logit)};
  std::vector<float> value(1), slope(1);
  term(l, value, slope);
  return {static_cast<double>(value[0]), static_cast<double>(slope[0])};
}

}  // namespace

TEST_CASE("losses: every term's value and slope, from far left to far right") {
  for (const Objective& o : gan::objectives()) {
    const gan::Term terms[] = {o.on_true, o.on_generated, o.for_generator};
    for (int k = 0; k < 3; ++k)
      for (double l = -30.1; l <= 30; l += 0.375) {
        CAPTURE(o.name, k, l);
        const auto [value, slope] = evaluate(terms[k], l);
        const double v = expected_value(o, k, l);
        CHECK(value == Approx(v).epsilon(2e-6).margin(1e-13));
        const double h = 1e-4;
        const double quotient =
            (8 * (expected_value(o, k, l + h) - expected_value(o, k, l - h)) -
             (expected_value(o, k, l + 2 * h) - expected_value(o, k, l - 2 * h))) / (12 * h);
        CHECK(slope == Approx(quotient).epsilon(1e-5).margin(3e-10));
      }
  }
}

TEST_CASE("losses: signs. Both players minimise") {
  for (const Objective& o : gan::objectives())
    for (const double l : {-2.0, 0.25, 0.75}) {
      if (o.discriminator.output == gan::Output::linear && l < 0) continue;  // D in (0, 1) only
      CAPTURE(o.name, l);
      CHECK(evaluate(o.on_true, l).second < 0);        // a truer verdict on real data helps D,
      CHECK(evaluate(o.on_generated, l).second > 0);   // a falser one on generated data too,
      CHECK(evaluate(o.for_generator, l).second < 0);  // and G wants the opposite
    }
}

TEST_CASE("losses: the terms over floats are those of the theory's row") {
  for (const Objective& o : gan::objectives()) {
    theory::Curve (*terms[])(double) = {o.discriminator.on_real, o.discriminator.on_generated,
                                        o.generator};
    const gan::Term fast[] = {o.on_true, o.on_generated, o.for_generator};
    for (int k = 0; k < 3; ++k)
      for (double l = -20; l <= 20; l += 0.375) {
        CAPTURE(o.name, k, l);
        const auto [value, slope] = evaluate(fast[k], l);
        CHECK(value == Approx(terms[k](l).value).epsilon(2e-6).margin(1e-13));
        CHECK(slope == Approx(terms[k](l).slope).epsilon(2e-6).margin(1e-13));
      }
  }
}

TEST_CASE("losses: at equilibrium the terms give what the row announces, and D's slope is 0") {
  for (const Objective& o : gan::objectives())
    for (const double alpha : {0.1, 0.3, 0.5, 0.7, 0.9}) {
      CAPTURE(o.name, alpha);
      const auto& best = o.discriminator.best;
      if (!best || best->jumps) continue;
      // At p = q the best verdict is the constant α (T10).
      const double l =
          o.discriminator.output == gan::Output::linear ? alpha : std::log(alpha / (1 - alpha));
      const auto t = evaluate(o.on_true, l), f = evaluate(o.on_generated, l);
      CHECK(alpha * t.first + (1 - alpha) * f.first ==
            Approx(best->equilibrium.of(alpha)).epsilon(1e-6));
      CHECK(alpha * t.second + (1 - alpha) * f.second == Approx(0).margin(1e-7));
      CHECK(o.generator_weight(alpha) * evaluate(o.for_generator, l).first ==
            Approx(o.generator_equilibrium->of(alpha)).epsilon(1e-6));
    }
  const Objective& usual = gan::objective("non-saturating");
  CHECK(usual.discriminator.best->equilibrium.of(0.5) == Approx(std::log(2)));
  CHECK(usual.generator_equilibrium->of(0.1) == Approx(std::log(10)));
}

TEST_CASE("losses: extreme logits stay finite or are the limit, and NaN stays NaN") {
  const double inf = std::numeric_limits<double>::infinity();
  for (const char* name : {"minimax", "non-saturating"}) {
    const Objective& o = gan::objective(name);
    CHECK(evaluate(o.on_true, 1e30).first == 0);
    CHECK(evaluate(o.on_true, -1e30).first == Approx(1e30));
    CHECK(evaluate(o.on_true, -inf).first == inf);
    CHECK(evaluate(o.on_true, -1e30).second == -1);
    CHECK(std::isnan(evaluate(o.on_generated, std::nan("")).first));
  }
}

TEST_CASE("losses: a slope is 0 or well above what is denormal, and NaN stays NaN") {
  for (const Objective& o : gan::objectives()) {
    if (o.discriminator.output == gan::Output::linear) continue;
    for (const gan::Term term : {o.on_true, o.on_generated, o.for_generator})
      for (double l = -110; l <= 110; l += 0.5) {
        CAPTURE(o.name, l);
        const double slope = evaluate(term, l).second;
        CHECK((slope == 0 || std::abs(slope) >= 0x1p-60));
        if (std::abs(l) < 41.5) CHECK(slope != 0);  // 2⁻⁶⁰ = e^−41.6
      }
    for (const gan::Term term : {o.on_true, o.on_generated, o.for_generator})
      CHECK(std::isnan(evaluate(term, std::nan("")).second));
  }
}

TEST_CASE("losses: an unknown name is answered with those there are") {
  std::string names;
  for (const Objective& o : gan::objectives()) names += (names.empty() ? "" : ", ") + std::string(o.name);
  CHECK_THROWS_WITH(gan::objective("cubes"), "unknown loss 'cubes', expected one of " + names);
}

TEST_CASE("composition: whole samples, and at least one of each kind") {
  CHECK(gan::fixed_share(0.1, 256).n_real == 26);
  CHECK(gan::fixed_share(0.1, 256).alpha() == 26.0 / 256);
  CHECK(gan::fixed_share(0.5, 250).n_real == 125);
  CHECK(gan::fixed_share(0.9, 64).n_real == 58);
  CHECK(gan::fixed_share(0.5, 3).n_real == 2);
  CHECK(gan::fixed_share(0.3, 2).n_generated() == 1);
  CHECK_THROWS_WITH(gan::fixed_share(0.001, 64),
                    "alpha 0.001 in a batch of 64 gives 0 true and 64 generated samples, expected at "
                    "least one of each");
  CHECK_THROWS_AS(gan::fixed_share(0.999, 64), Error);
  for (const double alpha : {0.0, 1.0, -0.1, 1.5, std::nan(""), HUGE_VAL})
    CHECK_THROWS_AS(gan::fixed_share(alpha, 64), Error);
  CHECK_THROWS_AS(gan::fixed_share(0.5, 1), Error);
  CHECK_THROWS_AS(gan::fixed_share(0.5, 0), Error);
}

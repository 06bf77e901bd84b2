// SPDX-License-Identifier: MIT
// Looped over the table of losses: what a row says of its best discriminator is found again by
// differences, by minimisation and by sums. A new row is tested by being there.
#include "theory/game_loss.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "theory/densities.hpp"

using namespace verigan;
using namespace verigan::theory;

namespace {

// Away from the kinks that losses have at whole numbers.
std::vector<double> outputs() {
  std::vector<double> t;
  for (double at = -8.3; at < 8.5; at += 0.4) t.push_back(at);
  return t;
}

struct Masses {
  double u, v;
};
constexpr Masses kMasses[] = {{0.3, 0.1}, {0.02, 0.5}, {0.7, 0.65}, {1e-3, 2e-3}, {0.4, 0.41}};

template <class F>
double derivative(const F& f, double x, double h) {
  return (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h);
}

double at(const DiscriminatorLoss& loss, Masses m, double t) {
  return m.u * loss.on_real(t).value + m.v * loss.on_generated(t).value;
}

}  // namespace

TEST_CASE("game losses: slopes and curvatures are the terms' derivatives") {
  for (const GameLoss& row : game_losses())
    for (Curve (*term)(double) :
         {row.discriminator.on_real, row.discriminator.on_generated, row.generator})
      for (const double t : outputs()) {
        CAPTURE(row.name, t);
        const Curve found = term(t);
        CHECK(found.slope ==
              Approx(derivative([&](double x) { return term(x).value; }, t, 1e-3)).margin(1e-10));
        CHECK(found.curvature ==
              Approx(derivative([&](double x) { return term(x).slope; }, t, 1e-3)).margin(1e-10));
      }
}

TEST_CASE("game losses: value(u, v, D) is the two terms at the linear output") {
  for (const GameLoss& row : game_losses()) {
    const DiscriminatorLoss& loss = row.discriminator;
    for (const Masses m : kMasses)
      for (const double t : outputs()) {
        CAPTURE(row.name, t);
        const double d = loss.output_of(t);
        CHECK(loss.value(m.u, m.v, d) == Approx(at(loss, m, t)).epsilon(1e-11).margin(1e-13));
        CHECK(loss.linear_output(d) == Approx(t).epsilon(1e-10));
      }
    const float sure = 1;
    CHECK(std::isfinite(loss.value(0.5, 0.5, loss.finite_output(sure))));
    CHECK(std::isfinite(loss.value(0.5, 0.5, loss.finite_output(0))));
  }
}

TEST_CASE("game losses: nothing beats the best discriminator, and what it is worth is said right") {
  for (const GameLoss& row : game_losses()) {
    const DiscriminatorLoss& loss = row.discriminator;
    CHECK(loss.best.has_value() == loss.without_best.empty());
    if (!loss.best) {
      CHECK(error_of([&] { loss.require_best(); }).find(loss.without_best) != std::string::npos);
      continue;
    }
    const BestDiscriminator& best = loss.require_best();
    for (const Masses m : kMasses) {
      CAPTURE(row.name, m.u, m.v);
      const double d = best.output(m.u, m.v), least = best.least(m.u, m.v);
      CHECK(d == Approx(best.output(7 * m.u, 7 * m.v)));
      CHECK(loss.value(m.u, m.v, d) == Approx(least).epsilon(1e-13));
      for (const double t : outputs()) {
        CAPTURE(t);
        const double value = at(loss, m, t);
        CHECK(value >= least * (1 - 1e-13));
        CHECK(best.excess(m.u, m.v, t) == Approx(value - least).epsilon(1e-10).margin(1e-13));
        CHECK(loss.distance(m.u, m.v, t) ==
              Approx(std::abs(loss.output_of(t) - d)).epsilon(1e-10).margin(1e-15));
      }
      // Its derivatives in v.
      const double h = 1e-3 * std::min(m.v, std::abs(m.u - m.v));
      const double answer = loss.output_of(0.3);
      CHECK(best.slope(m.u, m.v, answer) ==
            Approx(derivative([&](double v) {
                     return loss.value(m.u, v, answer) - best.least(m.u, v);
                   }, m.v, h)).epsilon(1e-9).margin(1e-9));
      CHECK(best.slope(m.u, m.v, d) == Approx(0).margin(1e-14));
      CHECK(best.sensitivity(m.u, m.v) ==
            Approx(-m.v * derivative([&](double v) { return best.output(m.u, v); }, m.v, h))
                .epsilon(1e-8)
                .margin(1e-9));
      CHECK(best.curvature(m.u, m.v) ==
            Approx(m.v * derivative([&](double v) { return best.slope(m.u, v, answer); }, m.v, h))
                .epsilon(1e-8)
                .margin(1e-9));
      const bool step = best.output(m.u, m.v) == best.output(m.u, m.v * 1.001);
      CHECK(step == best.jumps);
    }
    // Without any weight of one kind, D is sure.
    CHECK(best.least(0.5, 0) == 0);
    CHECK(best.least(0, 0.5) == 0);
  }
}

TEST_CASE("game losses: equilibrium is what the best constant answer is worth") {
  for (const GameLoss& row : game_losses()) {
    if (!row.discriminator.best) {
      CHECK_FALSE(row.generator_equilibrium);
      continue;
    }
    const BestDiscriminator& best = *row.discriminator.best;
    CHECK(row.generator_equilibrium.has_value() == !best.jumps);
    for (const double alpha : {0.05, 0.3, 0.5, 0.8}) {
      CAPTURE(row.name, alpha);
      CHECK(best.equilibrium.of(alpha) == Approx(best.least(alpha, 1 - alpha)).epsilon(1e-14));
      const double middle = row.discriminator.output_of(best.undecided(alpha)),
                   below = best.output(alpha * 0.999, 1 - alpha),
                   above = best.output(alpha * 1.001, 1 - alpha);
      if (best.jumps)
        CHECK(middle == Approx((best.output(1, 2) + best.output(2, 1)) / 2));
      else
        CHECK((below < middle && middle < above));
      if (!row.generator_equilibrium) continue;
      CHECK(row.generator_equilibrium->of(alpha) ==
            Approx(row.generator_weight(alpha) * row.generator(best.undecided(alpha)).value)
                .epsilon(1e-12));
    }
  }
}

TEST_CASE("game losses: a divergence that is named is what the least loss lies below equilibrium") {
  const DensityPtr p = normal(0, 1), q = normal(1.3, 0.7);
  for (const GameLoss& row : game_losses()) {
    const auto& best = row.discriminator.best;
    if (!best || best->divergence == nullptr) continue;
    for (const double alpha : {0.2, 0.5}) {
      double least = 0;  // by the trapezoidal rule, whose error here is beyond double
      for (int k = -4000; k <= 4000; ++k) {
        const double x = 0.003 * k, u = alpha * p->pdf(x), v = (1 - alpha) * q->pdf(x);
        if (u + v > 0) least += 0.003 * best->least(u, v);
      }
      CAPTURE(row.name, alpha);
      CHECK(best->equilibrium.of(alpha) - best->divergence(*p, *q, alpha).value ==
            Approx(least).epsilon(1e-11));
    }
  }
}

TEST_CASE("game losses: which saturate, and how rows are found") {
  std::vector<std::string> saturating;
  for (const GameLoss& row : game_losses())
    if (row.saturating()) saturating.emplace_back(row.name);
  CHECK(saturating == std::vector<std::string>{"minimax", "absolute-error"});
  for (const GameLoss& row : game_losses()) {
    CHECK(&game_loss(row.name) == &row);
    CHECK(&discriminator_loss(row.discriminator.name) == &row.discriminator);
    CHECK_FALSE(row.source.empty());
  }
  CHECK(&game_loss("Non_Saturating") == &game_loss("non-saturating"));
  CHECK(error_of([] { game_loss("mimimax"); }).find("did you mean 'minimax'?") != std::string::npos);
  CHECK(error_of([] { discriminator_loss("minimax"); }).find("expected one of cross-entropy, ") !=
        std::string::npos);
}

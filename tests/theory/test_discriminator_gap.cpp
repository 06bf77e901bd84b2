// SPDX-License-Identifier: MIT
// The distance of a discriminator from the best one, against closed forms.
#include <cmath>

#include "core/numeric.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "theory/densities.hpp"
#include "theory/discriminator_gap.hpp"
#include "theory/divergence.hpp"

using namespace verigan;
using namespace verigan::theory;

namespace {

const DensityPtr kP = normal(0, 1), kQ = normal(1, 1), kBox = uniform(0, 2), kOther = uniform(1, 3);

double half(const Point&) { return 0; }
double ln(double x) { return std::log(x); }

}  // namespace

TEST_CASE("on overlapping boxes everything is a sum of three pieces") {
  // p = ½ on [0, 2], q = ½ on [1, 3]; D = σ(l), constant; α = 0.3, flips at 0.1.
  const double a = 0.3, b = 0.7, e = 0.1, d = 0.4, l = ln(d / (1 - d));
  const LabelledPair pair{*kBox, *kOther, a, b, e};
  const double u[] = {a * (1 - e) / 2, (a * (1 - e) + b * e) / 2, b * e / 2},
               v[] = {a * e / 2, (a * e + b * (1 - e)) / 2, b * (1 - e) / 2};
  double loss = 0, least = 0, square = 0, error = 0, least_error = 0, excess = 0;
  for (int k = 0; k < 3; ++k) {
    const double t = u[k] / (u[k] + v[k]);
    loss -= u[k] * ln(d) + v[k] * ln(1 - d);
    least -= u[k] * ln(t) + v[k] * ln(1 - t);
    square += (u[k] + v[k]) * (d - t) * (d - t);
    error += u[k] * (1 - d) + v[k] * d;
    least_error += std::min(u[k], v[k]);
    excess += std::abs(u[k] - v[k]) * (u[k] > v[k] ? 1 - d : d);
  }
  const auto gap = discriminator_gap(pair, discriminator_loss("cross-entropy"),
                                     [=](const Point&) { return l; });
  CHECK(gap.loss.value == Approx(loss).epsilon(1e-9));
  CHECK(gap.optimum.value == Approx(least).epsilon(1e-9));
  CHECK(gap.excess.value == Approx(loss - least).epsilon(1e-7));
  CHECK(gap.square.value == Approx(square).epsilon(1e-7));
  const auto absolute = discriminator_gap(pair, discriminator_loss("absolute-error"),
                                          [=](const Point&) { return l; });
  CHECK(absolute.loss.value == Approx(error).epsilon(1e-9));
  CHECK(absolute.optimum.value == Approx(least_error).epsilon(1e-9));
  CHECK(absolute.excess.value == Approx(excess).epsilon(1e-7));
  CHECK(best_discriminator(pair, discriminator_loss("cross-entropy"), 1.5) ==
        Approx(u[1] / (u[1] + v[1])));
  CHECK(best_discriminator(pair, discriminator_loss("absolute-error"), 0.5) == 1);
  CHECK(best_discriminator(pair, discriminator_loss("absolute-error"), 2.5) == 0);
  CHECK(std::isnan(best_discriminator(pair, discriminator_loss("cross-entropy"), 4)));
}

TEST_CASE("D = ½ costs ln 2, the optimal one nothing beyond the optimum, any other what T02 says") {
  for (const double alpha : {0.1, 0.5, 0.8}) {
    const LabelledPair pair{*kP, *kQ, alpha, 1 - alpha};
    const auto even = discriminator_gap(pair, discriminator_loss("cross-entropy"), half);
    CHECK(even.loss.value == Approx(ln(2)).epsilon(1e-9));
    const auto best = discriminator_gap(pair, discriminator_loss("cross-entropy"),
                                        [=](const Point& x) {
                                          return 0.5 - x.value() + ln(alpha / (1 - alpha));
                                        });
    CHECK(std::abs(best.excess.value) < 1e-12);
    CHECK(std::abs(best.loss.value - best.optimum.value) <= best.loss.error + best.optimum.error);
    const auto kinked = discriminator_gap(
        pair, discriminator_loss("cross-entropy"),
        [](const Point& x) { return 2 * std::max(0.0, x.value() - 0.3) - 1; });
    CHECK(kinked.excess.value > 0.01);
    CHECK(std::abs(kinked.loss.value - kinked.optimum.value - kinked.excess.value) <=
          kinked.loss.error + kinked.optimum.error + kinked.excess.error);
    CHECK(kinked.excess.value >= 2 * kinked.square.value);  // Pinsker
  }
}

TEST_CASE("with even weights the absolute error is that of T14, and infinite logits do no harm") {
  const LabelledPair pair{*kP, *kQ};
  const auto sure = discriminator_gap(pair, discriminator_loss("absolute-error"), [](const Point& x) {
    return x.value() < 0.5 ? INFINITY : -INFINITY;
  });
  CHECK(sure.optimum.value == Approx(0.5 * overlap(*kP, *kQ).value).epsilon(1e-7));
  CHECK(std::abs(sure.excess.value) < 1e-9);
  CHECK(std::abs(sure.loss.value - sure.optimum.value) < 1e-6);
}

TEST_CASE("weights and rates out of range are refused") {
  const auto error = [](double a, double b, double rate) {
    return error_of([&] {
      discriminator_gap({*kP, *kQ, a, b, rate}, discriminator_loss("cross-entropy"), half);
    });
  };
  CHECK(error(0, 0.5, 0).find("weight 0") == 0);
  CHECK_FALSE(error(0.5, std::nan(""), 0).empty());
  CHECK(error(0.5, 0.5, 0.5).find("flipped labels") != std::string::npos);
}

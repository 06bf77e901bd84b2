// SPDX-License-Identifier: MIT
// T22, looped over every row of the table.
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>

#include "core/check.hpp"
#include "support/catch.hpp"
#include "theory/divergence.hpp"
#include "theory/f_generators.hpp"
#include "theory/spec.hpp"

using namespace verigan;
using namespace verigan::theory;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kAlpha = 0.3;

}  // namespace

TEST_CASE("Each f is convex with the stated derivative and limits") {
  for (const FGenerator& row : f_generators(kAlpha)) {
    INFO(row.name);
    CHECK(row.f(1) == Approx(row.at_one).margin(1e-15));
    for (const double u : {1e-300, 1e300}) CHECK_FALSE(std::isnan(row.derivative(u)));
    for (double u = 0.05; u < 20; u *= 1.3) {
      if (std::abs(u - 1) < 0.1) continue;  // kinks sit at 1
      const double h = 1e-5 * u;
      CHECK(row.derivative(u) ==
            Approx((row.f(u + h) - row.f(u - h)) / (2 * h)).epsilon(1e-7).margin(1e-8));
      CHECK(row.f(u) <= 0.5 * (row.f(0.7 * u) + row.f(1.3 * u)) + 1e-14);
    }
    if (std::isfinite(row.at_zero)) {
      CHECK(row.f(1e-15) == Approx(row.at_zero).margin(1e-7));
    } else {
      CHECK(row.f(1e-300) > 600);
    }
    if (std::isfinite(row.slope_at_infinity)) {
      CHECK(row.f(1e15) / 1e15 == Approx(row.slope_at_infinity).margin(1e-7));
    } else {
      CHECK(row.f(1e300) / 1e300 > 600);
    }
  }
}

TEST_CASE("Fenchel: f*(t) + f(u) >= ut, equal at t = f'(u); f* infinite beyond its domain") {
  for (const FGenerator& row : f_generators(kAlpha)) {
    for (double u = 0.05; u < 20; u *= 1.3) {
      INFO(row.name << " at u = " << u);
      const double t = row.derivative(u);
      CHECK(row.conjugate(t) + row.f(u) == Approx(u * t).epsilon(1e-9).margin(1e-12));
      for (const double shift : {-0.4, -0.01, 0.01, 0.4}) {
        CHECK(row.conjugate(t + shift) + row.f(u) >= u * (t + shift) - 1e-12);
      }
    }
    if (std::isfinite(row.domain_upper)) {
      CHECK(row.conjugate(row.domain_upper + 1e-9) == kInfinity);
      CHECK(std::isfinite(row.conjugate(row.domain_upper)) == row.domain_closed);
    }
  }
}

TEST_CASE("The logarithmic forms agree with f") {
  for (const FGenerator& row : f_generators(kAlpha)) {
    for (const double r : {-30.0, -3.0, -0.2, 0.0}) {
      INFO(row.name << " at r = " << r);
      CHECK(row.f_of_log(r) == Approx(row.f(std::exp(r))).epsilon(1e-10).margin(1e-13));
      CHECK(row.scaled_of_log(-r) ==
            Approx(row.f(std::exp(-r)) * std::exp(r * row.growth)).epsilon(1e-10).margin(1e-13));
    }
  }
}

TEST_CASE("The best critic is f' of the ratio, with the limits of f' at both ends") {
  for (const FGenerator& row : f_generators(kAlpha)) {
    INFO(row.name);
    CHECK_FALSE(row.critic.empty());
    for (double u = 0.05; u < 20; u *= 1.3) {
      CHECK(row.critic_of_log(std::log(u)) == Approx(row.derivative(u)).epsilon(1e-12));
    }
    CHECK(row.critic_of_log(kInfinity) == Approx(row.slope_at_infinity).margin(1e-15));
    if (std::isfinite(row.at_zero)) {  // −f*(f′(u)) → f(0)
      CHECK(-row.conjugate(row.critic_of_log(-700)) == Approx(row.at_zero).margin(1e-15));
    }
  }
}

TEST_CASE("JS_alpha's generator stays above 0 however near the ratio is to 1") {
  // mpmath: f(1+e) = a(1-a)e^2/2 to leading order; at a = 0.3, e = -1e-12: 1.05e-25.
  for (const char* name : {"js_alpha", "jsd"}) {
    const FGenerator row = f_generator(name, kAlpha);
    for (double r = 1e-15; r < 1e-3; r *= 3) {
      CHECK(row.f_of_log(-r) > 0);
      CHECK(row.scaled_of_log(r) > 0);
    }
  }
  CHECK(f_generator("js_alpha", kAlpha).f_of_log(-1e-12) == Approx(1.05e-25).epsilon(1e-9));
}

TEST_CASE("D_f by quadrature has the closed forms of the table") {
  const DensityPtr p = parse_density("normal(0,1)");
  const DensityPtr q = parse_density("normal(1,1.5)");
  const auto find = [&](const char* name) {
    return f_divergence(*p, *q, f_generator(name, kAlpha));
  };
  const double ratio = std::log(1.5);
  CHECK(find("kl").value == Approx(ratio + 2 / 4.5 - 0.5).epsilon(1e-12));
  CHECK(find("reverse_kl").value == Approx(-ratio + (2.25 + 1) / 2 - 0.5).epsilon(1e-12));
  // H² of normals: 1 − √(2σ₁σ₂/(σ₁²+σ₂²))·exp(−Δ²/(4(σ₁²+σ₂²))).
  CHECK(find("hellinger2").value ==
        Approx(1 - std::sqrt(3 / 3.25) * std::exp(-1 / 13.0)).epsilon(1e-12));
  // 1 + χ² = ∫p²/q = σ_q²/(σ_p√(2σ_q²−σ_p²))·exp(Δ²/(2σ_q²−σ_p²)).
  CHECK(find("chi2").value == Approx(2.25 / std::sqrt(3.5) * std::exp(1 / 3.5) - 1).epsilon(1e-12));
  // mpmath: quad of the definitions at 30 digits.
  CHECK(find("tv").value == Approx(total_variation(*p, *q).value).epsilon(1e-12));
  CHECK(find("gan").value == Approx(2 * find("jsd").value - std::log(4)).epsilon(1e-12));
  const double entropy = -0.3 * std::log(0.3) - 0.7 * std::log(0.7);
  CHECK(find("alpha_gan").value == Approx(find("js_alpha").value - entropy).epsilon(1e-12));
  CHECK(find("absolute_error").value == Approx(find("tv").value - 1).epsilon(1e-12));
  const Estimate triangle = integrate_over(*p, *q, [](const Point&, double a, double b) {
    const double u = std::exp(a), v = std::exp(b);
    return u + v > 0 ? (u - v) * (u - v) / (u + v) : 0;
  });
  CHECK(find("lsgan").value == Approx(-0.5 + triangle.value / 4).epsilon(1e-12));
  CHECK(find("triangular").value == Approx(triangle.value).epsilon(1e-12));
  CHECK(find("jeffreys").value == Approx(find("kl").value + find("reverse_kl").value).epsilon(1e-12));
}

TEST_CASE("Infinite where the table says so") {
  const DensityPtr narrow = parse_density("uniform(0,1)");
  const DensityPtr wide = parse_density("uniform(0,2)");
  for (const FGenerator& row : f_generators(kAlpha)) {
    INFO(row.name);
    const Estimate out = f_divergence(*wide, *narrow, row);  // P(q = 0) = ½
    const Estimate in = f_divergence(*narrow, *wide, row);   // Q(p = 0) = ½
    CHECK(std::isinf(out.value) == std::isinf(row.slope_at_infinity));
    CHECK(std::isinf(in.value) == std::isinf(row.at_zero));
    if (std::isfinite(out.value)) {
      CHECK(out.value ==
            Approx(row.f(0.5) + 0.5 * row.slope_at_infinity).epsilon(1e-12).margin(1e-13));
    }
    if (std::isfinite(in.value)) {
      CHECK(in.value == Approx(0.5 * row.f(2) + 0.5 * row.at_zero).epsilon(1e-12).margin(1e-13));
    }
  }
  CHECK_THROWS_AS(f_generator("nonsense"), Error);
  CHECK_THROWS_AS(f_generator("kl", 1.0), Error);
}

// SPDX-License-Identifier: MIT
#include <cmath>
#include <limits>
#include <vector>

#include "core/quadrature.hpp"
#include "support/catch.hpp"

using namespace verigan;

namespace {

constexpr double kPi = 3.14159265358979323846;

struct Case {
  const char* name;
  double (*f)(double);
  std::vector<double> splits;
  double value;
};

// Integrals with elementary closed forms.
const std::vector<Case> kCases = {
    {"e^x on [0,1]", [](double x) { return std::exp(x); }, {0, 1}, 1.71828182845904523536},
    {"1/(1+25x^2) on [-1,1]",
     [](double x) { return 1 / (1 + 25 * x * x); },
     {-1, 1},
     0.4 * 1.37340076694501586086},
    {"|x-1/3| unsplit", [](double x) { return std::abs(x - 1.0 / 3); }, {0, 1}, 5.0 / 18},
    {"|x-1/3| split", [](double x) { return std::abs(x - 1.0 / 3); }, {0, 1.0 / 3, 1}, 5.0 / 18},
    {"a jump, unsplit", [](double x) { return x < 0.7 ? 0.0 : 1.0; }, {0, 1}, 0.3},
    {"sqrt x", [](double x) { return std::sqrt(x); }, {0, 1}, 2.0 / 3},
    {"sin 40x", [](double x) { return std::sin(40 * x); }, {0, kPi}, 0},
    {"empty range", [](double x) { return x; }, {2, 2}, 0},
};

}  // namespace

TEST_CASE("The stated error bounds the true one") {
  for (const Case& c : kCases) {
    const Estimate found = integrate(c.f, c.splits);
    INFO(c.name << ": " << found.value << " ± " << found.error << ", true " << c.value);
    CHECK(std::abs(found.value - c.value) <= found.error + 1e-300);
    CHECK(found.error <= 1e-10);
  }
}

TEST_CASE("Tanh-sinh resolves end-point singularities by the distance to the end") {
  // ∫₀¹ x^(−9/10) dx = 10, ∫₀¹ dx/√(x(1−x)) = π.
  const auto power = [](double x, double xc) { return std::pow(xc < 0 ? -xc : x, -0.9); };
  const Estimate tenth = integrate_tanh_sinh(power, 0, 1);
  CHECK(std::abs(tenth.value - 10) <= tenth.error + 1e-9);
  const auto arcsine = [](double x, double xc) {
    return xc < 0 ? 1 / std::sqrt(-xc * (1 - x)) : 1 / std::sqrt(x * xc);
  };
  const Estimate pi = integrate_tanh_sinh(arcsine, 0, 1);
  CHECK(std::abs(pi.value - kPi) <= 1e-13);
  CHECK(std::abs(pi.value - kPi) <= pi.error);
}

TEST_CASE("What cannot be integrated has an infinite error, and nothing is thrown") {
  const auto bad = [](double x) { return x < 0.5 ? 1.0 : std::nan(""); };
  CHECK(std::isinf(integrate(bad, std::vector<double>{0, 1}).error));
  const auto pole = [](double x) { return 1 / (x - 0.3); };
  const Estimate diverging = integrate(pole, std::vector<double>{0, 1});
  CHECK(diverging.error > 1e-3);
  CHECK(std::isinf(integrate_tanh_sinh([](double, double) { return std::nan(""); }, 0, 1).error));
}

TEST_CASE("Noise is integrated and ends the refinement") {
  // The integrand is known to 1e-6 only: a ripple of that size is not chased.
  std::size_t calls = 0;
  const std::vector<Panel> panels{{0, 1}};
  const Integrands rough = [&](std::size_t, double t, std::span<Term> out) {
    ++calls;
    out[0] = {1 + 1e-6 * std::sin(1e9 * t), 1e-6};
  };
  const Estimate found = integrate_panels(panels, 1, rough)[0];
  CHECK(found.error >= 1e-6);
  CHECK(found.error <= 1e-5);
  CHECK(std::abs(found.value - 1) <= found.error);
  CHECK(calls < 10000);
}

TEST_CASE("Followers do not drive refinement") {
  std::size_t calls = 0;
  const std::vector<Panel> panels{{0, 1}};
  const Integrands f = [&](std::size_t, double t, std::span<Term> out) {
    ++calls;
    out[0] = {t, 0};
    out[1] = {t < 0.123 ? 1.0 : 0.0, 0};
  };
  QuadratureOptions options;
  options.followers = 1;
  const auto found = integrate_panels(panels, 2, f, options);
  CHECK(calls == 31);
  CHECK(std::abs(found[0].value - 0.5) <= found[0].error);
  CHECK(std::abs(found[1].value - 0.123) <= found[1].error);
}

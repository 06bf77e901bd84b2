// SPDX-License-Identifier: MIT
// Known answers: mpmath at 50 digits (at 350 for H(1e-300)), e.g. nstr(log1p(exp(mpf(-40))), 20).
#include <cmath>
#include <limits>
#include <vector>

#include "core/numeric.hpp"
#include "support/catch.hpp"

using namespace verigan;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct Known {
  double x, value;
};

void check(double (*f)(double), const std::vector<Known>& table) {
  for (const Known& row : table) {
    INFO("x = " << row.x << ", f(x) = " << f(row.x) << ", expected " << row.value);
    CHECK(std::abs(f(row.x) - row.value) <= 4e-15 * std::abs(row.value));
  }
}

}  // namespace

TEST_CASE("softplus, over the whole line") {
  check(softplus, {{-40, 4.2483542552915889863e-18},
                   {-1, 0.31326168751822283405},
                   {0, 0.69314718055994530942},
                   {1e-9, 0.69314718105994530954},
                   {30, 30.000000000000093576},
                   {1000, 1000}});
  CHECK(softplus(-kInfinity) == 0);
  CHECK(softplus(kInfinity) == kInfinity);
  CHECK(std::isnan(softplus(kNaN)));
  CHECK(log1pexp(2) == softplus(2));
}

TEST_CASE("log1mexp, up to zero") {
  check(log1mexp, {{-1e-12, -27.631021115929048228},
                   {-0.5, -0.93275212956718857189},
                   {-1, -0.45867514538708189102},
                   {-50, -1.928749847963917783e-22}});
  CHECK(log1mexp(0) == -kInfinity);
  CHECK(log1mexp(-kInfinity) == 0);
  CHECK(std::isnan(log1mexp(1e-300)));
}

TEST_CASE("What is left of ln(1+x) and e^x after their linear parts") {
  check(log1pmx, {{-0.999, -5.9087552789821361648},
                  {-0.3, -0.056674943938732374155},
                  {-0.1, -0.0053605156578263018443},
                  {-1e-3, -5.0033358353350016382e-7},
                  {1e-9, -4.999999996666667292e-19},
                  {0.05, -0.0012098358305679970668},
                  {0.1, -0.0046898201956751404607},
                  {0.7, -0.16937174893782958548},
                  {50, -46.068174367275674228}});
  CHECK(log1pmx(-1) == -kInfinity);
  CHECK(std::isnan(log1pmx(-1.5)));
  check(expm1mx, {{-700, 699},
                  {-2, 1.1353352832366126919},
                  {-0.5, 0.1065306597126334236},
                  {-1e-3, 4.9983337499166807616e-7},
                  {1e-10, 5.000000000166667031e-21},
                  {0.4, 0.091824697641270328746},
                  {0.5, 0.14872127070012814685},
                  {3, 16.085536923187667741}});
  CHECK(expm1mx(0) == 0);
}

TEST_CASE("Binary entropy and the Bernoulli divergence") {
  check(binary_entropy, {{1e-300, 6.9177552789821372249e-298},
                         {1e-10, 2.4025850929890457679e-9},
                         {0.1, 0.3250829733914482517},
                         {0.5, 0.69314718055994530942},
                         {0.9, 0.32508297339144819072},
                         {0.999999999999, 2.8630409869967563236e-11}});
  CHECK(binary_entropy(0) == 0);
  CHECK(binary_entropy(1) == 0);
  CHECK(std::isnan(binary_entropy(1.1)));
  CHECK(bernoulli_kl(0.1, 0.9) == Approx(1.7577796618689756792).epsilon(4e-15));
  CHECK(bernoulli_kl(1e-10, 0.5) == Approx(0.69314717815736021643).epsilon(4e-15));
  CHECK(bernoulli_kl(0.5, 1e-12) == Approx(13.122363377404828805).epsilon(4e-15));
  CHECK(bernoulli_kl(0.3, 0.3000001) == Approx(2.3809520787462531076e-14).epsilon(1e-9));
  CHECK(bernoulli_kl(0.25, 0.25) == 0);
  CHECK(bernoulli_kl(0, 1) == kInfinity);
  CHECK(bernoulli_kl(1, 0.5) == Approx(0.69314718055994530942).epsilon(4e-15));
  CHECK(std::isnan(bernoulli_kl(-0.1, 0.5)));
}

TEST_CASE("Logit and sigmoid undo each other") {
  check(logit, {{1e-20, -46.051701859880913735},
                {0.3, -0.84729786038720366658},
                {0.50000001, 4.0000000200990376347e-8},
                {0.8, 1.3862943611198908964}});
  CHECK(logit(0) == -kInfinity);
  CHECK(logit(1) == kInfinity);
  CHECK(std::isnan(logit(1.5)));
  for (const double x : {-700.0, -3.0, -1e-8, 0.0, 0.5, 20.0}) {
    CHECK(logit(sigmoid(x)) == Approx(x).epsilon(1e-7).margin(1e-15));
  }
}

TEST_CASE("Sums of exponentials and of many terms") {
  CHECK(log_sum_exp(std::vector<double>{}) == -kInfinity);
  CHECK(log_sum_exp(std::vector<double>{-kInfinity, -kInfinity}) == -kInfinity);
  CHECK(log_sum_exp(std::vector<double>{1000, 1000}) ==
        Approx(1000.6931471805599453).epsilon(1e-15));
  CHECK(log_add_exp(-kInfinity, -3) == -3);
  CHECK(log_add_exp(-1000, -1000) == Approx(-999.3068528194400547).epsilon(1e-15));
  CHECK(std::isnan(log_add_exp(kNaN, 0)));
  CHECK(xlogy(0, 0) == 0);
  CHECK(xlogy(2, 3) == Approx(2.1972245773362193828).epsilon(1e-15));
  CHECK(std::isnan(xlogy(-1, 2)));
  CompensatedSum sum;
  for (const double x : {1.0, 1e100, 1.0, -1e100}) sum.add(x);
  CHECK(sum.value() == 2);
}

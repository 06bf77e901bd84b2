// SPDX-License-Identifier: MIT
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "core/check.hpp"
#include "support/catch.hpp"
#include "theory/divergence.hpp"
#include "theory/grid.hpp"
#include "theory/spec.hpp"

using namespace verigan;
using namespace verigan::theory;

namespace {

// −d log₂ error per halving of h, over the last halvings.
double order(const std::function<double(std::size_t)>& error) {
  return std::log2(std::abs(error(256) / error(4096))) / 4;
}

}  // namespace

TEST_CASE("The trapezoid rule converges at the orders of T33") {
  const auto normal = parse_density("normal(0,1)");
  const auto off_centre = [&](std::size_t n) {  // ends that do not vanish: O(h²)
    return integrate(trapezoid_grid(-1, 2, n), [&](double x) { return normal->pdf(x); }) -
           difference(normal->cdf(2.0), normal->cdf(-1.0));
  };
  CHECK(order(off_centre) == Approx(2).margin(0.02));
  const Grid wide = trapezoid_grid(-12, 12, 48);  // ends that do: spectral
  CHECK(std::abs(integrate(wide, [&](double x) { return normal->pdf(x); }) - 1) < 1e-14);
  const auto uniform = parse_density("uniform(0,0.7071067811865476)");
  const auto jump = [&](std::size_t n) {
    double worst = 0;  // the error jumps about with n; its envelope falls as h
    for (std::size_t k = 0; k < 8; ++k) {
      const double e =
          integrate(trapezoid_grid(-1, 1, n + k), [&](double x) { return uniform->pdf(x); });
      worst = std::max(worst, std::abs(e - 1));
    }
    return worst;
  };
  CHECK(order(jump) == Approx(1).margin(0.25));
  const auto beta = parse_density("beta(1.5,2)");
  const auto root = [&](std::size_t n) {
    return integrate(trapezoid_grid(0, 1, n), [&](double x) { return beta->pdf(x); }) - 1;
  };
  CHECK(order(root) == Approx(1.5).margin(0.02));
  const auto middle = [&](std::size_t n) {
    return integrate(midpoint_grid(-1, 2, n), [&](double x) { return normal->pdf(x); }) -
           difference(normal->cdf(2.0), normal->cdf(-1.0));
  };
  CHECK(order(middle) == Approx(2).margin(0.02));
}

TEST_CASE("Mass vectors: known values and infinities") {
  const std::vector<double> p{0.5, 0.5, 0};
  const std::vector<double> q{0.25, 0.5, 0.25};
  CHECK(kl(p, q) == Approx(0.5 * std::log(2.0)));
  CHECK(kl(q, p) == std::numeric_limits<double>::infinity());
  CHECK(total_variation(p, q) == 0.25);
  CHECK(jsd(p, p) == 0);
  const std::vector<double> left{1, 0};
  const std::vector<double> right{0, 1};
  CHECK(jsd(left, right) == Approx(std::log(2.0)));
  CHECK(hellinger2(left, right) == Approx(1));
  for (const FGenerator& f : f_generators(0.4)) {
    INFO(f.name);
    CHECK(f_divergence(p, p, f) == Approx(f.at_one).margin(1e-15));
    if (std::isfinite(f.at_zero)) {
      CHECK(f_divergence(p, q, f) ==
            Approx(0.25 * f.f(2) + 0.5 * f.f(1) + 0.25 * f.at_zero).margin(1e-15));
    }
  }
  CHECK_THROWS_AS(kl(p, left), Error);
  CHECK_THROWS_AS(kl(std::vector<double>{-1, 2}, left), Error);
  CHECK_THROWS_AS(kl(std::vector<double>{std::nan(""), 1}, left), Error);
}

TEST_CASE("Binning never raises a divergence") {
  const auto p = parse_density("normal(0,1)");
  const auto q = parse_density("0.5*normal(-1,0.5)+0.5*normal(2,1)");
  double last = 0;
  for (const int bins : {2, 4, 8, 16, 32, 64}) {
    std::vector<double> edges;
    for (int i = 0; i <= bins; ++i) edges.push_back(-40 + 80.0 * i / bins);
    const double binned = jsd(bin_masses(*p, edges), bin_masses(*q, edges));
    CHECK(binned >= last - 1e-14);
    CHECK(binned <= jsd(*p, *q).value + 1e-14);
    last = binned;
  }
  CHECK_THROWS_AS(bin_masses(*p, std::vector<double>{1, 0}), Error);
  CHECK_THROWS_AS(trapezoid_grid(1, 0, 4), Error);
  CHECK_THROWS_AS(trapezoid_grid(0, 1, 0), Error);
}

TEST_CASE("In two dimensions KL of independent coordinates adds up") {
  const ProductDensity p{parse_density("normal(0,1)"), parse_density("normal(1,0.5)")};
  const ProductDensity q{parse_density("normal(1,1.5)"), parse_density("logistic(0,1)")};
  const Grid2 grid{trapezoid_grid(-14, 14, 280), trapezoid_grid(-14, 14, 560)};
  const double whole = kl(masses(p, grid), masses(q, grid));
  const double sum = kl(*p.first, *q.first).value + kl(*p.second, *q.second).value;
  CHECK(whole == Approx(sum).epsilon(1e-5));  // q's logistic tail leaves the rectangle
  CHECK(p.log_pdf(0.3, 0.8) == Approx(p.first->log_pdf(0.3) + p.second->log_pdf(0.8)));
  CHECK(masses(p, grid).size() == grid.size());
}

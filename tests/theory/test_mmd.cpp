// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "random/stream.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "theory/kolmogorov.hpp"
#include "theory/mmd.hpp"
#include "theory/normal_matching.hpp"

using namespace verigan;
using namespace verigan::theory;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("Kernel means and MMD of normals") {
  const NormalLaw p{0, 1}, q{1.5, -0.5};
  const double width[] = {0.8};
  // mpmath, 20 digits: quad(npdf(x,0,1) quad(npdf(y,1.5,.5) exp(-(x-y)**2/(2*.8**2)))), and
  // 0.59986… the sum of three of them.
  CHECK(kernel_mean(p, q, 0.8) == Approx(0.32088577474714557444).epsilon(1e-15));
  CHECK(mmd2(p, q, width) == Approx(0.59986306368839495474).epsilon(1e-14));
  CHECK(mmd2(p, p, width) == 0);
  // python: trapezoid sums of step 0.05 over ±9 in both arguments of the centred kernel.
  const double widths[] = {0.8, 2};
  CHECK(mmd2_null_variance(p, widths, 6) == Approx(0.011251106973263982).epsilon(1e-12));
  CHECK(mmd2_bias(p, q, width, 4) ==
        Approx((2 - 0.8 / std::sqrt(2.64) - 0.8 / std::sqrt(1.14)) / 4).epsilon(1e-14));
  CHECK(is_one_line(error_of([&] { mmd2(p, q, {}); })));
  CHECK(is_one_line(error_of([&] { kernel_mean(p, q, 0); })));
  CHECK(is_one_line(error_of([&] { kernel_mean(p, {kNan, 1}, 1); })));
  CHECK(is_one_line(error_of([&] { mmd2_null_variance(p, width, 1); })));
}

TEST_CASE("Each matching loss is 0 at p and has the slope its differences show") {
  const NormalLaw p{0.5, 1.2}, q{1.3, 0.7};
  const double widths[] = {0.8, 2}, h = 1e-5;
  for (const Route route : routes()) {
    INFO(route_name(route));
    const auto loss = [&](double mean, double sd) {
      return matching(route, p, {mean, sd}, widths).loss;
    };
    CHECK(loss(p.mean, p.sd) == Approx(0).margin(1e-14));
    CHECK(loss(p.mean, -p.sd) == Approx(0).margin(1e-14));
    CHECK(loss(q.mean, q.sd) > 1e-3);
    for (const double sign : {1.0, -1.0}) {
      const NormalSlope slope = matching(route, p, {q.mean, sign * q.sd}, widths).slope;
      const double sd = sign * q.sd;
      CHECK(slope.mean ==
            Approx((loss(q.mean + h, sd) - loss(q.mean - h, sd)) / (2 * h)).epsilon(1e-7));
      CHECK(slope.sd ==
            Approx((loss(q.mean, sd + h) - loss(q.mean, sd - h)) / (2 * h)).epsilon(1e-7));
    }
    CHECK(is_one_line(error_of([&] { matching(route, p, {0, 0}, widths); })));
    CHECK(is_one_line(error_of([&] { matching(route, p, {kNan, 1}, widths); })));
  }
  // mpmath, dps 20: 2*JSD of N(0.5,1.2²) and N(1.3,0.7²).
  CHECK(matching(Route::adversarial, p, q, widths).loss ==
        Approx(0.24692225663341747832).epsilon(1e-12));
}

TEST_CASE("The Kolmogorov distance counts both sides of every step, and ties once") {
  const auto uniform = [](double x) { return x < 0 ? 0 : x > 1 ? 1 : x; };
  CHECK(kolmogorov_distance({0.5}, uniform) == 0.5);
  CHECK(kolmogorov_distance({0.9, 0.8}, uniform) == Approx(0.8));
  CHECK(kolmogorov_distance({0.25, 0.25, 0.75, 0.75}, uniform) == 0.25);
  // A fair coin's law met exactly by one head and one tail.
  const auto coin = [](double x) { return x < 0 ? 0 : x < 1 ? 0.5 : 1; };
  const auto left = [](double x) { return x <= 0 ? 0 : x <= 1 ? 0.5 : 1; };
  CHECK(kolmogorov_distance({1, 0}, coin, left) == 0);
  CHECK(kolmogorov_distance({0, 1, 0, 1}, coin, left) == 0);  // ties stand together
  CHECK(std::isnan(kolmogorov_distance({0.5, kNan}, uniform)));
  // The largest of all distances, looked for at every sample: of smooth and of rounded ones.
  const random::Stream stream(3, random::Purpose::test);
  for (const double steps : {0x1p30, 16.0}) {
    std::vector<double> samples(5000);
    for (std::size_t i = 0; i < samples.size(); ++i)
      samples[i] = std::floor(std::pow(stream.uniform_double(0, i), 1.02) * steps) / steps;
    std::vector<double> sorted(samples);
    std::sort(sorted.begin(), sorted.end());
    double largest = 0;
    for (const double x : sorted) {
      const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), x);
      const auto below = static_cast<double>(first - sorted.begin()) / 5000;
      const auto upto = static_cast<double>(last - sorted.begin()) / 5000;
      largest = std::max({largest, std::abs(below - x), std::abs(upto - x)});
    }
    CHECK(kolmogorov_distance(samples, uniform) == largest);
  }
  CHECK(kolmogorov_bound(200, 0.05) == Approx(std::sqrt(std::log(40) / 400)));
  CHECK(is_one_line(error_of([&] { kolmogorov_distance({}, uniform); })));
  CHECK(is_one_line(error_of([] { kolmogorov_bound(10, 0); })));
  CHECK(is_one_line(error_of([] { kolmogorov_bound(0, 0.5); })));
}

// SPDX-License-Identifier: MIT
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "support/catch.hpp"
#include "support/error_of.hpp"
#include "theory/best_response.hpp"

using namespace verigan;
using namespace verigan::theory;

TEST_CASE("The largest safe step is one move to the mixture αp + (1−α)q") {
  const std::vector<double> p{0.5, 0.5, 0}, q{0.1, 0.2, 0.7};
  const auto next = best_response_step(p, q, 0.25, 1 / 0.75);
  const double expected[] = {0.2, 0.275, 0.525};  // 0.25 p + 0.75 q
  for (std::size_t i = 0; i < 3; ++i) CHECK(next[i] == Approx(expected[i]).epsilon(1e-14));
}

TEST_CASE("Half of it: q(m/((1−α)q))^½, normalised") {
  // python: p=[.5,.5]; q=[.1,.9]; a=.3; m=[a*x+(1-a)*y for x,y in zip(p,q)];
  //         w=[y*sqrt(z/(.7*y)) for y,z in zip(q,m)]; w[0]/sum(w)
  const std::vector<double> p{0.5, 0.5}, q{0.1, 0.9};
  const auto next = best_response_step(p, q, 0.3, 0.5 / 0.7);
  CHECK(next[0] == Approx(0.15040278097536453).epsilon(1e-14));
  CHECK(next[0] + next[1] == Approx(1).epsilon(1e-15));
}

TEST_CASE("Mistakes are named") {
  const std::vector<double> p{0.5, 0.5}, q{0.25, 0.75};
  const double nan = std::numeric_limits<double>::quiet_NaN();
  using Masses = std::vector<double>;
  CHECK(error_of([&] { best_response_step(p, q, 1, 1); }) ==
        "alpha = 1, expected a number in (0, 1)");
  CHECK(is_one_line(error_of([&] { best_response_step(p, q, nan, 1); })));
  CHECK(error_of([&] { best_response_step(p, q, 0.5, 2.1); }) ==
        "step = 2.1, expected a number in (0, 1/(1-alpha)] = (0, 2]");
  CHECK(is_one_line(error_of([&] { best_response_step(p, q, 0.5, 0); })));
  CHECK(is_one_line(error_of([&] { best_response_step(p, q, 0.5, nan); })));
  CHECK(is_one_line(error_of([&] { best_response_step(p, Masses{1}, 0.5, 1); })));
  CHECK(error_of([&] {
          best_response_step(p, Masses{0.5, 0.4}, 0.5, 1);
        }) == "masses q sum to 0.9, expected 1");
  CHECK(is_one_line(error_of([&] { best_response_step(p, Masses{-0.5, 1.5}, 0.5, 1); })));
  CHECK(is_one_line(error_of([&] { best_response_step(p, Masses{nan, 0.5}, 0.5, 1); })));
  CHECK(is_one_line(error_of([&] { best_response_step(p, Masses{0, 1}, 0.5, 1); })));
}

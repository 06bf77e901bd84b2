// SPDX-License-Identifier: MIT
#include <array>
#include <cmath>
#include <limits>

#include "nn/optimiser.hpp"
#include "support/catch.hpp"

using namespace verigan;
using namespace verigan::nn;

TEST_CASE("Adam: three steps of the published algorithm") {
  // mpmath, 30 digits, Algorithm 1 of Kingma & Ba 2015 as printed there:
  //   w=.5; m=v=0
  //   for t,g in enumerate([.1,-.25,.002],1):
  //     m=.9*m+.1*g; v=.99*v+.01*g*g; w-=.01*(m/(1-.9**t))/(sqrt(v/(1-.99**t))+1e-3)
  const std::array<double, 3> w_expected{0.49009900990099, 0.494490912470554, 0.497842256229311};
  const std::array<double, 3> m_expected{0.01, -0.016, -0.0142};
  const std::array<double, 3> v_expected{0.0001, 0.000724, 0.0007168};
  const std::array<float, 3> gradient{0.1F, -0.25F, 0.002F};

  OptimiserConfig config;
  config.learning_rate = 0.01;
  config.beta2 = 0.99;
  config.epsilon = 1e-3;
  Optimiser adam(config, 3);
  std::array<float, 3> w{0.5F, 0.5F, 0.5F};
  for (std::uint64_t t = 0; t < 3; ++t) {
    const std::array<float, 3> g{gradient[t], gradient[t], gradient[t]};
    adam.step(w, g, t, 0);
    for (std::size_t k = 0; k < 3; ++k) {
      CHECK(static_cast<double>(w[k]) == Approx(w_expected[t]).epsilon(3e-7));
      CHECK(static_cast<double>(adam.first_moment()[k]) == Approx(m_expected[t]).epsilon(3e-7));
      CHECK(static_cast<double>(adam.second_moment()[k]) == Approx(v_expected[t]).epsilon(1e-6));
    }
  }
}

TEST_CASE("Adam: the first step is the learning rate against the sign, whatever the gradient's size") {
  for (const float g : {1e-3F, 1.0F, 1e6F}) {
    OptimiserConfig config;
    config.epsilon = 1e-12;
    Optimiser adam(config, 1);
    std::array<float, 1> w{0}, gradient{g};
    adam.step(w, gradient, 0, 0);
    CHECK(static_cast<double>(w[0]) == Approx(-1e-3).epsilon(1e-6));
  }
}

TEST_CASE("SGD with momentum by hand") {
  OptimiserConfig config;
  config.kind = OptimiserConfig::Kind::sgd;
  config.learning_rate = 0.5;
  config.momentum = 0.5;
  Optimiser sgd(config, 1);
  std::array<float, 1> w{1}, g{1};
  sgd.step(w, g, 0, 0);  // velocity 1
  CHECK(w[0] == 0.5F);
  sgd.step(w, g, 1, 0);  // velocity 1.5
  CHECK(w[0] == -0.25F);
  CHECK(sgd.second_moment().empty());
}

TEST_CASE("schedules: ends, middle and monotony") {
  using enum Schedule;
  CHECK(schedule_factor(constant, 999, 1000) == 1.0);
  CHECK(schedule_factor(linear, 0, 1000) == 1.0);
  CHECK(schedule_factor(linear, 250, 1000) == 0.75);
  CHECK(schedule_factor(linear, 1000, 1000) == 0.0);
  CHECK(schedule_factor(linear_second_half, 500, 1000) == 1.0);
  CHECK(schedule_factor(linear_second_half, 750, 1000) == 0.5);
  CHECK(schedule_factor(linear, 5, 0) == 1.0);
  for (std::uint64_t t = 1; t <= 1000; ++t)
    CHECK(schedule_factor(linear_second_half, t, 1000) <= schedule_factor(linear_second_half, t - 1, 1000));
}

TEST_CASE("optimiser: refusals name the value") {
  OptimiserConfig config;
  config.learning_rate = 0;
  CHECK_THROWS_WITH(Optimiser(config, 1), "learning rate 0, expected a positive number");
  config.learning_rate = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(Optimiser(config, 1), Error);
  config.learning_rate = 1e-3;
  config.beta2 = 1;
  CHECK_THROWS_WITH(Optimiser(config, 1), "Adam's beta2 = 1, expected [0, 1)");
}

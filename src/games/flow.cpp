// SPDX-License-Identifier: MIT
#include "games/flow.hpp"

#include <boost/numeric/odeint/stepper/controlled_runge_kutta.hpp>
#include <boost/numeric/odeint/stepper/generation.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta_fehlberg78.hpp>
#include <cmath>

#include "core/check.hpp"

namespace verigan::games {
namespace {

double largest(std::span<const double> z) {
  double size = 0;
  for (const double x : z) size = std::max(size, std::abs(x));
  return size;
}

bool finite(std::span<const double> z) {
  return std::all_of(z.begin(), z.end(), [](double x) { return std::isfinite(x); });
}

}  // namespace

Flow flow(const Field& field, std::span<const double> start, std::span<const double> times,
          const FlowOptions& options) {
  namespace odeint = boost::numeric::odeint;
  using Values = std::vector<double>;
  require(options.tolerance > 0 && options.tolerance < 1, "tolerance ", options.tolerance,
          ", expected a number in (0, 1)");
  const auto system = [&field](const Values& z, Values& v, double) { field(z, v); };
  auto stepper = odeint::make_controlled(options.tolerance, options.tolerance,
                                         odeint::runge_kutta_fehlberg78<Values>());
  Flow flow;
  Values z(start.begin(), start.end());
  require(finite(z), "the flow's start is not finite");
  double time = 0, step = 1e-3;
  for (const double end : times) {
    require(end >= time && std::isfinite(end), "time ", end, ", expected one of at least ", time);
    while (time < end) {
      // The last step ends on `end` itself; the step found good before it is kept.
      const bool last = step >= end - time;
      double tried = last ? end - time : step;
      const auto result = stepper.try_step(system, z, time, tried);
      require(finite(z) && tried > 1e-300, "the flow leaves the finite numbers near time ", time);
      if (result == odeint::fail) {
        step = tried;
        continue;
      }
      if (last) time = end;
      if (!last || tried > step) step = tried;
      flow.error += options.tolerance * std::sqrt(static_cast<double>(z.size())) *
                    (1 + 2 * largest(z));
      require(++flow.steps <= options.most_steps, "the flow needs more than ", options.most_steps,
              " steps to time ", end);
    }
    flow.states.push_back(z);
  }
  return flow;
}

}  // namespace verigan::games

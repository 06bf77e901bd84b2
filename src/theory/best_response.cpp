// SPDX-License-Identifier: MIT
#include "theory/best_response.hpp"

#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "core/numeric.hpp"

namespace verigan::theory {
namespace {

void require_masses(std::span<const double> masses, const char* name) {
  CompensatedSum sum;
  for (std::size_t i = 0; i < masses.size(); ++i) {
    require(masses[i] >= 0 && masses[i] < std::numeric_limits<double>::infinity(), name, "[", i,
            "] = ", masses[i], ", expected a mass >= 0");
    sum.add(masses[i]);
  }
  require(std::abs(sum.value() - 1) <= 1e-9, "masses ", name, " sum to ", sum.value(),
          ", expected 1");
}

}  // namespace

std::vector<double> best_response_step(std::span<const double> p, std::span<const double> q,
                                       double alpha, double step) {
  require(alpha > 0 && alpha < 1, "alpha = ", alpha, ", expected a number in (0, 1)");
  const double safe = 1 / (1 - alpha);
  require(step > 0 && step <= safe * (1 + 1e-15), "step = ", step,
          ", expected a number in (0, 1/(1-alpha)] = (0, ", safe, "]");
  require(p.size() == q.size(), "masses of ", p.size(), " and ", q.size(),
          " cells, expected the same cells");
  require_masses(p, "p");
  require_masses(q, "q");
  const double power = step * (1 - alpha);
  std::vector<double> next(q.size());
  CompensatedSum sum;
  for (std::size_t i = 0; i < q.size(); ++i) {
    require(q[i] > 0 || p[i] == 0, "q[", i, "] = 0 where p[", i, "] = ", p[i],
            ", expected q > 0 wherever p > 0");
    if (q[i] == 0) continue;
    // e^{−ηg} = (1 − D*)^{−power}, 1 − D* = (1−α)q/m.
    const double log_m = std::log(alpha * p[i] + (1 - alpha) * q[i]);
    const double log_rest = std::log(1 - alpha) + std::log(q[i]) - log_m;
    next[i] = q[i] * std::exp(-power * log_rest);
    sum.add(next[i]);
  }
  for (double& mass : next) mass /= sum.value();
  return next;
}

}  // namespace verigan::theory

// SPDX-License-Identifier: MIT
// T12: a generator that descends against the discriminator's best response reaches the data.
#include "theory/best_response.hpp"

#include <cmath>

#include "theory/theorems/dual.hpp"
#include "theory/theorems/instance.hpp"
#include "theory/theorems/rows.hpp"

namespace verigan::theory::rows {
namespace {

struct Formula {
  Ball (*rate)(Ball alpha, Ball power) = [](Ball alpha, Ball power) { return 1 - power * alpha; };
  double power = 1;           // times the step claimed to be safe
  bool generated = true;      // the slope ln(1 − D*); else ln D*
  bool infinite_bend = true;  // the second derivative is (1−α)/q for small q
};

/// The step as the statement has it, for numbers of any kind; power = η(1−α).
template <class Number>
std::vector<Number> step(std::span<const Ball> p, const std::vector<Number>& q, double alpha,
                         Ball power, const Formula& formula) {
  const Ball rest = 1 - Ball(alpha);
  std::vector<Number> next;
  Number sum = Ball(0);
  for (std::size_t i = 0; i < q.size(); ++i) {
    const Number m = Number(alpha * p[i]) + rest * q[i];
    const Number slope = ln((formula.generated ? rest * q[i] : Number(alpha * p[i])) / m);
    next.push_back(q[i] * exp(-(Number(power) * slope)));
    sum += next.back();
  }
  for (Number& mass : next) mass = mass / sum;
  return next;
}

/// JS_α(p, q) = C_α + H(α).
Ball excess(std::span<const Ball> p, std::span<const Ball> q, double alpha) {
  const Ball rest = 1 - Ball(alpha);
  Ball sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    const Ball m = alpha * p[i] + rest * q[i];
    sum += alpha * x_ln_ratio(p[i], m) + rest * x_ln_ratio(q[i], m);
  }
  return sum;
}

std::vector<Ball> positive_masses(RandomInstance& draw, std::size_t n) {
  std::vector<double> weights = random_weights(draw, n);
  for (double& w : weights) w += 1e-3;
  return normalised(weights);
}

/// Monotone, and no slower than KL(p‖q₀)/(ηT).
void check_descent(RandomInstance& draw, Evidence& evidence, std::span<const Ball> p, double alpha,
                   const Formula& formula) {
  std::vector<Ball> q = positive_masses(draw, p.size());
  const Ball power = formula.power * Ball(draw.chance(0.5) ? 1 : draw.uniform(0.05, 1));
  Ball distance = 0;
  for (std::size_t i = 0; i < p.size(); ++i) distance += x_ln_ratio(p[i], q[i]);
  Ball before = excess(p, q, alpha);
  const int steps = 1 + static_cast<int>(draw.below(20));
  for (int t = 0; t < steps; ++t) {
    q = step(p, q, alpha, power, formula);
    // The next step starts from these masses as they are: laws whose sum is rounded.
    for (Ball& mass : q) mass.error = 2 * kRounding * static_cast<double>(q.size()) * mass.value;
    const Ball after = excess(p, q, alpha);
    evidence.at_most("C falls", after, before);
    before = after;
  }
  // 1/η = (1−α)/power.
  evidence.at_most("C − C_min ≤ KL(p‖q₀)/(ηT)", before,
                   (1 - Ball(alpha)) / power * distance / static_cast<double>(steps));
}

/// The step's derivative at q = p is (1 − η(1−α)α) times the identity on the simplex.
void check_rate(RandomInstance& draw, Evidence& evidence, std::span<const Ball> p, double alpha,
                const Formula& formula) {
  const Ball power = draw.chance(0.5) ? 1 : draw.uniform(0.05, 1);
  std::vector<Ball> direction;
  Ball mean = 0;
  for (const Ball& mass : p) {
    direction.push_back(draw.uniform(-1, 1));
    mean += mass * direction.back();
  }
  std::vector<Dual> q;
  for (std::size_t i = 0; i < p.size(); ++i) {
    q.emplace_back(p[i], p[i] * (direction[i] - mean));
  }
  const std::vector<Dual> next = step(p, q, alpha, power, formula);
  const Ball rate = formula.rate(alpha, power);
  for (std::size_t i = 0; i < p.size(); ++i) {
    evidence.equal("p stays", next[i].value, p[i]);
    evidence.equal("local rate 1 − η(1−α)α", next[i].slope, rate * q[i].slope);
  }
}

/// The library's step, run on: q_T − p = (1−α)^T (q₀ − p) for the largest safe step.
void check_library(RandomInstance& draw, Evidence& evidence, std::span<const Ball> p, double alpha,
                   const Formula& formula) {
  const std::vector<Ball> start = positive_masses(draw, p.size());
  std::vector<double> data, q;
  for (const Ball& mass : p) data.push_back(mass.value);
  for (const Ball& mass : start) q.push_back(mass.value);
  const Ball rate = formula.rate(alpha, 1);
  Ball shrunk = 1;
  double error = 0;
  const int steps = 1 + static_cast<int>(draw.below(30));
  for (int t = 0; t < steps; ++t) {
    double logs = 0;
    for (std::size_t i = 0; i < q.size(); ++i) {
      const double m = alpha * data[i] + (1 - alpha) * q[i];
      logs = std::max(logs, std::abs(std::log(q[i])) + std::abs(std::log(m)));
    }
    q = best_response_step(data, q, alpha, 1 / (1 - alpha));
    shrunk = shrunk * rate;
    // What the library states, and its step of 1/(1−α) rounded: that much of ln(1−D*).
    error += 2 * kRounding * (static_cast<double>(q.size()) + 16 * (1 + logs) + 8 * logs);
  }
  for (std::size_t i = 0; i < q.size(); ++i) {
    evidence.equal("q_T − p = (1−α)^T (q₀ − p)", {q[i], error}, p[i] + shrunk * (start[i] - p[i]));
  }
}

/// Where q ≪ p the second derivative of C_α in q is (1−α)/q: no step is safe for plain descent.
void check_bend(RandomInstance& draw, Evidence& evidence, double alpha, const Formula& formula) {
  const Ball rest = 1 - Ball(alpha), p = draw.uniform(0.01, 1), q = draw.log_uniform(1e-200, 1e-20);
  const Dual at(q, 1);
  const Dual slope = rest * ln(rest * at / (alpha * p + rest * at));
  const Ball most = formula.infinite_bend ? rest / q : rest / p;
  const double negligible = rest.value * q.value / (alpha * p.value);  // (1−α)q/m before 1
  evidence.equal_relative("∂²C/∂q² = (1−α)/q", slope.slope,
                          {most.value, most.error + most.value * negligible});
}

Check with(const Formula& formula) {
  return [formula](RandomInstance& draw, Evidence& evidence) {
    const double alpha = draw.share();
    const std::vector<Ball> p = positive_masses(draw, 2 + draw.below(20));
    check_descent(draw, evidence, p, alpha, formula);
    check_rate(draw, evidence, p, alpha, formula);
    check_library(draw, evidence, p, alpha, formula);
    check_bend(draw, evidence, alpha, formula);
  };
}

}  // namespace

Theorem best_response() {
  return {.id = "T12",
          .title = "Descent against the best response",
          .statement =
              "Exponentiated gradient on a discretised q against D*_α, step η ≤ 1/(1−α), lowers C "
              "in every step, C − C_min ≤ KL(p‖q₀)/(ηT), with local rate 1 − η(1−α)α, which is 1−α "
              "for the largest step; ∂²C/∂q² is unbounded as q → 0, so plain descent has no safe "
              "step",
          .source = "LC, Goodfellow 2014 (Prop. 2), ours",
          .check = with({}),
          .mutants = {
              {"rate α", 0.9, with({.rate = [](Ball alpha, Ball power) { return power * alpha; }})},
              {"ascent on ln D", 0.9, with({.generated = false})},
              {"ten times the step", 0.5, with({.power = 10})},
              {"bounded curvature", 0.9, with({.infinite_bend = false})}}};
}

}  // namespace verigan::theory::rows

// SPDX-License-Identifier: MIT
// T07, T10, T16, T17 and T63 as the losses that networks are trained with: the terms of
// gan/objective.cpp, at logits in float, and the generator's weight.
#include <cmath>
#include <utility>
#include <vector>

#include "core/numeric.hpp"
#include "gan/objective.hpp"
#include "theory/theorems/instance.hpp"
#include "verification/exercise.hpp"
#include "verification/single.hpp"

namespace verigan::verification {
namespace {

using theory::Ball;
using theory::RandomInstance;
using theory::Evidence;
using theory::kRounding;
using theory::ln;

/// A term in floats: 1.6 units in the last place of the value (simd/vector_math.hpp), and slopes
/// below 2⁻⁶⁰ are dropped.
Ball of_float(float x) {
  const double value = static_cast<double>(x);
  return {value, 4 * kUnit * std::abs(value) + 0x1p-60};
}

struct TermAt {
  Ball value, slope;
};
TermAt at_logit(gan::Term term, float logit) {
  float value = 0, slope = 0;
  term({&logit, 1}, {&value, 1}, {&slope, 1});
  return {of_float(value), of_float(slope)};
}

/// A term's value at the float nearest to a logit, whose rounding moves it by as much at most.
Ball value_at(gan::Term term, double logit) {
  Ball value = at_logit(term, static_cast<float>(logit)).value;
  value.error += 1.01 * kUnit * std::abs(logit) + 8 * kRounding * std::abs(logit);
  return value;
}

/// Every mass of a few cells above 0, so that logits are finite.
std::vector<Ball> random_masses(RandomInstance& draw, std::size_t cells) {
  std::vector<double> weights(cells);
  for (double& w : weights) w = draw.uniform(0.05, 1);
  return theory::normalised(weights);
}

/// logit D*_α of a cell.
double best_logit(Ball p, Ball q, double alpha) {
  return std::log(alpha * p.value) - std::log((1 - alpha) * q.value);
}

Ball weight_of(const gan::Objective& objective, double alpha) {
  return {objective.generator_weight(alpha), kRounding};
}

/// Whatever D says, what moves the generator's loss moves the discriminator's by as much, downwards.
void check_zero_sum(RandomInstance& draw, Evidence& evidence) {
  const gan::Objective& minimax = gan::objective("minimax");
  const double alpha = draw.share();
  const std::size_t cells = 2 + draw.below(6);
  const auto q = random_masses(draw, cells), other = random_masses(draw, cells);
  Ball of_d = 0, of_g = 0;
  for (std::size_t i = 0; i < cells; ++i) {
    const auto logit = static_cast<float>(draw.uniform(-8, 8));
    const Ball moved = other[i] - q[i];
    of_d += (1 - Ball(alpha)) * moved * at_logit(minimax.on_generated, logit).value;
    of_g += weight_of(minimax, alpha) * moved * at_logit(minimax.for_generator, logit).value;
  }
  evidence.equal("minimax as trained: L(G₂) − L(G₁) = −(L(D₂) − L(D₁))", of_g, -of_d);
}

/// Both players' losses at D ≡ α, as trained: what T10 says of p = q, and T63 of every q.
void check_constant(Evidence& evidence, double alpha) {
  const double logit = verigan::logit(alpha);
  const Ball a = alpha, rest = 1 - a;
  const std::pair<const char*, Ball> generators[] = {{"minimax", rest * ln(rest)},
                                                     {"non-saturating", -ln(a)}};
  for (const auto& [name, expected] : generators) {
    const gan::Objective& loss = gan::objective(name);
    const Ball of_d =
        a * value_at(loss.on_true, logit) + rest * value_at(loss.on_generated, logit);
    evidence.equal("D ≡ α as trained: L_α = H(α)", of_d, theory::entropy(alpha));
    evidence.equal("D ≡ α as trained: the generator's loss",
                   weight_of(loss, alpha) * value_at(loss.for_generator, logit), expected);
    const double of_table = loss.generator_equilibrium->of(alpha);
    evidence.equal("the generator's loss that is announced",
                   {of_table, 16 * kRounding * (1 + std::abs(of_table))}, expected);
  }
}

void check_equilibrium(RandomInstance& draw, Evidence& evidence) { check_constant(evidence, draw.share()); }

/// The gradients along a direction of the simplex, D*_α held fixed, as Σ q·direction = 0: that of the
/// non-saturating generator is Σ q·direction·ln(m/p), of KL(m_α‖p)/(1−α); minimax's is
/// (1−α)·Σ q·direction·ln(q/m), of JS_α, by which the two differ.
void check_gradient(RandomInstance& draw, Evidence& evidence) {
  const gan::Objective& loss = gan::objective("non-saturating");
  const gan::Objective& minimax = gan::objective("minimax");
  const double alpha = draw.uniform(0.01, 0.99);
  const std::size_t cells = 2 + draw.below(6);
  const auto p = random_masses(draw, cells), q = random_masses(draw, cells);
  std::vector<Ball> direction;
  Ball mean = 0, gradient = 0, slope = 0, of_minimax = 0, of_js = 0;
  for (std::size_t i = 0; i < cells; ++i) {
    direction.push_back(draw.uniform(-1, 1));
    mean += q[i] * direction[i];
  }
  for (std::size_t i = 0; i < cells; ++i) {
    const Ball moved = q[i] * (direction[i] - mean), m = alpha * p[i] + (1 - Ball(alpha)) * q[i];
    const double logit = best_logit(p[i], q[i], alpha);
    gradient += weight_of(loss, alpha) * moved * value_at(loss.for_generator, logit);
    slope += moved * ln(m / p[i]);
    of_minimax += weight_of(minimax, alpha) * moved * value_at(minimax.for_generator, logit);
    of_js += (1 - Ball(alpha)) * moved * ln(q[i] / m);
  }
  evidence.equal("as trained: ∇E_q[−ln D*] = ∇KL(m_α‖p)/(1−α)", gradient, slope);
  evidence.equal("as trained: ∇(1−α)E_q[ln(1 − D*)] = ∇JS_α", of_minimax, of_js);
}

void check_slopes(RandomInstance& draw, Evidence& evidence) {
  const double alpha = draw.share();
  const auto logit = static_cast<float>(draw.uniform(-30, 30));
  const auto sigma = [](double l) {
    const Ball small = theory::exp(Ball(-std::abs(l)));
    return l < 0 ? small / (1 + small) : 1 / (1 + small);
  };
  const double l = static_cast<double>(logit);
  const auto slope = [&](const char* name) {
    const gan::Objective& loss = gan::objective(name);
    return weight_of(loss, alpha) * at_logit(loss.for_generator, logit).slope;
  };
  evidence.equal("minimax as trained: slope −(1−α)σ", slope("minimax"),
                 -(1 - Ball(alpha)) * sigma(l));
  evidence.equal("non-saturating as trained: slope σ − 1", slope("non-saturating"), -sigma(-l));
}

/// At D ≡ α nothing of q shows in either loss, and D* is better by JS_α.
void check_blind(RandomInstance& draw, Evidence& evidence) {
  const double alpha = draw.uniform(0.01, 0.99);
  check_constant(evidence, alpha);
  const gan::Objective& loss = gan::objective(draw.chance(0.5) ? "minimax" : "non-saturating");
  const std::size_t cells = 2 + draw.below(6);
  const auto p = random_masses(draw, cells), q = random_masses(draw, cells);
  const Ball a = alpha, rest = 1 - a;
  Ball of_best = 0, js = 0;
  for (std::size_t i = 0; i < cells; ++i) {
    const double logit = best_logit(p[i], q[i], alpha);
    of_best += a * p[i] * value_at(loss.on_true, logit) +
               rest * q[i] * value_at(loss.on_generated, logit);
    const Ball m = a * p[i] + rest * q[i];
    js += a * x_ln_ratio(p[i], m) + rest * x_ln_ratio(q[i], m);
  }
  evidence.equal("D*_α as trained: L_α = H(α) − JS_α", of_best, theory::entropy(alpha) - js);
}

constexpr const char* kObjective = "gan::objective, Objective::generator_weight";

}  // namespace

Exercise zero_sum_losses() { return {"T07", kObjective, check_zero_sum}; }
Exercise equilibrium_losses() { return {"T10", kObjective, check_equilibrium}; }
Exercise non_saturating_gradient() { return {"T16", kObjective, check_gradient}; }
Exercise slopes_of_the_generator() { return {"T17", kObjective, check_slopes}; }
Exercise blind_losses() { return {"T63", kObjective, check_blind}; }

}  // namespace verigan::verification

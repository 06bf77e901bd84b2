// SPDX-License-Identifier: MIT
#include "gan/objective.hpp"

#include <cmath>
#include <vector>

#include "core/check.hpp"
#include "core/names.hpp"
#include "core/numeric.hpp"
#include "simd/reduce.hpp"
#include "simd/vector_math.hpp"

namespace verigan::gan {

namespace {

using In = std::span<const float>;
using Out = std::span<float>;

void negate(In x, Out out) {
  for (std::size_t i = 0; i < x.size(); ++i) out[i] = -x[i];
}

// What is below 2⁻⁶⁰ becomes 0: it would move nothing by more than a rounding, and a backward pass of
// denormals is ten times as slow.
void drop_tiny(Out slopes) {
  for (float& slope : slopes)
    if (std::abs(slope) < 0x1p-60F) slope = 0;
}

// −ln σ(ℓ) = softplus(−ℓ); slope −σ(−ℓ).
void minus_log_d(In logits, Out values, Out slopes) {
  negate(logits, slopes);
  simd::softplus(slopes, values);
  simd::sigmoid(slopes, slopes);
  negate(slopes, slopes);
  drop_tiny(slopes);
}

// −ln(1 − σ(ℓ)) = softplus(ℓ); slope σ(ℓ).
void minus_log_one_minus_d(In logits, Out values, Out slopes) {
  simd::softplus(logits, values);
  simd::sigmoid(logits, slopes);
  drop_tiny(slopes);
}

// ln(1 − σ(ℓ)); slope −σ(ℓ), which vanishes as D → 0: the loss saturates.
void log_one_minus_d(In logits, Out values, Out slopes) {
  minus_log_one_minus_d(logits, values, slopes);
  negate(values, values);
  negate(slopes, slopes);
}

// 1 − σ(ℓ) = σ(−ℓ); slope −σ(ℓ)σ(−ℓ), which vanishes where D is sure of itself.
void one_minus_d(In logits, Out values, Out slopes) {
  negate(logits, values);
  simd::sigmoid(values, values);
  simd::sigmoid(logits, slopes);
  for (std::size_t i = 0; i < logits.size(); ++i) slopes[i] *= -values[i];
  drop_tiny(slopes);
}

// σ(ℓ); slope σ(ℓ)σ(−ℓ).
void d(In logits, Out values, Out slopes) {
  negate(logits, slopes);
  simd::sigmoid(slopes, slopes);
  simd::sigmoid(logits, values);
  for (std::size_t i = 0; i < logits.size(); ++i) slopes[i] *= values[i];
  drop_tiny(slopes);
}

void half_square_to_one(In logits, Out values, Out slopes) {
  for (std::size_t i = 0; i < logits.size(); ++i) {
    slopes[i] = logits[i] - 1;
    values[i] = 0.5F * slopes[i] * slopes[i];
  }
}

void half_square(In logits, Out values, Out slopes) {
  for (std::size_t i = 0; i < logits.size(); ++i) {
    slopes[i] = logits[i];
    values[i] = 0.5F * logits[i] * logits[i];
  }
}

using Value = std::optional<double>;

Value entropy(double a) { return -a * std::log(a) - (1 - a) * std::log1p(-a); }
Value minus_log(double a) { return -std::log(a); }
Value zero_sum_share(double a) { return (1 - a) * std::log1p(-a); }
Value none(double) { return std::nullopt; }
Value squares(double a) { return a * (1 - a) / 2; }
Value squares_generator(double a) { return (1 - a) * (1 - a) / 2; }

constexpr Objective kObjectives[] = {
    {"minimax", "-alpha E_p[ln D] - (1-alpha) E_q[ln(1-D)]", "(1-alpha) E_q[ln(1-D)]",
     "Goodfellow et al. 2014, equation 1; alpha form Lincetto & Camporese", Output::probability,
     minus_log_d, minus_log_one_minus_d, log_one_minus_d, true, entropy, zero_sum_share, logit},
    {"non-saturating", "-alpha E_p[ln D] - (1-alpha) E_q[ln(1-D)]", "-E_q[ln D]",
     "Goodfellow et al. 2014, section 3; alpha form Lincetto & Camporese", Output::probability,
     minus_log_d, minus_log_one_minus_d, minus_log_d, false, entropy, minus_log, logit},
    {"absolute-error", "alpha E_p[1-D] + (1-alpha) E_q[D]", "-(1-alpha) E_q[D]",
     "Rocca, equations 6-12; alpha form here", Output::probability, one_minus_d, d,
     [](In logits, Out values, Out slopes) {
       d(logits, values, slopes);
       negate(values, values);
       negate(slopes, slopes);
     },
     true, none, none, [](double) { return 0.0; }},
    {"least-squares", "alpha/2 E_p[(D-1)^2] + (1-alpha)/2 E_q[D^2]", "E_q[(D-1)^2] / 2",
     "Mao et al. 2017, equation 2 with labels 0 and 1; alpha form here", Output::linear,
     half_square_to_one, half_square, half_square_to_one, false, squares, squares_generator,
     [](double a) { return a; }},
};

}  // namespace

std::span<const Objective> objectives() { return kObjectives; }

const Objective& objective(std::string_view name) {
  for (const Objective& candidate : kObjectives)
    if (candidate.name == name) return candidate;
  std::vector<std::string_view> names;
  for (const Objective& candidate : kObjectives) names.push_back(candidate.name);
  throw Error(message("loss '", name, "'", expected_names(name, names)));
}

double mean_output(Output output, std::span<const float> logits, std::span<float> scratch) {
  if (output == Output::linear) return simd::mean(logits);
  const std::span<float> d_values = scratch.first(logits.size());
  simd::sigmoid(logits, d_values);
  return simd::mean(d_values);
}

}  // namespace verigan::gan

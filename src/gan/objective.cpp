// SPDX-License-Identifier: MIT
#include "gan/objective.hpp"

#include <cmath>
#include <vector>

#include "core/check.hpp"
#include "core/names.hpp"
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

void minus_d(In logits, Out values, Out slopes) {
  d(logits, values, slopes);
  negate(values, values);
  negate(slopes, slopes);
}

void identity(In logits, Out values, Out slopes) {
  for (std::size_t i = 0; i < logits.size(); ++i) {
    values[i] = logits[i];
    slopes[i] = 1;
  }
}

void minus_identity(In logits, Out values, Out slopes) {
  for (std::size_t i = 0; i < logits.size(); ++i) {
    values[i] = -logits[i];
    slopes[i] = -1;
  }
}

void hinge_above(In logits, Out values, Out slopes) {
  for (std::size_t i = 0; i < logits.size(); ++i) {
    const bool over = logits[i] >= 1;  // NaN is not, and stays NaN
    values[i] = over ? 0 : 1 - logits[i];
    slopes[i] = over ? 0.0F : -1.0F;
  }
}

void hinge_below(In logits, Out values, Out slopes) {
  for (std::size_t i = 0; i < logits.size(); ++i) {
    const bool under = logits[i] <= -1;
    values[i] = under ? 0 : 1 + logits[i];
    slopes[i] = under ? 0.0F : 1.0F;
  }
}

/// The three terms of a row of theory::game_losses(): on real, on generated data, for the generator.
struct Terms {
  std::string_view name;
  Term on_true, on_generated, for_generator;
};

constexpr Terms kTerms[] = {
    {"minimax", minus_log_d, minus_log_one_minus_d, log_one_minus_d},
    {"non-saturating", minus_log_d, minus_log_one_minus_d, minus_log_d},
    {"absolute-error", one_minus_d, d, minus_d},
    {"least-squares", half_square_to_one, half_square, half_square_to_one},
    {"wasserstein", minus_identity, identity, minus_identity},
    {"hinge", hinge_above, hinge_below, minus_identity},
};

std::vector<Objective> joined() {
  std::vector<Objective> all;
  for (const Terms& row : kTerms)
    all.push_back({theory::game_loss(row.name), row.on_true, row.on_generated, row.for_generator});
  return all;
}

}  // namespace

std::span<const Objective> objectives() {
  static const std::vector<Objective> all = joined();
  return all;
}

std::vector<std::string> objective_names(const std::function<bool(const Objective&)>& wanted) {
  std::vector<std::string> names;
  for (const Objective& row : objectives())
    if (wanted(row)) names.emplace_back(row.name);
  return names;
}

const Objective& objective(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Objective& row : objectives()) names.push_back(row.name);
  return objectives()[index_of_name("loss", name, names)];
}

const Objective& objective_of(const theory::DiscriminatorLoss& discriminator) {
  for (const Objective& row : objectives())
    if (&row.discriminator == &discriminator) return row;
  throw Error(message("no network is trained with the discriminator's loss ", discriminator.name));
}

double mean_output(Output output, std::span<const float> logits, std::span<float> scratch) {
  if (output == Output::linear) return simd::mean(logits);
  const std::span<float> d_values = scratch.first(logits.size());
  simd::sigmoid(logits, d_values);
  return simd::mean(d_values);
}

}  // namespace verigan::gan

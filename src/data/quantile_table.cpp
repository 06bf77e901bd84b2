// SPDX-License-Identifier: MIT
#include "data/quantile_table.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "core/check.hpp"

namespace verigan::data {

namespace {

constexpr std::size_t kMiddle = 4096, kFirst = kMiddle / 64;  // cells of (0, 1); of each tail
constexpr int kHalvings = 18;                                  // of 1/64 down to 2⁻²⁴
constexpr std::size_t kPerHalving = 32;

/// To 20 bits; 0 stays 0.
float rounded(double x) {
  int exponent = 0;
  const double mantissa = std::frexp(x, &exponent);
  return static_cast<float>(std::ldexp(std::nearbyint(std::ldexp(mantissa, 20)), exponent - 20));
}

/// The probability of knot k of a tail, from 2⁻²⁴ up to 1/64.
double tail_mass(std::size_t k) {
  const int halving = static_cast<int>(k / kPerHalving);
  const double within = static_cast<double>(k % kPerHalving) / static_cast<double>(kPerHalving);
  return std::ldexp(1 + within, halving - 6 - kHalvings);
}

float between(const std::vector<float>& knots, std::size_t cell, float part) {
  return knots[cell] + part * (knots[cell + 1] - knots[cell]);
}

/// In a tail of mass v < 1/64 beyond it.
float in_tail(const std::vector<float>& knots, float v) {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(v);
  const int halving = static_cast<int>(bits >> 23) - 127 + 6 + kHalvings;
  if (halving < 0) return knots.front();
  constexpr int kBelow = 23 - std::countr_zero(kPerHalving);  // bits of the place within a cell
  const std::uint32_t mantissa = bits & 0x7fffffU;
  const float part = static_cast<float>(mantissa & ((1U << kBelow) - 1)) / static_cast<float>(1U << kBelow);
  return between(knots, static_cast<std::size_t>(halving) * kPerHalving + (mantissa >> kBelow), part);
}

}  // namespace

QuantileTable::QuantileTable(const theory::Density& density)
    : median_(static_cast<float>(density.quantile(theory::Mass{0.5, 0}).value())) {
  const auto knot = [&](const theory::Mass& mass) {
    const double x = density.quantile(mass).value();
    require(std::isfinite(x) && std::abs(x) < 1e30, "density '", density.spec(), "' has a quantile at ", x,
            ", expected one that a float can hold");
    return rounded(x - static_cast<double>(median_));
  };
  for (std::size_t k = 0; k + 2 * kFirst <= kMiddle; ++k) {
    const double u = static_cast<double>(k + kFirst) / static_cast<double>(kMiddle);
    middle_.push_back(knot(u <= 0.5 ? theory::Mass{0, u} : theory::Mass{1, u - 1}));
  }
  for (std::size_t k = 0; k <= kHalvings * kPerHalving; ++k) {
    left_.push_back(knot({0, tail_mass(k)}));
    right_.push_back(knot({1, -tail_mass(k)}));
  }
}

float QuantileTable::offset(float u) const {
  constexpr float kEnd = 1.0F / 64;
  if (u < kEnd) return in_tail(left_, u);
  if (1 - u < kEnd) return in_tail(right_, 1 - u);
  const float place = (u - kEnd) * static_cast<float>(kMiddle);
  const std::size_t cell = std::min(static_cast<std::size_t>(place), middle_.size() - 2);
  return between(middle_, cell, place - static_cast<float>(cell));
}

}  // namespace verigan::data

// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstdint>
#include <span>

#include "core/matrix.hpp"

// Inputs of the kernel parts, made of integers alone, so that a wrong kernel shows in its own part and
// in no other.
namespace verigan::golden {

/// The finaliser of splitmix64: well-mixed bits of a counter.
constexpr std::uint64_t mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

/// Element `index` of sequence `salt`: magnitudes 2⁻⁶ … 2² with all bits of the significand in use,
/// of either sign. Sums of such terms round at every step, so their order shows.
inline float input(std::uint64_t salt, std::uint64_t index) {
  const std::uint64_t word = mix(salt << 40 ^ index);
  const auto exponent = static_cast<std::uint32_t>(121 + (word & 7));
  const auto significand = static_cast<std::uint32_t>(word >> 8) & 0x7fffff;
  const auto sign = static_cast<std::uint32_t>(word >> 32) & 0x80000000U;
  return std::bit_cast<float>(sign | exponent << 23 | significand);
}

inline void fill(std::uint64_t salt, std::span<float> out) {
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = input(salt, i);
}

inline Matrix<float> matrix(std::uint64_t salt, std::size_t rows, std::size_t cols) {
  Matrix<float> m(rows, cols);
  for (std::size_t i = 0; i < rows; ++i) {
    for (std::size_t j = 0; j < cols; ++j) m(i, j) = input(salt, i * cols + j);
  }
  return m;
}

}  // namespace verigan::golden

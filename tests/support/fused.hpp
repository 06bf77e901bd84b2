// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

#include "simd/fma.hpp"

// The portable multiply-add compared with std::fma, which is to be the processor's.
namespace verigan::tests {

/// The same bits, or both no number.
inline bool same_float(float x, float y) {
  return std::bit_cast<std::uint32_t>(x) == std::bit_cast<std::uint32_t>(y) ||
         (std::isnan(x) && std::isnan(y));
}

/// How many of `count` random triples the two disagree on. A quarter of them are any floats; in another the
/// factors have 12 and 13 significant bits, so that their product is often the middle of two floats; in
/// the other half the third is near minus the product, at most 2³⁰ times larger or smaller.
inline std::uint64_t wrong_random_fusions(std::uint64_t seed, std::uint64_t count) {
  const auto draw = [&seed] {  // splitmix64
    std::uint64_t x = seed += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
  };
  std::uint64_t wrong = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t word = draw(), more = draw();
    const std::uint32_t cut = i % 4 == 2 ? 0xfffU : 0U;
    const float a = std::bit_cast<float>(static_cast<std::uint32_t>(word) & ~cut),
                b = std::bit_cast<float>(static_cast<std::uint32_t>(word >> 32) & ~(cut >> 1));
    float c = std::bit_cast<float>(static_cast<std::uint32_t>(more));
    if (i % 2 != 0) {
      const int shift = static_cast<int>(more >> 32 & 63) - 31;
      const auto last = static_cast<std::uint32_t>(more >> 40 & 7);  // its last bits anew
      c = std::bit_cast<float>(std::bit_cast<std::uint32_t>(std::ldexp(-a * b, shift)) ^ last);
    }
    wrong += same_float(simd::portable_fma(a, b, c), std::fma(a, b, c)) ? 0 : 1;
  }
  return wrong;
}

}  // namespace verigan::tests

// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

// a·b + c of floats, rounded once: what every specification of a kernel says by "fused". The C library is
// not asked, for not all of them round rightly: musl's fmaf (Alpine, emscripten, wasi) rounds subnormal
// results twice, FreeBSD's and openlibm's some normal ones.
namespace verigan::simd {

/// For targets without the instruction. The product is exact in double; the sum is rounded to odd, so that
/// it is never in the middle of two floats unless it is exactly there, and then to float (Boldo & Melquiond
/// 2008, "Emulation of a FMA and correctly rounded sums", theorem 5.3). Bit for bit what the instruction
/// gives, but for the sign and payload of NaN; wants rounding to nearest and subnormals kept
/// (core/environment.hpp).
inline float portable_fma(float a, float b, float c) {
  const double product = static_cast<double>(a) * static_cast<double>(b), addend = c;
  double sum = product + addend;
  // What the sum lost (Knuth's TwoSum); NaN where it is not finite.
  const double part = sum - product;
  const double lost = (product - (sum - part)) + (addend - part);
  const auto bits = std::bit_cast<std::uint64_t>(sum);
  if ((lost < 0 || lost > 0) && (bits & 1) == 0)
    sum = std::bit_cast<double>((lost > 0) == (sum > 0) ? bits + 1 : bits - 1);
  return static_cast<float>(sum);
}

/// Whether the compiler makes std::fma one instruction in this build.
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA) || defined(__FP_FAST_FMAF)
inline constexpr bool kFusedInstruction = true;
#else
inline constexpr bool kFusedInstruction = false;
#endif

inline float fma(float a, float b, float c) {
  return kFusedInstruction ? std::fma(a, b, c) : portable_fma(a, b, c);
}

/// A product and sum that C libraries are known to round wrongly, by bits, and the right answer.
struct FusedExample {
  std::uint32_t a, b, c, answer;
};
inline constexpr FusedExample kFusedExamples[] = {
    {0x97000800, 0x1cfff001, 0x00010002, 0x00010001},  // musl: 0x00010002
    // 0.9474001·4.639901e-7 − 0.24325085: FreeBSD and openlibm round it the other way.
    {std::bit_cast<std::uint32_t>(0.9474001F), std::bit_cast<std::uint32_t>(4.639901e-7F),
     std::bit_cast<std::uint32_t>(-0.24325085F), std::bit_cast<std::uint32_t>(-0x1.f22d46p-3F)},
};

}  // namespace verigan::simd

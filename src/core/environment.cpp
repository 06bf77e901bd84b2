// SPDX-License-Identifier: MIT
#include "core/environment.hpp"

#include <bit>
#include <cstdint>
#include <limits>

#include "core/check.hpp"

#ifdef __FAST_MATH__
#error "verigan gives the same bits everywhere, which -ffast-math and -Ofast make impossible"
#endif

namespace verigan {
namespace {

bool rounds_to_nearest() {
  const volatile float one = 1.0F, quarter = 0x1p-26F, half = 0x1p-24F;
  const volatile float above = one + quarter, below = one - quarter, tie = one + half;
  return above == 1.0F && below == 1.0F && tie == 1.0F;
}

bool flushes_to_zero() {
  const volatile float smallest_normal = std::numeric_limits<float>::min(), half = 0.5F;
  const volatile float subnormal = smallest_normal * half;
  return std::bit_cast<std::uint32_t>(float{subnormal}) == 0;  // its bits: a comparison may obey DAZ
}

bool denormals_are_zero() {
  const volatile float smallest = std::numeric_limits<float>::denorm_min(), large = 0x1p100F;
  const volatile float product = smallest * large;
  return product == 0.0F;
}

bool contracts() {
  // (1 + 2⁻¹²)² = 1 + 2⁻¹¹ + 2⁻²⁴, whose last term only a fused operation keeps.
  const volatile float memory[2] = {1.0F + 0x1p-12F, -(1.0F + 0x1p-11F)};
  const float a = memory[0], c = memory[1];
  const volatile float result = a * a + c;
  return result != 0.0F;
}

}  // namespace

std::string FloatEnvironment::complaint() const {
  if (exact()) return "";
  std::string what;
  const auto add = [&what](const char* words) { what += (what.empty() ? "" : ", ") + std::string(words); };
  if (!rounds_to_nearest) add("the rounding mode is not to nearest");
  if (flushes_to_zero) add("subnormal results are flushed to zero (FTZ)");
  if (denormals_are_zero) add("subnormal operands count as zero (DAZ)");
  if (contracts) add("verigan was compiled with -ffp-contract=fast");
  return "floating-point arithmetic is not exact here: " + what +
         (contracts ? "" : "; a library loaded into this process, often one built with -ffast-math, "
                           "has changed the processor's state");
}

FloatEnvironment float_environment() {
  return {rounds_to_nearest(), flushes_to_zero(), denormals_are_zero(), contracts()};
}

void require_exact_arithmetic() {
  const FloatEnvironment environment = float_environment();
  require(environment.exact(), environment.complaint());
}

}  // namespace verigan

// SPDX-License-Identifier: MIT
#pragma once

#include <string>

// The floating-point state of the calling thread. Results are repeatable only while the processor
// rounds to nearest and keeps subnormal numbers. Any library of a process can change that: one linked
// with -ffast-math (g++ up to 12, clang) switches on flush-to-zero and denormals-are-zero when it is
// loaded. Threads inherit the state of the thread that starts them.
namespace verigan {

struct FloatEnvironment {
  bool rounds_to_nearest = false;   ///< 1 ± 2⁻²⁶ = 1 and the tie 1 + 2⁻²⁴ = 1
  bool flushes_to_zero = true;      ///< FTZ: a subnormal result becomes 0
  bool denormals_are_zero = true;   ///< DAZ: a subnormal operand counts as 0
  bool contracts = true;            ///< the build fuses a·b + c where the source does not say fma

  bool exact() const {
    return rounds_to_nearest && !flushes_to_zero && !denormals_are_zero && !contracts;
  }
  /// What is wrong and what usually causes it, on one line; empty when exact().
  std::string complaint() const;
};

/// Probes the calling thread with a handful of operations; far below a microsecond.
FloatEnvironment float_environment();

/// Throws Error with the complaint unless float_environment() is exact.
void require_exact_arithmetic();

}  // namespace verigan

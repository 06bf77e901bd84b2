// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

// The start-up check of every program whose results are promised bit for bit.
namespace verigan::simd {

/// A hash of the bits of a small product, exponentials and sums, by the target in use, and of the sums
/// that fma.hpp lists, by that target and by the specification.
std::uint64_t known_answers();
/// What it is on every machine.
inline constexpr std::uint64_t kKnownAnswers = 0x83995dccad229b21;

/// Whether the target in use and the specification round every sum of fma.hpp's list rightly.
bool fuses_rightly();

/// Throws Error when this thread's floating-point state is not exact (core/environment.hpp), or when
/// the known answers are not: a processor, a compiler or an emulator that computes otherwise. Takes a
/// few microseconds.
void require_known_answers();

}  // namespace verigan::simd

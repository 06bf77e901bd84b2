// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

// The start-up check of every program whose results are promised bit for bit.
namespace verigan::simd {

/// A hash of the bits of a small product, exponentials and sums, by the target in use.
std::uint64_t known_answers();
/// What it is on every machine.
inline constexpr std::uint64_t kKnownAnswers = 0xeb8965ca42d13a99;

/// Throws Error when this thread's floating-point state is not exact (core/environment.hpp), or when
/// the known answers are not: a processor, a compiler or an emulator that computes otherwise. Takes a
/// few microseconds.
void require_known_answers();

}  // namespace verigan::simd

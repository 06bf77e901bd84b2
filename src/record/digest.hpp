// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>

// A 64-bit digest of numbers' bits, for the question where two runs part: made often, so it costs about
// as much as reading the numbers. No defence against forgery, for which there is SHA-256.
namespace verigan::record {

/// Of the bits of all values, in their order. Two lists of one length of which exactly one value differs,
/// in any bit, have different digests; others have the same one with a chance of about 2⁻⁶⁴.
std::uint64_t digest(std::span<const float> values);

/// 16 lower-case hexadecimal digits.
std::string digest_text(std::uint64_t digest);

}  // namespace verigan::record

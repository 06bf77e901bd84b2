// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// float32 as little-endian bytes, whatever the machine. Every NaN becomes the one canonical NaN, so
// that equal results have equal bytes.
namespace verigan::record {

inline void append_floats(std::string& bytes, std::span<const float> values) {
  const std::size_t start = bytes.size();
  bytes.resize(start + 4 * values.size());
  char* out = bytes.data() + start;
  for (const float value : values) {
    const std::uint32_t word = value == value ? std::bit_cast<std::uint32_t>(value) : 0x7fc00000U;
    for (int shift = 0; shift < 32; shift += 8) *out++ = static_cast<char>(word >> shift & 0xff);
  }
}

/// bytes.size() must be a multiple of 4.
inline std::vector<float> floats_of(std::string_view bytes) {
  std::vector<float> values(bytes.size() / 4);
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::uint32_t word = 0;
    for (std::size_t b = 0; b < 4; ++b) {
      word |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[4 * i + b])) << (8 * b);
    }
    values[i] = std::bit_cast<float>(word);
  }
  return values;
}

}  // namespace verigan::record

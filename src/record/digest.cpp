// SPDX-License-Identifier: MIT
#include "record/digest.hpp"

#include <bit>

namespace verigan::record {

// Each step maps the state one to one (xor, an odd multiplier, a shifted xor), so that states that once
// differ never meet again over equal values.
std::uint64_t digest(std::span<const float> values) {
  constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15U;  // 2⁶⁴ over the golden ratio
  std::uint64_t state = values.size();
  const auto take = [&](std::uint64_t word) {
    state = (state ^ word) * kOdd;
    state ^= state >> 32;
  };
  std::size_t i = 0;
  for (; i + 2 <= values.size(); i += 2)
    take(std::bit_cast<std::uint32_t>(values[i]) |
         static_cast<std::uint64_t>(std::bit_cast<std::uint32_t>(values[i + 1])) << 32);
  if (i < values.size()) take(std::bit_cast<std::uint32_t>(values[i]));
  take(0);
  return state;
}

std::string digest_text(std::uint64_t digest) {
  std::string text(16, '0');
  for (std::size_t i = 0; i < text.size(); ++i)
    text[text.size() - 1 - i] = "0123456789abcdef"[digest >> (4 * i) & 15];
  return text;
}

}  // namespace verigan::record

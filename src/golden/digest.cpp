// SPDX-License-Identifier: MIT
#include "golden/digest.hpp"

#include <array>
#include <bit>
#include <cstddef>

namespace verigan::golden {
namespace {

template <class Word>
auto little_endian(Word word) {
  std::array<std::byte, sizeof(Word)> bytes;
  for (std::byte& byte : bytes) {
    byte = static_cast<std::byte>(word & 0xff);
    word >>= 8;
  }
  return bytes;
}

}  // namespace

void Digest::add(std::uint32_t value) { hash_.update(little_endian(value)); }

void Digest::add(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  add((bits & 0x7fffffff) > 0x7f800000 ? 0x7fc00000U : bits);
}

void Digest::add(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const bool nan = (bits & 0x7fffffffffffffff) > 0x7ff0000000000000;
  hash_.update(little_endian(nan ? 0x7ff8000000000000U : bits));
}

void Digest::add(std::span<const float> values) {
  for (const float value : values) add(value);
}

void Digest::add(MatrixView<const float> values) {
  for (std::size_t i = 0; i < values.rows; ++i) add(std::span<const float>(values.row(i)));
}

}  // namespace verigan::golden

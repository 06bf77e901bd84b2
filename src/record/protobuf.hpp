// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

namespace verigan::record {

/// A message of Protocol Buffers, written field by field in the order of the calls (the encoding published at
/// protobuf.dev/programming-guides/encoding). A field is named by its number in the message's definition;
/// a repeated one is added once for each value.
class Protobuf {
 public:
  /// int32, int64, enum, bool: two's complement in 64 bits, seven at a time.
  Protobuf& whole(unsigned field, std::int64_t value) {
    key(field, 0);
    varint(static_cast<std::uint64_t>(value));
    return *this;
  }
  /// float: four bytes, the lowest first.
  Protobuf& single(unsigned field, float value) {
    key(field, 5);
    const auto bits = std::bit_cast<std::uint32_t>(value);
    for (int k = 0; k < 4; ++k) bytes_ += static_cast<char>(bits >> (8 * k) & 0xff);
    return *this;
  }
  /// string, bytes.
  Protobuf& text(unsigned field, std::string_view value) {
    key(field, 2);
    varint(value.size());
    bytes_ += value;
    return *this;
  }
  Protobuf& message(unsigned field, const Protobuf& value) { return text(field, value.bytes_); }

  const std::string& bytes() const { return bytes_; }

 private:
  void key(unsigned field, unsigned type) { varint(field << 3U | type); }
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>((value & 0x7f) | 0x80);
    bytes_ += static_cast<char>(value);
  }
  std::string bytes_;
};

}  // namespace verigan::record

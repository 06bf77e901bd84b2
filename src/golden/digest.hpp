// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/matrix.hpp"
#include "record/hash.hpp"

// Numbers → SHA-256, the same on every machine: little-endian bytes of IEEE-754 bits, with every NaN
// written as the quiet one without payload (its sign and payload are not part of any result).
namespace verigan::golden {

class Digest {
 public:
  void add(float value);
  void add(double value);
  void add(std::uint32_t value);
  void add(std::span<const float> values);
  void add(MatrixView<const float> values);  ///< row by row, padding left out
  void add(std::string_view text) { hash_.update(text); }

  /// 64 hexadecimal digits; afterwards the object must not be used again.
  std::string finish() { return hash_.finish(); }

 private:
  record::Sha256 hash_;
};

}  // namespace verigan::golden

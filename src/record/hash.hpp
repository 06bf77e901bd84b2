// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

// SHA-256 (FIPS 180-4), so that a hash needs nothing but a compiler. Digests are 64 lower-case
// hexadecimal digits, as sha256sum prints them.
namespace verigan::record {

/// Digests bytes handed over piece by piece; any split gives the same digest.
class Sha256 {
 public:
  void update(std::span<const std::byte> bytes);
  void update(std::string_view text) { update(std::as_bytes(std::span(text))); }
  /// The digest of everything so far; afterwards the object must not be used again.
  std::string finish();

 private:
  void compress(const std::byte* block);  // 64 bytes

  std::array<std::uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<std::byte, 64> buffer_{};
  std::size_t buffered_ = 0;
  std::uint64_t length_ = 0;  // bytes
};

std::string sha256(std::string_view bytes);

/// The digest of a file's contents. Throws Error when the file cannot be read.
std::string sha256_file(const std::filesystem::path& path);

}  // namespace verigan::record

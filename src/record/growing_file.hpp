// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "record/hash.hpp"

// A file that bytes are only ever added to, as a long run adds rows to its tables: each byte is written
// once and hashed once. A kill may leave more than was synchronised, half a row even; whoever continues
// the file says how much of it counts.
namespace verigan::record {

class GrowingFile {
 public:
  /// A new, empty file; an earlier one of this name is emptied. Throws Error naming the file.
  explicit GrowingFile(const std::filesystem::path& path);
  /// Continues a file after `kept`, which it must begin with; what is behind that is cut off. Throws
  /// Error.
  GrowingFile(const std::filesystem::path& path, std::string_view kept);
  GrowingFile(GrowingFile&& other) noexcept;
  GrowingFile& operator=(GrowingFile&& other) noexcept;
  ~GrowingFile();

  /// Adds bytes. Throws Error naming the file and the reason (no space, …).
  void append(std::string_view bytes);
  /// Returns when the bytes are on the disk. Throws Error.
  void sync() const;

  std::uint64_t length() const { return length_; }
  /// SHA-256 of all bytes.
  std::string sha256() const { return Sha256(hash_).finish(); }

 private:
  [[noreturn]] void fail() const;

  std::filesystem::path path_;
  int descriptor_ = -1;
  std::uint64_t length_ = 0;
  Sha256 hash_;
};

}  // namespace verigan::record

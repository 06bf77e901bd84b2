// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

// The IDX format of MNIST: two zero bytes, a type code (8: unsigned bytes, the only one read here), the
// rank, one big-endian 32-bit length per dimension, then the bytes, last dimension fastest.
namespace verigan::data {

struct Idx {
  std::vector<std::size_t> shape;
  std::vector<std::uint8_t> values;  // product of shape
  std::string sha256;                // of the whole decompressed file
};

/// Reads an IDX file of unsigned bytes and rank `rank`, gzipped or not (told by its first bytes; members
/// and zero padding as RFC 1952 allows).
/// Throws verigan::Error in one line with the file's name, what was found and what was expected: file
/// missing or unreadable, gzip data corrupt or cut short, another kind of file (HTML, zip, …), wrong
/// magic number, header and length not in agreement, no elements.
Idx read_idx(const std::filesystem::path& path, std::size_t rank);

}  // namespace verigan::data

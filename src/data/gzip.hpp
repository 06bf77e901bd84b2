// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace verigan::data {

/// Bytes, decompressed, that a file of data may have: 40 times MNIST.
inline constexpr std::size_t kLargestFile = std::size_t{1} << 31;

/// What a file holds, decompressed where its first bytes say that it is gzipped: all members, one after
/// the other, and zeros behind them (RFC 1952). `kind` is what was expected, for complaints: "an IDX file".
/// Throws verigan::Error in one line with the file's name: unreadable or empty, gzip data that are corrupt
/// or cut short, more than kLargestFile bytes, or a download that went wrong (HTML, XML, zip, a pointer of
/// Git LFS).
std::vector<std::uint8_t> read_decompressed(const std::filesystem::path& path, const std::string& kind);

}  // namespace verigan::data

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "record/growing_file.hpp"

// The event files that TensorBoard reads: records in TensorFlow's TFRecord framing (length, its masked
// CRC-32C, bytes, their masked CRC-32C), each an Event message of protocol buffers
// (tensorflow/core/util/event.proto, tensorflow/core/framework/summary.proto).
namespace verigan::record {

/// CRC-32C (Castagnoli; RFC 3720, appendix B.4).
std::uint32_t crc32c(std::string_view bytes);

class EventFile {
 public:
  /// A new file that says what it is ("brain.Event:2"). Its name must hold "tfevents", or TensorBoard does
  /// not see it. Throws Error.
  explicit EventFile(const std::filesystem::path& path);

  /// One number of the curve `tag`; NaN and infinities are shown as such.
  void scalar(std::string_view tag, std::int64_t step, float value);
  /// One picture of the row `tag`: a whole PNG file, grey or RGB. Throws Error when it is none.
  void picture(std::string_view tag, std::int64_t step, std::string_view png);
  /// Writes what was added since the last time. Throws Error.
  void flush();

 private:
  void event(std::int64_t step, const std::string& value);

  std::string pending_;
  GrowingFile file_;
};

}  // namespace verigan::record

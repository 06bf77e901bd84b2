// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

// Where the bytes of a file that is requested really go. For file.cpp alone.
namespace verigan::record {

struct Destination {
  /// replaced: a regular file or none yet. opened: a device, a pipe. descriptor: an open file of this
  /// process.
  enum class Kind { replaced, opened, descriptor };

  Kind kind = Kind::replaced;
  std::filesystem::path path;  // symbolic links followed
  int descriptor = -1;
  int error = 0;  // errno that writing there would meet, as far as it is known; 0: none
};

Destination destination_of(const std::filesystem::path& path);

}  // namespace verigan::record

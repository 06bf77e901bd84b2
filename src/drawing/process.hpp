// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

// A program run on files in memory, so that nothing is left on any disk, no pipe breaks, and neither
// side waits for the other. For gnuplot.cpp alone.
namespace verigan::drawing {

/// A file without a name that lives as long as this object and is inherited by programs started.
class MemoryFile {
 public:
  /// Throws Error when there can be none, or not of this size.
  explicit MemoryFile(const std::string& content = "");
  ~MemoryFile();
  MemoryFile(MemoryFile&& other) noexcept;
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  int descriptor() const { return fd_; }
  /// The name by which a program started finds it.
  std::string name() const;
  std::string content() const;

 private:
  int fd_;
};

struct Ending {
  int code = 0;    // exit code, where signal is 0
  int signal = 0;  // that ended it
  std::string errors;  // its standard error
};

/// Runs words[0], looked for in PATH, with `environment` ("NAME=VALUE" each) and `input` as its
/// standard input, and waits for its end. Its standard output is discarded. Throws Error when it
/// cannot be started.
Ending run_program(const std::vector<std::string>& words,
                   const std::vector<std::string>& environment, const std::string& input);

}  // namespace verigan::drawing

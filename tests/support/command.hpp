// SPDX-License-Identifier: MIT
#pragma once

#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

#include "support/catch.hpp"

struct Outcome {
  int code;  // 128 + the signal that ended it
  std::string text;
  bool one_line() const { return std::count(text.begin(), text.end(), '\n') == 1; }
};

/// A line of shell; what it writes to its standard output.
inline Outcome shell_command(const std::string& line) {
  FILE* pipe = popen(line.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 4096> part{};
  for (std::size_t n; (n = fread(part.data(), 1, part.size(), pipe)) > 0;)
    text.append(part.data(), n);
  const int status = pclose(pipe);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), text};
}

#ifdef VERIGAN_PROGRAM
/// `verigan ARGUMENTS`, standard output and standard error together.
inline Outcome verigan_command(const std::string& arguments) {
  return shell_command(std::string(VERIGAN_PROGRAM) + " " + arguments + " 2>&1");
}
#endif

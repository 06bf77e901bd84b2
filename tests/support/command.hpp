// SPDX-License-Identifier: MIT
#pragma once

#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

#include "support/catch.hpp"

struct Outcome {
  int code;
  std::string text;
  bool one_line() const { return std::count(text.begin(), text.end(), '\n') == 1; }
};

/// `verigan ARGUMENTS`, standard output and standard error together.
inline Outcome verigan_command(const std::string& arguments) {
  FILE* pipe = popen((std::string(VERIGAN_PROGRAM) + " " + arguments + " 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 4096> part{};
  for (std::size_t n; (n = fread(part.data(), 1, part.size(), pipe)) > 0;)
    text.append(part.data(), n);
  const int status = pclose(pipe);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, text};
}

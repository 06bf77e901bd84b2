// SPDX-License-Identifier: MIT
#include "core/option_mistake.hpp"

#include <cstdio>

#include "core/check.hpp"

namespace verigan {

std::string option_mistake(const std::string& cli11) {
  const auto colon = cli11.find(": ");
  if (colon == std::string::npos) return cli11;
  const std::string option = cli11.substr(0, colon);
  const char* const said = cli11.c_str() + colon + 2;
  int expected = 0, received = 0;
  if (std::sscanf(said, "At Most %d required but received %d", &expected, &received) == 2) {
    if (expected == 1) return message(option, " is given ", received, " times, expected once");
    return message(option, " has ", received, " values, expected ", expected);
  }
  if (std::sscanf(said, "At least %d required but received %d", &expected, &received) == 2)
    return message(option, " has ", received, " value(s), expected ", expected);
  if (std::sscanf(said, "%d required ", &expected) == 1 && cli11.ends_with("missing"))
    return expected == 1 ? option + " needs a value" : message(option, " needs ", expected, " values");
  return cli11;
}

}  // namespace verigan

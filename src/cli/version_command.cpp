// SPDX-License-Identifier: MIT
#include <CLI/CLI.hpp>
#include <cstdio>

#include "cli/command.hpp"

namespace verigan::cli {

Action version_command(CLI::App&) {
  return [] {
    std::puts("verigan " VERIGAN_VERSION);
    return 0;
  };
}

}  // namespace verigan::cli

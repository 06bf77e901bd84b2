// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <string>

// The main function that all table and figure programs share: PROGRAM --results DIR --out DIR.
namespace verigan::analysis {

struct Folders {
  std::filesystem::path results, out;
};

/// Parses the two options, makes the folder `out` and calls `body`, within run_main
/// (core/program.hpp), whose exit code it returns.
int run_program(int argc, char** argv, const std::string& description,
                const std::function<void(const Folders&)>& body);

}  // namespace verigan::analysis

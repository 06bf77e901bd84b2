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

/// Parses the two options, makes the folder `out` and calls `body`. Returns 0, or, after one line
/// on standard error, 2 for a user's mistake and 1 for any other exception.
int run_program(int argc, char** argv, const std::string& description,
                const std::function<void(const Folders&)>& body);

}  // namespace verigan::analysis

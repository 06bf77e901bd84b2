// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>

// The main function that all table and figure programs share:
// PROGRAM --results DIR --out DIR [--where OPTION=VALUE]...
namespace verigan::analysis {

struct Folders {
  std::filesystem::path results, out;
  std::map<std::string, std::string> where;  // option → the value that runs are to have
  mutable std::set<std::string> known;       // names of `where` that some run has as an option
};

/// Parses the options, makes the folder `out` and calls `body`, within run_main
/// (core/program.hpp), whose exit code it returns.
int run_program(int argc, char** argv, const std::string& description,
                const std::function<void(const Folders&)>& body);

}  // namespace verigan::analysis

// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

// The main function that all table and figure programs share:
// PROGRAM --results DIR --out DIR [--where OPTION=VALUE]...
namespace verigan::analysis {

/// A table or a figure: what the catalogue says of it.
struct Output {
  std::string id, title;                 // "F11"; a table's id is the name of its file
  std::vector<std::string> experiments;  // whose runs it is made of
};

struct Folders {
  std::filesystem::path results, out;
  std::map<std::string, std::string> where;  // option → the value that runs are to have
  mutable std::set<std::string> known;       // names of `where` that some run has as an option
};

/// Parses the options, makes the folder `out` and calls `body`, within run_main (core/program.hpp), whose
/// exit code it returns. --describe prints `output` as JSON and does nothing else.
int run_program(int argc, char** argv, const Output& output,
                const std::function<void(const Folders&)>& body);

}  // namespace verigan::analysis

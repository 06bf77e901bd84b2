// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <span>
#include <string>
#include <vector>

#include "theory/theorem.hpp"

// What `verigan verify` does, for any catalogue: the tests hand it one with a wrong row.
namespace verigan::cli {

struct VerifyRequest {
  long instances = 1000;
  std::uint64_t seed = 1;
  std::vector<std::string> only = {};  // ids; empty: all
  std::string json = {};               // file to write; empty: none
  long instance = -1;      // verify this one alone; -1: the first `instances`
  bool list = false;
  bool progress = false;  // a status line on stderr, for terminals
};

/// Verifies the chosen rows, printing the table to `out` (100 columns, UTF-8) row by row and
/// writing the JSON file if asked. Returns the exit code: 0 if all hold, 1 otherwise. Throws Error
/// for an unknown id, instances < 1, or a JSON file that cannot be written.
int verify_theorems(std::span<const theory::Theorem> catalogue, const VerifyRequest& request,
                    std::FILE* out);

}  // namespace verigan::cli

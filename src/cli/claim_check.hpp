// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <string>

#include "theory/claim.hpp"

namespace verigan::cli {

/// What `verigan verify --claim` does: tries a claim on random pairs, prints how often it holds and, where
/// it fails, the smallest counterexample found as a command to paste; writes a JSON file if one is named.
/// Returns the exit code: 0 if it failed nowhere, else 1. Throws Error as theory::check_claim does.
int verify_claim(const std::string& claim, const theory::ClaimOptions& options,
                 const std::string& json, bool progress, std::FILE* out);

}  // namespace verigan::cli

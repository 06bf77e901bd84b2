// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>

#include "drive/catalogue.hpp"
#include "record/plan.hpp"

// A reproduction in the words that research data repositories share: RO-Crate 1.1 with the profile Process
// Run Crate 0.5 (w3id.org/ro/wfrun/process/0.5), which is made for that version. Each run, table and figure
// is an action with its program, what it read and what it left.
namespace verigan::drive {

inline constexpr const char* kRoCrateName = "ro-crate-metadata.json";

/// Writes OUT/ro-crate-metadata.json of the plan's finished runs and of the tables, figures and pages in OUT;
/// one that says the same already is left alone. Returns whether it was written. Throws Error.
bool write_ro_crate(const std::filesystem::path& out, const Catalogue& catalogue,
                    const record::RunPlan& plan);

}  // namespace verigan::drive

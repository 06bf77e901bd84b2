// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "drive/catalogue.hpp"
#include "record/manifest.hpp"
#include "record/plan.hpp"

// Runs that read what other runs left, such as a trained generator.
namespace verigan::drive {

/// The runs with those they need before them, each folder once. The programs say which these are:
/// the one run of the needed experiment's plan (of that preset, seed and data) that sets no option otherwise
/// than it is requested; and then the folder of the run that needs it. Throws Error where a plan has none
/// or several, where a program is missing, and with the program's words where it refuses.
std::vector<record::PlannedRun> with_needs(const std::vector<record::PlannedRun>& runs,
                                           const Catalogue& catalogue);

/// "--generator", "OUT/EXPERIMENT/HASH" for each run in `out` that `run` needs.
std::vector<std::string> need_arguments(const std::filesystem::path& out, const record::PlannedRun& run);

/// The same for a finished run that is to be made again: its inputs are looked for where it lies. And, unless
/// VERIGAN_DATA or ./data says where image files are, "--data" with the folder it read them from.
std::vector<std::string> input_arguments(const std::filesystem::path& folder,
                                         const record::Manifest& manifest);

/// "made from another result of conditional/1a2b3c4d5e6f": a run whose input, in the same results, is there
/// and no longer what it was; empty otherwise.
std::string outdated_text(const std::filesystem::path& folder, const record::Manifest& manifest);

}  // namespace verigan::drive

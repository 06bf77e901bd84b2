// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>

#include "cli/catalogue.hpp"
#include "cli/run_check.hpp"

// The report: one HTML file that needs nothing else to be read.
namespace verigan::cli {

/// OUT/report/index.html, from what is in OUT now; `changes` are named in it. Returns whether its content
/// changed; a report that would say the same is left alone.
bool write_report(const std::filesystem::path& out, const Catalogue& catalogue,
                  const Changes& changes);

std::filesystem::path report_file(const std::filesystem::path& out);

}  // namespace verigan::cli

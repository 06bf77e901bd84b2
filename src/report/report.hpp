// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>

#include "drive/catalogue.hpp"
#include "drive/run_check.hpp"

// The report: one HTML file that needs nothing else to be read.
namespace verigan::report {

/// OUT/report/index.html, from what is in OUT now; `changes` are named in it. Returns whether its content
/// changed; a report that would say the same is left alone.
bool write_report(const std::filesystem::path& out, const drive::Catalogue& catalogue,
                  const drive::Changes& changes);

std::filesystem::path report_file(const std::filesystem::path& out);

}  // namespace verigan::report

// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>

#include "drive/catalogue.hpp"
#include "drive/run_check.hpp"

// The report: one HTML file that needs nothing else to be read.
namespace verigan::report {

/// OUT/report/index.html and, where models of images were trained, gallery.html next to it (gallery.hpp),
/// from
/// what is in OUT now; `changes` are named in the first. Returns whether their content changed; pages that
/// would say the same are left alone.
bool write_report(const std::filesystem::path& out, const drive::Catalogue& catalogue,
                  const drive::Changes& changes);

std::filesystem::path report_file(const std::filesystem::path& out);

}  // namespace verigan::report

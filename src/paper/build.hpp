// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>
#include <vector>

// From the paper's source and data to its PDF.
namespace verigan::paper {

/// Writes OUT/numbers.tex, tables/*.tex and figures/*.tex from SOURCE/data and copies SOURCE's verigan.tex
/// and
/// references.bib there. Throws Error naming what is missing or damaged.
void write_parts(const std::filesystem::path& source, const std::filesystem::path& out);

/// Where a program of PATH is; empty if nowhere.
std::filesystem::path find_program(const std::string& name);

/// OUT/verigan.pdf from the parts, by latexmk, the same bytes each time. Throws Error where latexmk is not
/// installed, or LaTeX fails.
void typeset(const std::filesystem::path& out);

/// What LaTeX's log complains of: undefined references and citations, lines too wide by more than 5 points.
std::vector<std::string> complaints(const std::string& log);

/// OUT/verigan-arxiv.tar.gz: sources, bibliography, tables and figures, and the data as ancillary files.
void bundle(const std::filesystem::path& source, const std::filesystem::path& out);

}  // namespace verigan::paper

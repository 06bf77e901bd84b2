// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>

// The register of claims, judged: asked from its program, for the terminal and for the report.
namespace verigan::report {

/// What PROGRAMS/verigan_claims says of the results in a folder: an array of objects `id claim source
/// experiments rule amended premises fewest_seeds statistic seeds effect low high verdict reason parts
/// presets runs`. Throws Error if there is no such program, or it cannot read the results.
nlohmann::ordered_json judged_claims(const std::filesystem::path& programs,
                                     const std::filesystem::path& results);

/// The register in lines of at most `columns`.
std::string claims_text(const nlohmann::ordered_json& claims, std::size_t columns = 80);

/// The register as a section of the report.
std::string claims_section(const nlohmann::ordered_json& claims);

}  // namespace verigan::report

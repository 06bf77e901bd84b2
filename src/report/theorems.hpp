// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace verigan::report {

/// The report's section on the theorem catalogue, from verify.json; empty: it was not verified yet.
std::string theorem_section(const std::optional<nlohmann::json>& verified);

}  // namespace verigan::report

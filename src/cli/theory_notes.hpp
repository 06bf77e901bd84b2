// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "theory/density.hpp"

namespace verigan::cli {

/// What a reader should know of densities given by a csv file: that they are 0 outside their table, and
/// whether that is why divergences are infinite.
std::vector<std::string> table_notes(const std::string& p_text, const std::string& q_text,
                                     const theory::Density& p, const theory::Density& q);

}  // namespace verigan::cli

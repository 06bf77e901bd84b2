// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "theory/density.hpp"

namespace verigan::theory {

/// Reads a density:
///   normal(0,1)  uniform(0,1)  laplace(0,1)  exponential(2)  beta(2,5)  logistic(0,1)  csv:FILE
///   0.5*normal(-2,1)+0.5*normal(2,0.5)
/// Numbers are the decimals as written, not the doubles next to them (those in FILE are doubles).
/// Blanks are ignored (not inside FILE, which runs to the end of the text). Throws Error with one
/// line naming what was wrong and where. `warnings` gets what a user should know of a FILE, a line each.
DensityPtr parse_density(const std::string& text, std::vector<std::string>* warnings = nullptr);

}  // namespace verigan::theory

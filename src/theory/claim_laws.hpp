// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "theory/density.hpp"
#include "theory/theorem.hpp"

namespace verigan::theory {

/// The pair of laws of one instance of a claim: of any families or of those named, mixtures of two too,
/// some close to each other and some with disjoint supports where the families allow it.
std::vector<DensityPtr> claim_laws(Draw& draw, const std::vector<std::string>& families);

}  // namespace verigan::theory

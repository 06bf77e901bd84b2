// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "theory/theorem.hpp"

namespace verigan::verification {

/// The whole catalogue by id: the rows of theory::theorem_catalogue() and those about the networks.
const std::vector<theory::Theorem>& catalogue();

}  // namespace verigan::verification

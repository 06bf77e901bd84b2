// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "theory/density.hpp"

namespace verigan::theory {

/// The cuts in increasing order, those that are one merged: sharp ones stay, of others only what the
/// density's scale there asks for. The outermost stay. At least one.
std::vector<Split> merged(std::vector<Split> cuts);

}  // namespace verigan::theory

// SPDX-License-Identifier: MIT
#pragma once

#include <limits>

namespace verigan {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
/// Distance from 1 to the next double.
inline constexpr double kEpsilon = std::numeric_limits<double>::epsilon();
inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

}  // namespace verigan

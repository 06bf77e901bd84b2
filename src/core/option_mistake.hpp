// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace verigan {

/// What CLI11 says of an option that is given more than once or lacks a value, in plain words:
/// "--alpha is given 2 times, expected once"; anything else as it is.
std::string option_mistake(const std::string& cli11);

}  // namespace verigan

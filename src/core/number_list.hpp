// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace verigan {

/// "7", "1-20" or "1-5,9,11": whole numbers in the order written, the ends of a range included. Throws
/// Error, beginning with `source`, for anything else, a range that falls, a number twice, and more
/// than a million numbers.
std::vector<std::uint64_t> whole_numbers(const std::string& text, const std::string& source);

}  // namespace verigan

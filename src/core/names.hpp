// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace verigan {

/// What a message about an unknown name ends with: ", did you mean 'x'? expected one of x, y, z".
/// The name suggested is one that begins so, or the nearest by edit distance; the question is left
/// out where more than a third of the letters would have to change.
std::string expected_names(std::string_view name, std::span<const std::string_view> names);
std::string expected_names(std::string_view name, const std::vector<std::string>& names);

/// The place of `name` in `names`; capitals, '-' and '_' do not count. Throws Error naming `kind`,
/// what was given, and expected_names.
std::size_t index_of_name(std::string_view kind, std::string_view name,
                          std::span<const std::string_view> names);

}  // namespace verigan

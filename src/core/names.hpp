// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace verigan {

/// The place of `name` in `names`; capitals, '-' and '_' do not count. Throws Error naming `kind`,
/// what was given, the nearest of the names (one that begins so, or by edit distance) and all of them.
std::size_t index_of_name(std::string_view kind, std::string_view name,
                          std::span<const std::string_view> names);

}  // namespace verigan

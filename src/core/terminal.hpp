// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdio>
#include <string>

// What may be done on a terminal, decided in one place. verigan moves the cursor to draw progress
// again, on terminals that can; it colours nothing, so NO_COLOR holds by itself.
namespace verigan {

/// Whether lines on `out` can be drawn again: it is a terminal, and TERM names one that moves its
/// cursor (not "dumb", not empty).
bool can_redraw(std::FILE* out);

/// Characters in a line of the terminal; 80 where that is not known.
std::size_t terminal_columns(std::FILE* out);

/// The first `columns` characters of UTF-8 text, so that no line wraps.
std::string clipped(const std::string& text, std::size_t columns);

/// Goes to the beginning of the line and empties it.
inline constexpr const char* kEraseLine = "\r\033[K";
/// Goes up by `count` lines and empties everything from there on.
std::string erase_lines(int count);

}  // namespace verigan

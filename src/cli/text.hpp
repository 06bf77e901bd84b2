// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <string>

// Text in columns, for what commands print on a terminal.
namespace verigan::cli {

/// Padded with spaces to a width counted in characters, not bytes.
inline std::string padded(std::string text, std::size_t width) {
  std::size_t characters = 0;
  for (const char c : text) characters += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  if (characters < width) text.append(width - characters, ' ');
  return text;
}

/// The number in one of printf's formats; −0 is 0.
inline std::string formatted(const char* format, double x) {
  char text[64];
  std::snprintf(text, sizeof text, format, x == 0 ? 0.0 : x);
  return text;
}

}  // namespace verigan::cli

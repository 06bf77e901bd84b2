// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <string>

// What programs print, as tests look at it.
namespace verigan::tests {

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Remarks that were broken at words, further lines indented by two spaces, as one line each.
inline std::string unwrapped(std::string text) {
  for (std::size_t at; (at = text.find("\n  ")) != std::string::npos;) text.replace(at, 3, " ");
  return text;
}

/// Lines with an end each.
inline std::string joined(const std::deque<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  return text;
}

}  // namespace verigan::tests

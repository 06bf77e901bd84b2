// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

// Text in columns, for what commands print on a terminal.
namespace verigan {

/// Columns on a terminal: code points, as nothing printed here is wide or combining.
inline std::size_t width(std::string_view text) {
  std::size_t characters = 0;
  for (const char c : text) characters += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return characters;
}

/// Padded with spaces to a width in columns.
inline std::string padded(std::string text, std::size_t columns) {
  if (const std::size_t found = width(text); found < columns) text.append(columns - found, ' ');
  return text;
}

/// Lines of at most `columns`, broken at spaces, but not between a number and its %; a longer word has a
/// line of its own.
inline std::vector<std::string> wrapped(const std::string& text, std::size_t columns) {
  std::vector<std::string> lines{""};
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) {
    if (word.starts_with('%') && !words.empty())
      words.back() += ' ' + word;
    else
      words.push_back(word);
  }
  for (const std::string& word : words) {
    std::string& line = lines.back();
    if (!line.empty() && width(line) + 1 + width(word) > columns)
      lines.push_back(word);
    else
      line += (line.empty() ? "" : " ") + word;
  }
  return lines;
}

/// Paragraphs, which blank lines part, in lines of at most `columns`; lines that begin with a blank stay apart.
inline std::string reflowed(const std::string& text, std::size_t columns) {
  std::istringstream in(text);
  std::string out, paragraph;
  const auto end = [&] {
    if (!paragraph.empty())
      for (const std::string& line : wrapped(paragraph, columns)) out += line + '\n';
    paragraph.clear();
  };
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.front() != ' ') {
      paragraph += (paragraph.empty() ? "" : " ") + line;
      continue;
    }
    end();
    if (line.empty()) out += '\n';
    std::string begin = line.substr(0, std::min(line.find_first_not_of(' '), line.size()));
    if (!line.empty())
      for (const std::string& part : wrapped(line, columns - begin.size())) out += begin + part + '\n';
  }
  end();
  return out;
}

/// The number in one of printf's formats; −0 is 0.
inline std::string formatted(const char* format, double x) {
  char text[64];
  std::snprintf(text, sizeof text, format, x == 0 ? 0.0 : x);
  return text;
}

/// On standard error, a line each.
inline void print_warnings(const std::vector<std::string>& warnings) {
  for (const std::string& warning : warnings)
    std::fprintf(stderr, "verigan: warning: %s\n", warning.c_str());
}

}  // namespace verigan

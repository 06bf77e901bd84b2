// SPDX-License-Identifier: MIT
#include "core/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace verigan {
namespace {

bool continues_a_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// A file of a megabyte on one line is no message.
std::string readable(std::string text) {
  constexpr std::size_t kLongest = 4000, kEnd = 1000;
  if (text.size() <= kLongest) return text;
  std::size_t from = kLongest - kEnd, to = text.size() - kEnd;
  while (from > 0 && continues_a_character(text[from])) --from;
  while (to < text.size() && continues_a_character(text[to])) ++to;
  return text.replace(from, to - from, " … ");
}

}  // namespace

std::string one_line(std::string text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < ' ' || c == 0x7f) text[i] = ' ';
    // U+0080 … U+009F: terminals take some of these for the beginning of a command.
    if (c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0)
      text[i] = text[i + 1] = ' ';
  }
  return text;
}

Error::Error(const std::string& what) : std::runtime_error(readable(one_line(what))) {}

void broken_invariant(const std::string& what, SourceLine where) {
  std::fprintf(stderr, "verigan: broken invariant at %s:%d (%s): %s\n", where.file, where.line,
               where.function, what.c_str());
  std::abort();
}

}  // namespace verigan

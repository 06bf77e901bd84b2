// SPDX-License-Identifier: MIT
#pragma once

#include <sstream>
#include <stdexcept>
#include <string>

// Two channels, never mixed. What a user can cause (a bad file, a bad flag, an α of NaN) throws
// verigan::Error with one line that names the offending value and what was expected; programs print
// it and exit with code 2. What only our own bug can cause stops the program at once.
namespace verigan {

/// `text` on one line: line breaks and other control characters are blanks.
std::string one_line(std::string text);

/// A mistake of the user's. what() is one line, without a trailing newline or full stop needed: control
/// characters of what the user gave are blanks, and the middle of more than 4000 bytes is left out.
class Error : public std::runtime_error {
 public:
  explicit Error(const std::string& what);
};

/// Joins its arguments as operator<< prints them: message("alpha = ", a, ", expected (0, 1)").
template <class... Parts>
std::string message(const Parts&... parts) {
  std::ostringstream out;
  (out << ... << parts);
  return out.str();
}

/// Throws Error with the joined parts unless `holds`.
template <class... Parts>
void require(bool holds, const Parts&... parts) {
  if (!holds) throw Error(message(parts...));
}

/// A line of source: that of the call in whose arguments it stands. (clang 14 has no
/// std::source_location.)
struct SourceLine {
  const char* file;
  int line;
  const char* function;

  static constexpr SourceLine current(const char* file = __builtin_FILE(),
                                      int line = __builtin_LINE(),
                                      const char* function = __builtin_FUNCTION()) {
    return {file, line, function};
  }
};

/// Prints where and what to stderr and aborts. For broken invariants only.
[[noreturn]] void broken_invariant(const std::string& what, SourceLine where);

/// A condition that only a bug of ours can make false.
inline void ensure(bool holds, const char* what, SourceLine where = SourceLine::current()) {
  if (!holds) [[unlikely]] broken_invariant(what, where);
}

}  // namespace verigan

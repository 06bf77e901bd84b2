// SPDX-License-Identifier: MIT
#include "core/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace verigan {

bool can_redraw(std::FILE* out) {
  const char* const term = std::getenv("TERM");
  const std::string_view kind = term == nullptr ? "" : term;
  return ::isatty(::fileno(out)) == 1 && !kind.empty() && kind != "dumb";
}

std::size_t terminal_columns(std::FILE* out) {
  winsize size{};
  const bool known = ::ioctl(::fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

std::string clipped(const std::string& text, std::size_t columns) {
  std::size_t shown = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
    if (begins && shown++ == columns) return text.substr(0, i);
  }
  return text;
}

std::string erase_lines(int count) { return "\033[" + std::to_string(count) + "A\r\033[J"; }

}  // namespace verigan

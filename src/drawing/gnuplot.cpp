// SPDX-License-Identifier: MIT
#include "drawing/gnuplot.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <string_view>

#include "core/check.hpp"
#include "drawing/process.hpp"

namespace verigan::drawing {
namespace {

constexpr std::string_view kPngBegin = "\x89PNG\r\n\x1a\n";
constexpr std::string_view kPngEnd("\0\0\0\0IEND\xae\x42\x60\x82", 12);  // its last chunk

// What finds gnuplot, its libraries and its fonts. Nothing else of the user's reaches it.
std::vector<std::string> environment() {
  std::vector<std::string> out{"LC_ALL=C.UTF-8"};
  for (const char* name : {"PATH", "HOME", "LD_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH",
                           "XDG_CACHE_HOME", "XDG_DATA_HOME"})
    if (const char* value = std::getenv(name)) out.push_back(message(name, "=", value));
  return out;
}

bool is_whole(const std::string& picture, Format format) {
  if (format == Format::png) return picture.starts_with(kPngBegin) && picture.ends_with(kPngEnd);
  const std::size_t end = picture.find_last_not_of(" \t\r\n");
  return picture.find("<svg") != std::string::npos && end != std::string::npos &&
         picture.substr(0, end + 1).ends_with("</svg>");
}

std::string script(const std::string& common, const std::vector<Page>& pages,
                   const std::vector<MemoryFile>& files) {
  std::string text = "set encoding utf8\n" + common;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const char* terminal = pages[i].format == Format::svg ? "svg " : "pngcairo ";
    text += message("set terminal ", terminal, pages[i].options, "\nset output ",
                    quoted(files[i].name()), "\n", pages[i].commands, "unset output\n");
  }
  return text;
}

// ": the last line that says something", or nothing.
std::string last_words(const std::string& errors) {
  std::istringstream lines(errors);
  std::string last;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t begin = line.find_first_not_of(" \t\r");
    if (begin != std::string::npos) last = ": " + line.substr(begin);
  }
  return last;
}

void require_success(const Ending& ending) {
  const std::string words = last_words(ending.errors);
  require(ending.signal == 0, "gnuplot was ended by signal ", ending.signal, " (",
          ::strsignal(ending.signal), ")", words);
  require(ending.code == 0, "gnuplot failed with exit code ", ending.code, words);
}

}  // namespace

Drawing draw(const std::string& common, const std::vector<Page>& pages) {
  const std::vector<MemoryFile> files(pages.size());
  const Ending ending = run_program({"gnuplot", "-d"}, environment(), script(common, pages, files));
  require_success(ending);
  Drawing drawing{{}, ending.errors};
  for (std::size_t i = 0; i < pages.size(); ++i) {
    drawing.pictures.push_back(files[i].content());
    require(is_whole(drawing.pictures.back(), pages[i].format), "gnuplot left picture ", i + 1, " of ",
            pages.size(), " unfinished", last_words(ending.errors));
  }
  return drawing;
}

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return out + "'";
}

std::string data_block(const std::string& name, const std::vector<std::vector<double>>& columns,
                       int digits) {
  std::string text = name + " << END\n";
  for (std::size_t i = 0; i < columns.front().size(); ++i) {
    for (const std::vector<double>& column : columns) {
      char cell[40] = "NaN ";
      if (std::isfinite(column.at(i)))
        std::snprintf(cell, sizeof cell, "%.*g ", digits, column.at(i));
      text += cell;
    }
    text += '\n';
  }
  return text + "END\n";
}

}  // namespace verigan::drawing

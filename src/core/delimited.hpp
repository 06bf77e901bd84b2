// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Tables as people have them: what spreadsheets, numpy, pandas and text editors write.
namespace verigan {

/// Text in rows of cells. It may have
///   a UTF-8 byte-order mark; lines that end in LF, CRLF or CR; blank lines;
///   comments, from # to the end of the line;
///   cells separated by ';', else by ',' (the first of them that occurs below the first line, which may
///     be a header), else by tabs (one in every line below it), else by blanks; by those of the first
///     line where no other has any; or as a first line
///     such as sep=; says;
///   cells in double quotes, with "" for a quote inside, separators and line breaks.
/// Blanks before and behind a cell do not count.
struct DelimitedText {
  struct Row {
    std::size_t line;  // of the file, from 1: where the row begins
    std::vector<std::string> cells;
  };
  std::string source;  // what messages call it: the file's name
  char separator;      // ';', ',', '\t', '|', or ' ' for any number of blanks
  bool decimal_comma;  // whether a comma may be a number's decimal point
  std::vector<Row> rows;
};

/// Throws Error naming `source`, the line and what is wrong: UTF-16 and other text that is none, a
/// quote never closed, something behind a closing quote, an unknown sep=.
DelimitedText parse_delimited(std::string_view text, const std::string& source);
/// The same of a file. Throws Error when it cannot be read, too.
DelimitedText read_delimited(const std::string& path);

}  // namespace verigan

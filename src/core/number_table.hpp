// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/delimited.hpp"

namespace verigan {

/// Rows of numbers, infinities and nan among them.
struct NumberTable {
  struct Row {
    std::size_t line;
    std::vector<double> numbers;
  };
  std::vector<Row> rows;
  std::vector<std::string> warnings;  // one line each: what is too small for a double became 0
};

/// What may stand above the numbers. A header is a first row of cells none of which is a number, or
/// what pandas writes above unnamed columns: ",0", ",0,1", …
enum class Header { none, allowed };

/// All rows as numbers. A comma is the decimal point where text.decimal_comma says so. Throws
/// Error naming source, line and column of a cell that is empty, no number (a header where none can be
/// among them) or beyond the range of a double, and of a decimal point in a text of decimal commas.
NumberTable numbers_of(const DelimitedText& text, Header header);

}  // namespace verigan

// SPDX-License-Identifier: MIT
#include "core/number_table.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/check.hpp"

namespace verigan {
namespace {

using Row = DelimitedText::Row;

std::string shown(const std::string& cell) { return one_line(cell.substr(0, 40)); }

struct Spelled {
  enum class Kind { number, too_small, too_large, none } kind;
  double value;
};

/// Where the first digit that is not 0 stands: below 0 for numbers below 1. Of a decimal number.
double decimal_magnitude(std::string_view text) {
  const auto e = std::min(text.find_first_of("eE"), text.size());
  const std::string_view digits = text.substr(0, e);
  const auto point = std::min(digits.find('.'), digits.size()),
             first = digits.find_first_of("123456789");
  if (first == std::string_view::npos) return 0;
  const auto place = static_cast<double>(point) - static_cast<double>(first);
  if (e == text.size()) return place;
  const bool negative = text[e + 1] == '-';
  double exponent = 0;
  for (const char c : text.substr(e + 1))
    if (c >= '0' && c <= '9') exponent = 10 * exponent + (c - '0');
  return place + (negative ? -exponent : exponent);
}

Spelled spelled_number(std::string_view text) {
  if (text.size() > 1 && text.front() == '+' && text[1] != '-') text.remove_prefix(1);
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  if (result.ec == std::errc::invalid_argument || result.ptr != end) return {Spelled::Kind::none, 0};
  const bool out_of_range = result.ec == std::errc::result_out_of_range;
  if (!out_of_range && value != 0) return {Spelled::Kind::number, value};
  const bool spells_zero = text.substr(0, text.find_first_of("eE")).find_first_of("123456789") ==
                           std::string_view::npos;
  if (spells_zero) return {Spelled::Kind::number, value};
  return {decimal_magnitude(text) < 0 ? Spelled::Kind::too_small : Spelled::Kind::too_large, 0};
}

/// Reads the cells of one text as numbers.
class Numbers {
 public:
  Numbers(const DelimitedText& text, Header header) : text_(text), header_(header) {}

  bool is_header(const Row& row) const {
    const auto& cells = row.cells;
    const auto is_number = [&](const std::string& cell) {
      const bool looks_like_one = cell.find_first_of("0123456789") != std::string::npos &&
                                  cell.find_first_not_of("0123456789.,+-eE ") == std::string::npos;
      return looks_like_one || spelled(cell).kind != Spelled::Kind::none;
    };
    if (std::none_of(cells.begin(), cells.end(), is_number))
      return std::any_of(cells.begin(), cells.end(), [](const auto& cell) { return !cell.empty(); });
    for (std::size_t i = 0; i < cells.size(); ++i)  // pandas: unnamed index, columns 0, 1, …
      if (cells[i] != (i == 0 ? "" : std::to_string(i - 1))) return false;
    return cells.size() > 1;
  }

  double number(const Row& row, std::size_t column) {
    const std::string& cell = row.cells[column];
    const auto where = [&] { return message(text_.source, ":", row.line, ": "); };
    const auto place = [&] { return message(" in column ", column + 1); };
    require(!cell.empty(), where(), "the cell", place(), " is empty, expected a number");
    const Spelled found = spelled(cell);
    using Kind = Spelled::Kind;
    require(found.kind != Kind::none, where(), "'", shown(cell), "'", place(),
            " is not a number", hint(row));
    refuse_mixed_points(row, column);
    require(found.kind != Kind::too_large, where(), "'", shown(cell), "'", place(),
            " is beyond the range of a double, expected a number within ±1.79e308");
    if (found.kind == Kind::too_small)
      warnings.push_back(message(where(), shown(cell), place(), " is too small for a double, taken as 0"));
    return found.value;
  }

  std::vector<std::string> warnings;

 private:
  Spelled spelled(std::string cell) const {
    if (text_.decimal_comma && cell.find('.') == std::string::npos &&
        std::count(cell.begin(), cell.end(), ',') == 1)
      cell[cell.find(',')] = '.';
    return spelled_number(cell);
  }
  /// 1.000 next to 0,5 may be a thousand.
  void refuse_mixed_points(const Row& row, std::size_t column) {
    const std::string& cell = row.cells[column];
    for (const char c : {'.', ','}) {
      if (cell.find(c) == std::string::npos) continue;
      if (point_ == 0) point_ = c, first_ = row.line;
      require(c == point_, text_.source, ":", row.line, ": '", shown(cell), "' in column ",
              column + 1, ", but line ", first_, " has '", point_,
              "' for its decimal point, expected one of them throughout");
    }
  }
  std::string hint(const Row& row) const {
    if (header_ == Header::none) return ", expected numbers from the first row on";
    return &row == text_.rows.data() ? ", expected numbers, or a header that holds none"
                                     : ", expected numbers below the first row";
  }

  const DelimitedText& text_;
  Header header_;
  char point_ = 0;  // of the first cell that has one
  std::size_t first_ = 0;
};

}  // namespace

NumberTable numbers_of(const DelimitedText& text, Header header) {
  NumberTable table;
  Numbers numbers(text, header);
  for (const Row& row : text.rows) {
    const bool first = &row == text.rows.data();
    if (first && header == Header::allowed && numbers.is_header(row)) continue;
    table.rows.push_back({row.line, {}});
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      table.rows.back().numbers.push_back(numbers.number(row, i));
  }
  table.warnings = std::move(numbers.warnings);
  return table;
}

}  // namespace verigan

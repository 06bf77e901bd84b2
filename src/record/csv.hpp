// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Tables as comma-separated text (RFC 4180): one header line, lines end in \n, cells holding a comma,
// a quote or a line break are quoted. Numbers carry the shortest digits that read back to the same
// value of their type; not-a-number is `nan`, infinities are `inf` and `-inf`.
namespace verigan::record {

std::string number_text(float value);
std::string number_text(double value);
std::string number_text(std::integral auto value) { return std::to_string(value); }
/// `value` rounded to `digits` significant decimal digits (1 … 17).
double rounded(double value, int digits = 10);
/// The same, then written as short as that allows. For doubles whose last bits differ between
/// mathematical libraries.
std::string rounded_text(double value, int digits = 10);

/// One line of a table: its cells, quoted where that is needed, and the line break.
std::string csv_line(std::span<const std::string> cells);

/// Grows row by row, as text.
class CsvWriter {
 public:
  explicit CsvWriter(std::span<const std::string> header);
  CsvWriter(std::initializer_list<std::string> header)
      : CsvWriter(std::span(header.begin(), header.size())) {}

  /// One row of numbers and texts; as many as the header has names.
  template <class... Cells>
  void row(const Cells&... cells) {
    std::vector<std::string> texts;
    (texts.push_back(cell_text(cells)), ...);
    add(texts);
  }
  void add(std::span<const std::string> cells);
  const std::string& text() const { return text_; }

 private:
  static std::string cell_text(std::string_view text) { return std::string(text); }
  static std::string cell_text(std::floating_point auto value) { return number_text(value); }
  static std::string cell_text(std::integral auto value) { return number_text(value); }

  std::size_t columns_;
  std::string text_;
};

/// A table read back.
class Table {
 public:
  /// Throws Error naming `source`, the line and what is wrong: no header, an unclosed quote, a row of
  /// a different length than the header.
  static Table parse(std::string_view text, const std::string& source);

  std::size_t rows() const { return cells_.size(); }
  const std::vector<std::string>& names() const { return names_; }
  bool has(std::string_view name) const;
  /// Column `name` as texts. Throws Error when there is none.
  std::vector<std::string> texts(std::string_view name) const;
  /// Column `name` as numbers. Throws Error naming the first cell that is not a number.
  std::vector<double> numbers(std::string_view name) const;

 private:
  std::size_t column(std::string_view name) const;

  std::string source_;
  std::vector<std::string> names_;
  std::vector<std::vector<std::string>> cells_;
};

Table read_csv(const std::filesystem::path& path);

/// The number that the whole of `text` spells ("1e-3", "inf", "nan"). False when it spells none.
bool parse_number(std::string_view text, double& value);

}  // namespace verigan::record

// SPDX-License-Identifier: MIT
#pragma once

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "record/growing_file.hpp"
#include "run/schema.hpp"

// The numbers of a run: rows that are appended, kept by column, and added to a CSV file as they come.
// A run that was killed continues the file where its checkpoint says.
namespace verigan::run {

class Series {
 public:
  explicit Series(Schema schema);

  /// One row; a cell for each column, of its kind: floating point for real and single, whole numbers of
  /// at least 0 for whole, text for text. What is kept is what the file says: real numbers as they are
  /// rounded, floats by their shortest decimal digits.
  template <class... Cells>
  void append(const Cells&... cells) {
    append_cells({cell(cells)...});
  }
  /// One number or text. Its constructors are out of line: g++ 12 takes a variant that it sees through for
  /// one with an unwritten string.
  struct Cell {
    Cell(double x);               // NOLINT: a number is a cell
    Cell(std::uint64_t x);        // NOLINT
    Cell(const std::string& x);   // NOLINT
    std::variant<double, std::uint64_t, std::string> value;
  };
  void append_cells(const std::vector<Cell>& cells);

  const Schema& schema() const { return schema_; }
  std::size_t rows() const { return rows_; }
  bool has(std::string_view name) const;

  /// A column. T: double of any kind but text, std::uint64_t of whole ones, std::string of text.
  template <class T>
  std::vector<T> column(std::string_view name) const;
  /// The last number of a column; there must be one.
  double last(std::string_view name) const { return column<double>(name).back(); }
  /// The mean over the last 1/part of the rows, rounded up: of 21 rows and part 10, over three.
  double tail_mean(std::string_view name, std::size_t part = 10) const;

  /// Adds what was appended since the last time to the file in this folder, which is emptied if this is
  /// the first time and the series was not resumed, and returns when it is on the disk. Throws Error.
  void flush(const std::filesystem::path& folder);
  /// Of all that was flushed: bytes, and SHA-256.
  std::uint64_t length() const { return file_->length(); }
  std::string sha256() const { return file_->sha256(); }

  /// Reads an empty series back from the file's first `length` bytes; cuts off what is behind. Throws
  /// Error when they are not there or have another SHA-256.
  void resume(const std::filesystem::path& folder, std::uint64_t length, const std::string& sha256);
  /// The same of the rows whose first cell, a step, is at most `step`; nothing is known of their bytes.
  void resume_until(const std::filesystem::path& folder, std::uint64_t step);

 private:
  static Cell cell(std::floating_point auto value) { return static_cast<double>(value); }
  static Cell cell(std::integral auto value) { return checked(static_cast<std::int64_t>(value)); }
  static Cell cell(std::string_view value) { return std::string(value); }
  static std::uint64_t checked(std::int64_t value);
  void keep(std::string_view text);

  using Values =
      std::variant<std::vector<double>, std::vector<std::uint64_t>, std::vector<std::string>>;
  const Values& values(std::string_view name) const;

  Schema schema_;
  std::vector<Values> columns_;
  std::size_t rows_ = 0;
  std::string pending_;  // bytes that are not in the file yet
  std::optional<record::GrowingFile> file_;
};

}  // namespace verigan::run

// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

// The paper's data: rows of text by the names of their columns, as `verigan collect` and table programs write
// them.
namespace verigan::paper {

class Record {
 public:
  Record(std::map<std::string, std::string> cells, std::string source)
      : cells_(std::move(cells)), source_(std::move(source)) {}
  /// Throws Error naming the file where there is no such column.
  const std::string& text(const std::string& column) const;
  /// Throws Error too where the cell is no number.
  double number(const std::string& column) const;
  bool has(const std::string& column) const;  ///< a cell that is not empty

 private:
  std::map<std::string, std::string> cells_;
  std::string source_;
};

using Records = std::vector<Record>;

/// Throws Error where there is no such file, or it is damaged.
Records read_records(const std::filesystem::path& csv);

using Where = std::map<std::string, std::string>;
/// Those whose cells are as asked.
Records where(const Records& records, const Where& wanted);

/// The different values of a column, in the order of their numbers or else of their letters.
std::vector<std::string> values(const Records& records, const std::string& column);
std::vector<double> numbers(const Records& records, const std::string& column);

}  // namespace verigan::paper

// SPDX-License-Identifier: MIT
#include "record/csv.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/check.hpp"
#include "record/file.hpp"

namespace verigan::record {
namespace {

template <class T>
std::string shortest(T value) {
  if (std::isnan(value)) return "nan";
  char buffer[64];
  const auto result = std::to_chars(buffer, buffer + sizeof buffer, value);
  return std::string(buffer, result.ptr);
}

std::string quoted(const std::string& cell) {
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string out = "\"";
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

}  // namespace

std::string number_text(float value) { return shortest(value); }
std::string number_text(double value) { return shortest(value); }

double rounded(double value, int digits) {
  ensure(1 <= digits && digits <= 17, "1 to 17 significant digits");
  if (!std::isfinite(value)) return value;
  char buffer[64];
  const auto result =
      std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific, digits - 1);
  double nearest = 0.0;
  std::from_chars(buffer, result.ptr, nearest);
  return nearest + 0.0;  // −0 becomes 0
}

std::string rounded_text(double value, int digits) { return shortest(rounded(value, digits)); }

std::string csv_line(std::span<const std::string> cells) {
  if (cells.size() == 1 && cells[0].empty()) return "\"\"\n";  // a line with nothing on it is no row
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += ',';
    line += quoted(cells[i]);
  }
  return line + '\n';
}

CsvWriter::CsvWriter(std::span<const std::string> header) : columns_(header.size()) { add(header); }

void CsvWriter::add(std::span<const std::string> cells) {
  ensure(cells.size() == columns_, "a row has as many cells as the header");
  text_ += csv_line(cells);
}

Table Table::parse(std::string_view text, const std::string& source) {
  Table table;
  table.source_ = source;
  std::vector<std::string> cells;
  std::string cell;
  std::size_t line = 1;
  bool inside = false;   // a quoted cell
  bool started = false;  // anything in this row yet
  const auto end_row = [&] {
    cells.push_back(std::move(cell));
    cell.clear();
    if (table.names_.empty()) {
      table.names_ = std::move(cells);
    } else {
      require(cells.size() == table.names_.size(), source, " line ", line, ": ", cells.size(),
              " cells, expected ", table.names_.size(), " as in the header");
      table.cells_.push_back(std::move(cells));
    }
    cells.clear();
    started = false;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (inside && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      cell += '"';
      ++i;
    } else if (c == '"') {
      inside = !inside;
      started = true;
    } else if (inside) {
      cell += c;
      if (c == '\n') ++line;
    } else if (c == ',') {
      cells.push_back(std::move(cell));
      cell.clear();
      started = true;
    } else if (c == '\n') {
      if (started) end_row();
      ++line;
    } else if (c != '\r') {
      cell += c;
      started = true;
    }
  }
  require(!inside, source, " line ", line, ": a quote is never closed");
  if (started) end_row();
  require(!table.names_.empty(), source, ": empty, expected a header line");
  return table;
}

bool Table::has(std::string_view name) const {
  return std::find(names_.begin(), names_.end(), name) != names_.end();
}

std::size_t Table::column(std::string_view name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  require(found != names_.end(), source_, ": no column '", name, "'");
  return static_cast<std::size_t>(found - names_.begin());
}

std::vector<std::string> Table::texts(std::string_view name) const {
  const std::size_t j = column(name);
  std::vector<std::string> out;
  for (const auto& row : cells_) out.push_back(row[j]);
  return out;
}

std::vector<double> Table::numbers(std::string_view name) const {
  const std::size_t j = column(name);
  std::vector<double> out(cells_.size());
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    require(parse_number(cells_[i][j], out[i]), source_, ": '", cells_[i][j], "' in column '", name,
            "', row ", i + 1, " below the header, is not a number");
  }
  return out;
}

Table read_csv(const std::filesystem::path& path) {
  return Table::parse(read_file(path), path.string());
}

bool parse_number(std::string_view text, double& value) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (text.size() > 1 && text.front() == '+' && text[1] != '-') text.remove_prefix(1);
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  return result.ec == std::errc{} && result.ptr == text.data() + text.size() && !text.empty();
}

}  // namespace verigan::record

// SPDX-License-Identifier: MIT
#include "run/series.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/check.hpp"
#include "record/csv.hpp"
#include "record/file.hpp"

namespace verigan::run {
namespace {

std::string header(const Schema& schema) {
  std::vector<std::string> names;
  for (const Column& column : schema.columns) names.push_back(column.name);
  return record::csv_line(names);
}

double rounded(const Rounding& how, double value) {
  return record::rounded(std::abs(value) < how.floor ? 0.0 : value, how.digits);
}

std::uint64_t whole_number(std::string_view text, const std::string& source) {
  std::uint64_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  require(result.ec == std::errc{} && result.ptr == text.data() + text.size(), source, ": '", text,
          "' where a whole number was expected");
  return value;
}

}  // namespace

Series::Series(Schema schema) : schema_(std::move(schema)), pending_(header(schema_)) {
  for (const Column& column : schema_.columns) {
    switch (column.kind) {
      case Kind::real:
      case Kind::single: columns_.emplace_back(std::vector<double>()); break;
      case Kind::whole: columns_.emplace_back(std::vector<std::uint64_t>()); break;
      case Kind::text: columns_.emplace_back(std::vector<std::string>()); break;
    }
  }
}

Series::Cell::Cell(double x) : value(x) {}
Series::Cell::Cell(std::uint64_t x) : value(x) {}
Series::Cell::Cell(const std::string& x) : value(x) {}

std::uint64_t Series::checked(std::int64_t value) {
  ensure(value >= 0, "whole columns hold numbers from 0 on");
  return static_cast<std::uint64_t>(value);
}

void Series::append_cells(const std::vector<Cell>& cells) {
  ensure(cells.size() == columns_.size(), "a row has as many cells as the table has columns");
  std::vector<std::string> texts;
  for (std::size_t j = 0; j < cells.size(); ++j) {
    const Column& column = schema_.columns[j];
    if (column.kind == Kind::text) {
      texts.push_back(std::get<std::string>(cells[j].value));
      std::get<std::vector<std::string>>(columns_[j]).push_back(texts.back());
    } else if (column.kind == Kind::whole) {
      const std::uint64_t value = std::get<std::uint64_t>(cells[j].value);
      texts.push_back(record::number_text(value));
      std::get<std::vector<std::uint64_t>>(columns_[j]).push_back(value);
    } else {
      double value = std::get<double>(cells[j].value);
      if (column.kind == Kind::single) {
        texts.push_back(record::number_text(static_cast<float>(value)));
        ensure(record::parse_number(texts.back(), value), "a number reads back");
      } else {
        value = rounded(column.rounding.value_or(schema_.rounding), value);
        texts.push_back(record::number_text(value));
      }
      std::get<std::vector<double>>(columns_[j]).push_back(value);
    }
  }
  pending_ += record::csv_line(texts);
  ++rows_;
}

bool Series::has(std::string_view name) const {
  return std::ranges::find(schema_.columns, name, &Column::name) != schema_.columns.end();
}

const Series::Values& Series::values(std::string_view name) const {
  const auto found = std::ranges::find(schema_.columns, name, &Column::name);
  ensure(found != schema_.columns.end(), "columns are requested by a declared name");
  return columns_[static_cast<std::size_t>(found - schema_.columns.begin())];
}

template <class T>
std::vector<T> Series::column(std::string_view name) const {
  const Values& all = values(name);
  if constexpr (std::is_same_v<T, double>)
    if (const auto* whole = std::get_if<std::vector<std::uint64_t>>(&all)) {
      std::vector<double> numbers;
      for (const std::uint64_t value : *whole) numbers.push_back(static_cast<double>(value));
      return numbers;
    }
  const auto* found = std::get_if<std::vector<T>>(&all);
  ensure(found != nullptr, "a column is read as its kind");
  return *found;
}
template std::vector<double> Series::column<double>(std::string_view) const;
template std::vector<std::uint64_t> Series::column<std::uint64_t>(std::string_view) const;
template std::vector<std::string> Series::column<std::string>(std::string_view) const;

double Series::tail_mean(std::string_view name, std::size_t part) const {
  const std::vector<double> all = column<double>(name);
  ensure(!all.empty() && part > 0, "a mean of at least one row");
  const std::size_t count = (all.size() + part - 1) / part;
  const double sum = std::accumulate(all.end() - static_cast<std::ptrdiff_t>(count), all.end(), 0.0);
  return sum / static_cast<double>(count);
}

void Series::flush(const std::filesystem::path& folder) {
  if (!file_) file_.emplace(folder / schema_.file);
  file_->append(std::exchange(pending_, {}));
  file_->sync();
}

void Series::keep(std::string_view text) {
  const record::Table table = record::Table::parse(text, schema_.file);
  for (std::size_t j = 0; j < columns_.size(); ++j) {
    const std::string& name = schema_.columns[j].name;
    if (schema_.columns[j].kind == Kind::text) {
      columns_[j] = table.texts(name);
    } else if (schema_.columns[j].kind == Kind::whole) {
      auto& column = std::get<std::vector<std::uint64_t>>(columns_[j]);
      for (const std::string& cell : table.texts(name))
        column.push_back(whole_number(cell, schema_.file));
    } else {
      columns_[j] = table.numbers(name);
    }
  }
  rows_ = table.rows();
  pending_.clear();
}

void Series::resume(const std::filesystem::path& folder, std::uint64_t length,
                    const std::string& sha256) {
  const std::string bytes = record::read_file(folder / schema_.file);
  require(length <= bytes.size() && record::sha256(bytes.substr(0, length)) == sha256, schema_.file,
          " was changed");
  const std::string_view kept = std::string_view(bytes).substr(0, length);
  keep(kept);
  file_.emplace(folder / schema_.file, kept);
}

void Series::resume_until(const std::filesystem::path& folder, std::uint64_t step) {
  const std::string bytes = record::read_file(folder / schema_.file);
  require(bytes.starts_with(pending_), schema_.file, " was changed");
  std::size_t end = pending_.size();  // of the rows that count, whole ones
  for (;;) {
    const std::size_t next = bytes.find('\n', end);
    if (next == std::string::npos) break;
    const std::size_t cell = std::min(bytes.find(',', end), next);
    if (whole_number(std::string_view(bytes).substr(end, cell - end), schema_.file) > step) break;
    end = next + 1;
  }
  const std::string_view kept = std::string_view(bytes).substr(0, end);
  keep(kept);
  file_.emplace(folder / schema_.file, kept);
}

}  // namespace verigan::run
